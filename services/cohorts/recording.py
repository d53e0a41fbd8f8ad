"""Many facts about a cohort's pairs and applicants at once, from a coordinator's list: validated whole, then
told one by one, each as its own command tells it. The same list twice records once.
"""

from collections import Counter
from collections.abc import Awaitable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.errors import BadInput, NotFound, Refused
from domain.letter.letter import LetterName
from domain.pairing.facts import Fact
from importing.dates import DayOrder
from importing.facts import FactRow, FactsFile, read_facts
from importing.table import Problem
from services import pairings
from services.applications import updates
from services.cohorts.applicant_facts import FactToTell, ValidatedApplicants, validate_applicant_facts
from services.cohorts.applicant_lookup import FactOfApplicant, fact_of_applicant, named_applications
from services.cohorts.changes import check_open
from services.cohorts.pairing_facts import FactOfPair, ValidatedFact, ValidatedFacts, validate_pairing_facts
from services.cohorts.partner_lookup import named_partners
from services.concurrency import gather_limited
from services.context import Context
from storage import applications, queries
from storage.views import ApplicationView, CohortView, PairingView

_AT_A_TIME = 20


class ValidatedRecordFile(NamedTuple):
    facts: ValidatedFacts
    applicants: ValidatedApplicants
    empty: int
    """How many rows say nothing."""
    notes: Sequence[str]

    @property
    def known(self) -> int:
        """How many rows say what is known already."""
        return self.facts.known + self.applicants.known

    @property
    def letters(self) -> Counter[LetterName]:
        """What is written today because of it, or would be anyway."""
        return self.facts.letters + self.applicants.letters


class _Named(NamedTuple):
    of_pairs: list[FactOfPair]
    of_applicants: list[FactOfApplicant]
    problems: list[tuple[int, str]]


def validate_file(
    context: Context,
    cohort: str,
    file: Path,
    sheet: str | None = None,
    order: DayOrder | None = None,
    encoding: str | None = None,
) -> ValidatedRecordFile:
    """What telling the facts of this file would do. `sheet`: of a workbook; `order`: of day and month in its
    dates, where nothing in them says so; `encoding`: of a text, where the best guess is not right.

    Raises BadInput with every problem in it, each with its row; NotFound, Refused.
    """
    with context.store() as session:
        view = queries.cohort(session, cohort)
    check_open(view)
    today = context.clock().astimezone(view.programme.zone).date()
    found = read_facts(file, sheet, today, order, encoding)
    with context.store() as session:
        named = _named(session, found, view)
        validated, refused = validate_pairing_facts(session, named.of_pairs, context.clock())
        heard, declined = validate_applicant_facts(session, view, named.of_applicants, context.clock())
    wrong = [*named.problems, *refused, *declined]
    _refuse(file, found, [Problem(row=row, column=None, sentence=sentence) for row, sentence in wrong])
    return ValidatedRecordFile(validated, heard, found.empty, found.notes)


def _refuse(file: Path, found: FactsFile, problems: Sequence[Problem]) -> None:
    """Raises BadInput if anything is wrong with the file."""
    in_order = sorted([*found.problems, *problems], key=lambda problem: problem.row)
    if not in_order:
        return
    problem = BadInput(*(f"{file.name}, {problem}" for problem in in_order))
    for note in found.notes:
        problem.add_note(note)
    raise problem


def _named(session: Session, found: FactsFile, cohort: CohortView) -> _Named:
    pairs = queries.pairings(session, cohort.key)
    applied = applications.applications(session, cohort.key)
    named = _Named([], [], [])
    for row in found.rows:
        try:
            _name(row, cohort, pairs, applied, named)
        except BadInput as problem:
            named.problems.append((row.row, str(problem)))
    return named


def _name(
    row: FactRow,
    cohort: CohortView,
    pairs: Sequence[PairingView],
    applied: Sequence[ApplicationView],
    named: _Named,
) -> None:
    fact = fact_of_applicant(row, cohort.programme, [pair for pair in pairs if pair.stage.is_open])
    if fact:
        named.of_applicants.append(named_applications(row, fact, applied))
    else:
        assert isinstance(row.fact, Fact)
        meant = named_partners(row, pairs, cohort.programme)
        named.of_pairs.append(FactOfPair(row.row, row.fact, meant))


class RecordedFacts(NamedTuple):
    pairings: Sequence[PairingView]
    """Which were told, as they were before."""
    applications: Sequence[ApplicationView]
    """The same."""
    refused: Sequence[str]
    """A sentence for each fact that was refused after all, because something else was told meanwhile."""


async def record_facts(context: Context, file: ValidatedRecordFile) -> RecordedFacts:
    """Tell what has been validated. Raises Unreachable; telling the file again goes on from there."""
    of_pairings = groupby(file.facts.to_tell, key=lambda fact: fact.pairing)
    of_applications = groupby(file.applicants.to_tell, key=lambda fact: fact.found.view.id)
    told: list[Sequence[ValidatedFact | FactToTell]] = [
        *(list(some) for _, some in of_applications),
        *(list(some) for _, some in of_pairings),
    ]

    async def tell(some: Sequence[ValidatedFact | FactToTell]) -> list[str]:
        said = [await _tell(context, fact) for fact in some]
        return [sentence for sentence in said if sentence]

    said = await gather_limited(_AT_A_TIME, tell, told)
    refused = [sentence for sentences in said for sentence in sentences]
    return RecordedFacts(file.facts.concerned, file.applicants.concerned, refused)


async def _tell(context: Context, fact: ValidatedFact | FactToTell) -> str | None:
    """A sentence if it is refused."""
    told: Awaitable[object]
    if isinstance(fact, ValidatedFact):
        which, told = fact.pairing, pairings.tell(context, fact.pairing, fact.event)
    else:
        which, told = fact.found.view.id, updates.update(context, fact.found, fact.event, fact.news)
    try:
        await told
    except (Refused, NotFound) as refusal:
        return f"row {fact.row}: {which}: {refusal}"
    return None
