"""How a cohort stands, and what has happened in it, read from the store."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from services.context import Context
from services.reports.calendar import Date, calendar_of, now_in
from services.reports.figures import Figures, figures_of
from storage import applications, drafts, people, queries
from storage.views import ApplicationView, CohortView, LetterView, PairingView

Approvals = Sequence[tuple[str, datetime]]
"""Who has approved a draft, and when."""


class CohortStatus(NamedTuple):
    cohort: CohortView
    pairings: Sequence[PairingView]
    waiting: Sequence[ApplicationView]
    """The applications that are on the coordinator's list."""
    figures: Figures
    approvals: Approvals
    letters: Mapping[str, int]
    """How many letters there are in each state."""
    letters_each: Mapping[str, int]
    """How many there are about each pairing, by its id."""


class CohortHistory(NamedTuple):
    """A cohort with its dates and everything that has been recorded about it."""

    cohort: CohortView
    calendar: Sequence[Date]
    outcomes: Sequence[Outcome]
    letters: Sequence[LetterView]
    approvals: Approvals
    actors: Mapping[str, str]
    """The names of those who did something, by their ids."""


def status(context: Context, key: str) -> CohortStatus:
    """Raises NotFound if there is no such cohort."""
    with context.store() as session:
        cohort, pairings = queries.cohort(session, key), queries.pairings(session, cohort=key)
        applied = applications.applications(session, key)
        letters = queries.letters_per_life(session, key)
        return CohortStatus(
            cohort=cohort,
            pairings=pairings,
            waiting=[view for view in applied if view.concerns],
            figures=figures_of(session, cohort, pairings, applied),
            approvals=drafts.approvals(session, key),
            letters=queries.letter_counts(session, key),
            letters_each=Counter({p.id: letters[EntityKind.PAIRING.workflow_id(p.id)] for p in pairings}),
        )


def history(context: Context, key: str) -> CohortHistory:
    """Raises NotFound if there is no such cohort."""
    workflow_id = EntityKind.COHORT.workflow_id(key)
    with context.store() as session:
        cohort, outcomes = queries.cohort(session, key), queries.outcomes(session, workflow_id)
        return CohortHistory(
            cohort,
            calendar_of(cohort.programme, now_in(cohort, context.clock())),
            outcomes,
            queries.letters(session, workflow_id=workflow_id),
            drafts.approvals(session, key),
            people.names_of(session, (outcome.actor for outcome in outcomes)),
        )
