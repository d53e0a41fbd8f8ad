"""Cancelling a gathering for a whole cohort, or some of its dates."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.enums import ApplicationStage
from domain.pairing.events import CancelSittings
from domain.programme.cancelling import Cancelled, cancelled
from domain.programme.dates import AS_IT_IS, Place, Slot
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.timetable import rules_of
from services.cohorts.changes import Change, change, check_open
from services.context import Context
from services.pairing_lookup import both_names
from services.unusual_dates import remark_on_slot
from storage import applications, queries, statistics
from storage.views import CohortView


class Cancellation(NamedTuple):
    """What is to be cancelled, and what becomes of those who wait for it."""

    gathering: str
    sitting: str | None = None
    """The key of one date; None: all that are to come."""
    opens: bool = False
    """Whether everybody goes on without it."""
    instead: Slot | None = None
    place: Place = AS_IT_IS
    """Of the date that is held instead."""


class CancelledGathering(NamedTuple):
    plan: GatheringPlan
    """As it is without these dates."""
    dates: Sequence[SittingDate]
    """Those that are cancelled."""
    instead: SittingDate | None
    remark: str | None
    """What is unusual about its time."""
    names: Sequence[str]
    """Whom it concerns: pairs that wait for it or are invited, or who has signed up for it."""


def plan_cancellation(context: Context, key: str, wanted: Cancellation) -> CancelledGathering:
    """What `cancel_gathering` would do. Raises Refused or BadInput with a sentence, NotFound."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        check_open(cohort)
        return _described(session, cohort, wanted, _cancelled(cohort, wanted, context.clock()))


async def cancel_gathering(context: Context, key: str, wanted: Cancellation) -> CancelledGathering:
    """Cancel it for everybody: invitations are withdrawn or moved, and reminders stop. Doing it twice changes
    nothing more. Raises the same, and Unreachable."""

    def cancelling(cohort: CohortView) -> Change:
        done = _cancelled(cohort, wanted, context.clock())
        return Change(done.programme, _event(wanted, done))

    planned = plan_cancellation(context, key, wanted)
    await change(context, key, cancelling)
    return planned


def _cancelled(cohort: CohortView, wanted: Cancellation, now: datetime) -> Cancelled:
    return cancelled(cohort.programme, wanted.gathering, now, *wanted[1:])


def _event(wanted: Cancellation, done: Cancelled) -> CancelSittings:
    rules = rules_of(done.programme).gathering(wanted.gathering)
    return CancelSittings(
        gathering=wanted.gathering,
        sittings=tuple(str(date.key) for date in done.sittings),
        opens=wanted.opens,
        instead=rules.sitting(done.instead) if done.instead else None,
    )


def _described(
    session: Session, cohort: CohortView, wanted: Cancellation, done: Cancelled
) -> CancelledGathering:
    plan = done.programme.gathering(wanted.gathering)
    names = _pairs(session, cohort, plan) if plan.kind.stage else _applicants(session, cohort, plan, done)
    remark = remark_on_slot(wanted.instead, cohort.programme.zone) if wanted.instead else None
    return CancelledGathering(plan, done.sittings, plan.sitting(done.instead), remark, tuple(names))


def _pairs(session: Session, cohort: CohortView, plan: GatheringPlan) -> Iterator[str]:
    attended = statistics.attended(session, cohort.key, plan.key)
    for pairing in queries.pairings(session, cohort.key):
        if pairing.stage.is_open and any((pairing.id, role) not in attended for role in plan.roles):
            yield f"{both_names(pairing)}, {pairing.id}"


def _applicants(session: Session, cohort: CohortView, plan: GatheringPlan, done: Cancelled) -> Iterator[str]:
    dates = {f"{plan.key}:{date.key}" for date in done.sittings}
    stages = [stage for stage in ApplicationStage if stage.is_open]
    for view in applications.applications(session, cohort.key, stages):
        if not dates.isdisjoint(view.signed_up):
            yield f"{view.application.name}, {view.id}"
