"""What may still happen to an application that has come out of the running: it may be taken up again
until the cohort is over, and whoever is carried over may be taken off the list at any time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.application import events
from domain.application.application import Application
from domain.application.dates import extend, move_gathering
from domain.application.moves import enter
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.errors import Refused
from domain.pairing.events import AddSitting, Reschedule


def reopen(application: Application, now: datetime) -> Application:
    """The application where it stood before, with what spoke against it set aside: that is what the
    coordinator has decided."""
    stage = application.before or ApplicationStage.INCOMPLETE
    if stage is ApplicationStage.PAIRED:
        raise Refused(
            "This person has had a partner in this cohort, and that is over; the next one is open to them."
        )
    if application.pairings:
        stage = ApplicationStage.PAIRED
    again = application.replace(
        stage=stage,
        since=now,
        reason=None,
        reopened=now,
        reopenings=application.reopenings + 1,
        eligible=True,
        not_met=frozenset(),
        judged=application.judged or (application.received and now),
        has_waited=False,
    )
    if stage is ApplicationStage.CHECKING:
        # The line manager's time begins anew, with a letter of its own: the one before may never have gone.
        again = again.replace(managers=application.managers + 1, checking_since=now)
    return again.with_outcome(OutcomeKind.REOPENED, now)


def nothing_more(application: Application) -> str:
    """Why what was told cannot be recorded for an application that is out of the running."""
    if application.is_over or application.cohort_over:
        return f"This application is {application.stage.value}; nothing more can be recorded for it."
    return f"This application is {application.stage.value}. Take it up again first: tandem application reopen"


def _reopen(event: events.Reopen, application: Application, now: datetime) -> Application:
    _check_cohort_goes_on(application)
    return reopen(application, now)


def _check_cohort_goes_on(application: Application) -> None:
    if application.cohort_over:
        raise Refused("The cohort is over, so this application cannot be taken up again.")


def _confirm(event: events.Confirm, application: Application, now: datetime) -> Application:
    """Who was said not to meet a condition meets it after all."""
    mistaken = application.stage is ApplicationStage.DECLINED and event.condition in application.not_met
    if not event.met or not mistaken:
        raise Refused(nothing_more(application))
    _check_cohort_goes_on(application)
    again = reopen(application, now)
    met = again.replace(confirmed=again.confirmed | {event.condition})
    return met.with_outcome(OutcomeKind.CONFIRMED, now, about=event.condition)


def _withdraw(event: events.WithdrawApplication, application: Application, now: datetime) -> Application:
    return enter(application.replace(told_of_ending=False), ApplicationStage.WITHDRAWN, now)


def _placed(event: events.Placed, application: Application, now: datetime) -> Application:
    """The pairing began before it was known that this person is out of the running."""
    if event.pairing in application.pairings:
        return application
    return application.replace(pairings=application.pairings | {event.pairing}, was_paired=True)


def _freed(event: events.Freed, application: Application, now: datetime) -> Application:
    if event.pairing not in application.pairings:
        return application
    return application.replace(pairings=application.pairings - {event.pairing})


def _extend(event: events.ExtendDeadline, application: Application, now: datetime) -> Application:
    """Who came too late, and does so no longer, is in the running again."""
    extended = extend(event, application, now)
    if application.reason is ApplicationEndReason.LATE and not extended.is_late and not extended.cohort_over:
        return reopen(extended, now)
    return extended


def _close(event: events.Close, application: Application, now: datetime) -> Application:
    if application.cohort_over:
        return application
    return application.replace(cohort_over=True).with_outcome(OutcomeKind.COHORT_OVER, now)


def _offered_on(event: events.OfferedInNextCohort, application: Application, now: datetime) -> Application:
    if application.stage is not ApplicationStage.CARRIED:
        return application
    return application.replace(offered_in_next_cohort=True).with_outcome(OutcomeKind.OFFERED_ON, now)


OUT_OF_THE_RUNNING: Mapping[
    type[events.ApplicationEvent], Callable[[Any, Application, datetime], Application]
] = {
    events.Reopen: _reopen,
    events.Confirm: _confirm,
    events.WithdrawApplication: _withdraw,
    events.Placed: _placed,
    events.Freed: _freed,
    events.ExtendDeadline: _extend,
    events.Close: _close,
    events.OfferedInNextCohort: _offered_on,
    Reschedule: move_gathering,
    AddSitting: move_gathering,
}
