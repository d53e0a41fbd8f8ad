"""Changing a date of a cohort that runs: in the store, where places stand too, and in its workflow.

The store comes first, so that whoever begins meanwhile begins with the new date. If the workflow refuses,
the store is put back as it was (`services/relay.py`). If the command is cut off in between, a worker does
the rest.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from temporalio.client import Client

from cli.cohorts.telling import check_open, say_how_it_stands
from cli.doors import ask, relaying, store
from cli.output import local, say
from domain.clock import format_date
from domain.cohort.calendar import calendar_of
from domain.cohort.events import CloseApplications, CohortUpdate, ExtendApplications
from domain.entity.entity import EntityKind
from domain.enums import CohortStage
from domain.pairing.events import AddSitting, Reschedule
from domain.programme.dates import Changed, Slot, closed, extended, held_once_more, moved
from domain.programme.programme import Programme
from domain.programme.rules import Sitting
from domain.programme.timetable import rules_of
from storage import cohorts, messages
from storage.messages import Message
from storage.views import CohortView


class Change(NamedTuple):
    programme: Programme
    """As it will be."""
    event: CohortUpdate
    """What the cohort is told."""


Changing = Callable[[CohortView], Change]


class Which(NamedTuple):
    """Which sitting of a gathering is meant: by its key, by its day, or the only one there is."""

    sitting: str | None = None
    on: date | None = None


def close_applications(key: str, now: datetime) -> None:
    """Applications close now. Closing them again harms nothing. Raises Refused, NotFound, Unreachable."""

    def closing(cohort: CohortView) -> Change:
        before_closing = cohort.stage in (CohortStage.ANNOUNCED, CohortStage.OPEN)
        today = now.astimezone(cohort.programme.zone).date()
        programme = closed(cohort.programme, today) if before_closing else cohort.programme
        return Change(programme, CloseApplications())

    _change(key, closing)
    say_how_it_stands(key)


def extend(key: str, closes: date, now: datetime) -> None:
    """This day becomes the last for applications. Raises Refused, NotFound, Unreachable."""

    def extending(cohort: CohortView) -> Change:
        programme = extended(cohort.programme, closes, now)
        last = calendar_of(programme).closes
        assert last
        return Change(programme, ExtendApplications(closes=last))

    _change(key, extending)
    say(f"Applications close at the end of {format_date(closes)}.")
    say_how_it_stands(key)


def reschedule(key: str, gathering: str, to: Slot, which: Which, place: str | None, now: datetime) -> None:
    """A sitting moves. Raises Refused, BadInput, NotFound, Unreachable."""

    def rescheduling(cohort: CohortView) -> Change:
        after = moved(cohort.programme, gathering, to, now, which.sitting, which.on, place)
        sitting = _sitting(after, gathering)
        event = Reschedule(gathering=gathering, sitting=sitting.key, starts=sitting.starts, ends=sitting.ends)
        return Change(after.programme, event)

    before, change = _change(key, rescheduling)
    _say_date(change, gathering)
    if rules_of(before.programme) == rules_of(change.programme):
        say("It was so already; whoever has not heard of it is told. Later letters name a new place.")
    else:
        say("Everybody it concerns is told, and their calendars follow.")


def add_sitting(key: str, gathering: str, slot: Slot, place: str | None, now: datetime) -> None:
    """A gathering is held once more. Raises Refused, BadInput, NotFound, Unreachable."""

    def adding(cohort: CohortView) -> Change:
        after = held_once_more(cohort.programme, gathering, slot, now, place)
        sitting = _sitting(after, gathering)
        event = AddSitting(gathering=gathering, sitting=sitting.key, starts=sitting.starts, ends=sitting.ends)
        return Change(after.programme, event)

    _, change = _change(key, adding)
    _say_date(change, gathering)
    say("It is offered to whoever has not attended yet.")


def _change(key: str, changing: Changing) -> tuple[CohortView, Change]:
    """The cohort as it was, and the change."""
    with store() as session:
        _changed(cohorts.to_change(session, key), changing)  # refused at once, without a server

    async def asking(client: Client) -> tuple[CohortView, Change]:
        before, change, message = _write_down(key, changing)
        with relaying(client) as relay:
            await relay.update(message)
        return before, change

    return ask(asking)


def _changed(cohort: CohortView, changing: Changing) -> Change:
    check_open(cohort)
    return changing(cohort)


def _write_down(key: str, changing: Changing) -> tuple[CohortView, Change, Message]:
    with store() as session:
        cohort = cohorts.to_change(session, key)
        change = _changed(cohort, changing)
        cohorts.change_programme(session, key, change.programme)
        now, undo = datetime.now(UTC), (cohort.programme, change.programme)
        message = messages.update(session, EntityKind.COHORT.workflow_id(key), change.event, now, undo)
    return cohort, change, message


def _sitting(replace: Changed, gathering: str) -> Sitting:
    """Its moments."""
    return rules_of(replace.programme).gathering(gathering).sitting(replace.sitting)


def _say_date(change: Change, gathering: str) -> None:
    event, zone, plan = change.event, change.programme.zone, change.programme.gathering(gathering)
    assert isinstance(event, Reschedule | AddSitting)
    place = dict(zip(plan.sitting_keys, plan.sittings, strict=True))[event.sitting].where
    hours = f"{local(event.starts, zone)} to {event.ends.astimezone(zone):%H:%M}"
    say(f"{plan.title} ({gathering} {event.sitting}): {hours}{', ' + place if place else ''}.")
