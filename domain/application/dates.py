"""Dates of the cohort that move, for an application in the running or out of it."""

from collections.abc import Iterator
from datetime import datetime

from domain.application.application import Application, CalledOff
from domain.application.events import ExtendDeadline
from domain.application.rules import ApplicationRules, without_condition
from domain.entity.outcomes import OutcomeKind
from domain.pairing.events import CancelSittings, GatheringEvent
from domain.programme.rescheduling import kind_of, rescheduled, seats_after, starts_of


def extend(event: ExtendDeadline, application: Application, now: datetime) -> Application:
    if application.rules.closes == event.closes:
        return application
    extended = application.replace(rules=application.rules.replace(closes=event.closes))
    return extended.with_outcome(OutcomeKind.EXTENDED, now)


def move_gathering(event: GatheringEvent, application: Application, now: datetime) -> Application:
    if event.gathering not in {g.key for g in application.rules.gatherings}:
        return application  # it comes after the pairing, or is for the other role
    rules = rescheduled(event, application.rules, now)
    if rules == application.rules:
        return application
    if isinstance(event, CancelSittings) and event.opens:
        rules = without_condition(rules, event.gathering)
    moved = application.replace(
        rules=rules,
        seats=seats_after(event, application.seats),
        called_off=(*application.called_off, *_called_off(event, application, rules, now)),
    )
    kind = kind_of(event, application.rules)
    return moved.with_outcome(kind, now, about=event.gathering, starts=starts_of(event))


def _called_off(
    event: GatheringEvent, application: Application, rules: ApplicationRules, now: datetime
) -> Iterator[CalledOff]:
    """For whoever has a seat, it is taken out of the calendar."""
    before = application.rules.gathering(event.gathering)
    was_to_come = any(sitting.starts > now for sitting in before.sittings)
    has_been_there = before.key in application.came_to or application.seat_at(before) is not None
    if was_to_come and not has_been_there and not rules.gathering(before.key).sittings:
        yield CalledOff(gathering=before.key, at=now)
