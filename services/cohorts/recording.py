"""Many facts about a cohort's pairs at once, from a coordinator's list: judged whole, then told one by one,
each as its own command tells it. The same list twice records once.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from domain.errors import BadInput, NotFound, Refused
from importing.dates import DayOrder
from importing.facts import FactRow, FactsFile, read_facts
from importing.table import Problem
from services import pairings
from services.cohorts.changes import check_open
from services.cohorts.judging import JudgedFact, JudgedFacts, judge
from services.cohorts.whose import NamedPartners, named_partners
from services.concurrency import gather_limited
from services.context import Context
from storage import queries
from storage.views import CohortView, PairingView

_AT_A_TIME = 20


class JudgedFile(NamedTuple):
    facts: JudgedFacts
    empty: int
    """How many rows say nothing."""
    notes: Sequence[str]


def judge_file(
    context: Context, cohort: str, file: Path, sheet: str | None = None, order: DayOrder | None = None
) -> JudgedFile:
    """What telling the facts of this file would do. `sheet`: of a workbook; `order`: of day and month in its
    dates, where nothing in them says so.

    Raises BadInput with every problem in it, each with its row; NotFound, Refused.
    """
    with context.store() as session:
        view = queries.cohort(session, cohort)
    check_open(view)
    found = read_facts(file, sheet, context.clock().astimezone(view.programme.zone).date(), order)
    with context.store() as session:
        named, problems = _named(found, view, queries.pairings(session, view.key))
        judged, refused = judge(session, named, context.clock())
    problems += [Problem(row=row, column=None, sentence=sentence) for row, sentence in refused]
    if problems:
        in_order = sorted(problems, key=lambda problem: problem.row)
        problem = BadInput(*(f"{file.name}, {problem}" for problem in in_order))
        for note in found.notes:
            problem.add_note(note)
        raise problem
    return JudgedFile(judged, found.empty, found.notes)


def _named(
    found: FactsFile, cohort: CohortView, pairs: Sequence[PairingView]
) -> tuple[list[tuple[FactRow, NamedPartners]], list[Problem]]:
    named, problems = list[tuple[FactRow, NamedPartners]](), list(found.problems)
    for row in found.rows:
        try:
            named.append((row, named_partners(row, pairs, cohort.programme)))
        except BadInput as problem:
            problems.append(Problem(row=row.row, column=None, sentence=str(problem)))
    return named, problems


class RecordedFacts(NamedTuple):
    pairings: Sequence[PairingView]
    """Which were told, as they were before."""
    refused: Sequence[str]
    """A sentence for each fact that was refused after all, because something else was told meanwhile."""


async def record_facts(context: Context, facts: JudgedFacts) -> RecordedFacts:
    """Tell what has been judged. Raises Unreachable; telling the file again goes on from there."""
    of_pairings = [list(some) for _, some in groupby(facts.to_tell, key=lambda fact: fact.pairing)]

    async def tell(some: Sequence[JudgedFact]) -> list[str]:
        said = [await _tell(context, fact) for fact in some]
        return [sentence for sentence in said if sentence]

    said = await gather_limited(_AT_A_TIME, tell, of_pairings)
    return RecordedFacts(facts.concerned, [sentence for sentences in said for sentence in sentences])


async def _tell(context: Context, fact: JudgedFact) -> str | None:
    """A sentence if it is refused."""
    try:
        await pairings.tell(context, fact.pairing, fact.event)
    except (Refused, NotFound) as refusal:
        return f"row {fact.row}: {fact.pairing}: {refusal}"
    return None
