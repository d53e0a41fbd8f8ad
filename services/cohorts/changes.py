"""Closing a cohort's applications, now or on another day, ending it, and how any date of it changes.

The store comes first, where places stand too, so that whoever begins meanwhile begins with the new date. If
the workflow refuses, the store is put back as it was (`services/relay.py`).
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.cohort.events import CloseApplications, CohortUpdate, EndCohort, ExtendApplications
from domain.entity.entity import EntityKind
from domain.enums import CohortStage
from domain.errors import Refused
from domain.programme.dates import closed, extended
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of
from services.context import Context
from services.writes import write_and_update
from storage import cohorts, messages, queries
from storage.messages import Message
from storage.views import CohortView


class Change(NamedTuple):
    programme: Programme
    """As it will be."""
    event: CohortUpdate
    """What the cohort is told."""


Changing = Callable[[CohortView], Change]


def check_open(cohort: CohortView) -> None:
    """Raises Refused if the cohort is over: nobody hears it any more."""
    if not cohort.stage.is_open:
        raise Refused(f"Cohort {cohort.key} has ended; nothing more can be changed in it.")


async def close_applications(context: Context, key: str) -> CohortView:
    """Applications close now; how the cohort stands then. Closing them again harms nothing. Like all that
    follows, raises Refused, NotFound, or Unreachable."""

    def closing(cohort: CohortView) -> Change:
        before_closing = cohort.stage in (CohortStage.ANNOUNCED, CohortStage.OPEN)
        today = context.clock().astimezone(cohort.programme.zone).date()
        programme = closed(cohort.programme, today) if before_closing else cohort.programme
        return Change(programme, CloseApplications())

    await change(context, key, closing)
    return _cohort(context, key)


async def extend(context: Context, key: str, closes: date) -> CohortView:
    """This day becomes the last for applications; how the cohort stands then."""

    def extending(cohort: CohortView) -> Change:
        programme = extended(cohort.programme, closes, context.clock())
        last = calendar_of(programme).closes
        assert last
        return Change(programme, ExtendApplications(closes=last))

    await change(context, key, extending)
    return _cohort(context, key)


async def end(context: Context, key: str) -> CohortView:
    """End it; how it stands then. Refused if pairings are open. Ending it again harms nothing."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        event = context.signed(session, EndCohort(open=cohorts.count_open(session, key)))
    if cohort.stage.is_open:
        from temporal.client import Cohorts

        relay = await context.relay()  # what it is still to be told comes first
        await relay.tell_all([EntityKind.COHORT.workflow_id(key)])
        await Cohorts(await context.client()).update(key, event)
    return _cohort(context, key)


async def change(context: Context, key: str, changing: Changing) -> tuple[CohortView, Change]:
    """Change the cohort's programme and tell its workflow; the cohort as it was, and the change."""
    with context.store() as session:
        _changed(session, key, changing)  # refused at once, without a server

    def write(session: Session) -> tuple[tuple[CohortView, Change], Message]:
        cohort, change = _changed(session, key, changing)
        cohorts.change_programme(session, key, change.programme)
        event, undo = context.signed(session, change.event), (cohort.programme, change.programme)
        workflow_id = EntityKind.COHORT.workflow_id(key)
        return (cohort, change), messages.update(session, workflow_id, event, context.clock(), undo)

    done, _ = await write_and_update(context, write)
    return done


def _changed(session: Session, key: str, changing: Changing) -> tuple[CohortView, Change]:
    cohort = cohorts.to_change(session, key)
    check_open(cohort)
    return cohort, changing(cohort)


def _cohort(context: Context, key: str) -> CohortView:
    """As last recorded. Raises NotFound."""
    with context.store() as session:
        return queries.cohort(session, key)
