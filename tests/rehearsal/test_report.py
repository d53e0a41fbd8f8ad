"""Nobody can be recognised in the report of a demo's cohort, in either form, however often it is made."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cli.cohorts.report_json import report_json
from domain.enums import Stage
from domain.programme.timetable import calendar_of
from rehearsal.rehearse import simulate_cohort, simulator_of
from rehearsal.reliability import Reliability
from rehearsal.scripts import FateScript, ReliabilityScript, Script
from rehearsal.store import memory
from services.reports.closing import ClosingReport, make_report
from services.reports.formats.plain import markdown
from services.reports.writing import document
from storage import queries
from tests.every import every
from tests.factories import bristol

pytestmark = [pytest.mark.unit, pytest.mark.slow]

_KEY = "bristol-2021"
_ENDS = calendar_of(bristol()).ends
_OF_PEOPLE = ("applications", "pairs", "rules", "gatherings", "evaluation", "stories")
_SCRIPTS: tuple[Callable[[], Script], ...] = (
    FateScript,
    lambda: ReliabilityScript(30, Reliability(no_shows=0.1, silent=0.1, withdraw=0.1), seed=3),
)


def _report(script: Script) -> ClosingReport:
    assert _ENDS
    with memory() as session:
        simulate_cohort(session, bristol(), script)
        return make_report(session, _KEY, _ENDS)


def _numbers(told: Any) -> Iterator[int]:
    """Every number in a JSON value, however deep."""
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from _numbers(one)
    elif isinstance(told, int) and not isinstance(told, bool):
        yield told


def _few(numbers: Iterator[int]) -> set[int]:
    return {number for number in numbers if 1 <= number <= 7}


@every("script", _SCRIPTS)
def test_no_number_from_1_to_7_counts_people_in_the_json(script: Callable[[], Script]) -> None:
    told = json.loads(json.dumps(report_json(_report(script()))))

    assert {part: few for part in _OF_PEOPLE if (few := _few(_numbers(told[part])))} == {}
    assert _few(_numbers([told["sessions"]["held"], told["sessions"]["hours"]])) == set()


_OF_NOBODY = re.compile(
    r"\d{1,2} [A-Z][a-z]{2} \d{4}|report no\. \d+|Development session \d|Numbers from 1 to 7|nearest 5"
)
"""Dates, the report's own number, what the programme calls its gatherings, and the rule itself."""


def few_in(text: str) -> list[str]:
    """Numbers that could be of so few people."""
    return re.findall(r".{0,20}(?<![\w.])[1-7](?![\d.%]).{0,10}", _OF_NOBODY.sub("", text))


@every("script", _SCRIPTS)
def test_no_number_from_1_to_7_stands_anywhere_in_the_text(script: Callable[[], Script]) -> None:
    assert few_in(markdown(document(_report(script())))) == []


def test_the_demos_report_says_by_which_rule_and_what_can_be_said() -> None:
    text = markdown(document(_report(FateScript())))

    assert "Profile nhs. Numbers from 1 to 7 are withheld (*)" in text
    assert "| completed | 10 |" in text
    assert "| ended: mentee withdrew | * |" in text
    assert "| total | 10 |" in text
    assert "To be written" not in text


def test_reports_made_all_along_tell_of_nobody() -> None:
    """One is made each fortnight, from the first application to the end."""
    script = ReliabilityScript(30, Reliability(), seed=5)
    assert _ENDS
    with memory() as session:
        simulator = simulator_of(session, bristol(), script)
        begins, reports = simulator.timeline.now, []
        for fortnight in range(1, 22):
            at = begins + (_ENDS - begins) * fortnight / 20
            simulator.timeline.run(until=at)
            reports.append(make_report(session, _KEY, at))
        completed = [p.stage for p in queries.pairings(session, _KEY)].count(Stage.COMPLETED)

    told = [[n for t in r.tables.values() for w in t.ways.values() for n in w.values()] for r in reports]
    assert completed > 10
    assert len({report.number for report in reports}) > 3
    assert {n for numbers in told for n in numbers if n is not None and n % 5} == set()
