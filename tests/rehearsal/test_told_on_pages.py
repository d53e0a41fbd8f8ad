"""What the demo's people say is said on their pages; a coordinator types who came, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import Stage, Wave
from domain.pairing.events import Answer, Attend, ChooseSitting
from domain.programme.rules import Rules
from domain.programme.timetable import rules_of
from rehearsal.pair_personas import TimedEvent
from rehearsal.rehearse import simulate_cohort
from rehearsal.scripts import FateScript
from rehearsal.store import memory
from rehearsal.visits.answers import answer_for
from storage import queries
from tests.every import every
from tests.factories import programme

pytestmark = pytest.mark.unit
_PAIRS = 12


def _told(rules: Rules) -> Iterator[TimedEvent]:
    for number in range(_PAIRS):
        yield from FateScript().happenings(rules, f"spring-{number:02}", number)


def _typed(event: Any, rules: Rules) -> bool:
    return answer_for(event, rules.zone) is None


@every("key", ["bristol-2021", "city-2021", "exco-2020", "south-west-2022"])
def test_a_coordinator_types_who_came_to_an_event_and_nothing_else(key: str) -> None:
    rules = rules_of(programme(key))
    typed = [told for told in _told(rules) if _typed(told.event, rules)]

    assert {type(told.event) for told in typed} == {Attend}
    assert len({(told.event.gathering, told.at) for told in typed}) <= 1.5 * _PAIRS


@every("key", ["bristol-2021", "city-2021", "exco-2020"])
def test_nobody_answers_the_questions_before_when_they_are_closed(key: str) -> None:
    rules = rules_of(programme(key))
    gates = (*rules.gates(Stage.INDUCTION), *rules.gates(Stage.TRAINING))
    first = min(gathering.sittings[0].starts for gathering in gates)

    before = [
        told.at for told in _told(rules) if isinstance(told.event, Answer) and told.event.wave is Wave.BEFORE
    ]
    assert before
    assert max(before) < first


def test_each_chooses_an_interview_of_their_own_before_the_first() -> None:
    rules = rules_of(programme("city-2021"))
    chosen = [told for told in _told(rules) if isinstance(told.event, ChooseSitting)]

    times = [(told.event.gathering, told.event.sitting) for told in chosen]
    assert len(set(times)) == len(times)
    assert {key for key, _ in times} == {"mentor-interview", "leader-interview"}
    for told in chosen:
        assert told.at < rules.gathering(told.event.gathering).sittings[0].starts


@pytest.mark.slow
@every("key", ["bristol-2021", "city-2021", "exco-2020"])
def test_half_a_year_on_nobody_answers_before_they_are_asked_nor_when_it_is_over(key: str) -> None:
    with memory() as session:
        simulate_cohort(session, programme(key), FateScript())
        completed = {p.id: p.since for p in queries.pairings(session, key) if p.stage is Stage.COMPLETED}
        answers = {
            pairing: [
                o.at
                for o in queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing))
                if _is_later(o)
            ]
            for pairing in completed
        }

    follow_up = timedelta(days=rules_of(programme(key)).patience.follow_up)
    late = [at - completed[pairing] - follow_up for pairing, all_ in answers.items() for at in all_]
    assert late
    assert timedelta(days=-1) < min(late)  # asked on a morning, completed at some hour
    assert max(late) <= timedelta(days=28)


def _is_later(outcome: Outcome) -> bool:
    return (outcome.kind, outcome.about) == (OutcomeKind.ANSWERED, Wave.LATER)
