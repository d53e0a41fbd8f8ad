"""Dates of the cohort that move, for an application in the running or out of it."""

from datetime import datetime

from domain.application.application import Application
from domain.application.events import ExtendDeadline
from domain.application.rules import without_condition
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
    moved = application.replace(rules=rules, seats=seats_after(event, application.seats))
    kind = kind_of(event, application.rules)
    return moved.with_outcome(kind, now, about=event.gathering, starts=starts_of(event))
