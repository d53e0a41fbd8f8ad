"""What an event does to an application that has come out of the running: it may be taken up again until the
cohort is over, and whoever is carried over may be taken off the list at any time."""

from datetime import datetime

from domain.application import dates, events
from domain.application.application import Application
from domain.application.end_corrections import put_end_right
from domain.application.moves import enter
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.errors import Refused
from domain.suggestion import suggest


def _again(application: Application, now: datetime) -> Application:
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
        # The line manager's time begins again, with a letter of its own: the one before may never have gone.
        again = again.replace(managers=application.managers + 1, checking_since=now, asked_to_talk=None)
    return again.with_outcome(OutcomeKind.REOPENED, now)


def nothing_more(application: Application) -> str:
    """Why nothing can be recorded for an application that is out of the running."""
    if application.is_over or application.cohort_over:
        return f"This application is {application.stage.value}; nothing more can be recorded for it."
    again = suggest("application reopen")
    return f"This application is {application.stage.value}. Take it up again first: {again}"


def reopen(event: events.Reopen, application: Application, now: datetime) -> Application:
    _check_cohort_goes_on(application)
    return _again(application, now)


def is_in_the_running(_: events.Reopen, application: Application) -> bool:
    return application.is_open


def _check_cohort_goes_on(application: Application) -> None:
    if application.cohort_over:
        raise Refused("The cohort is over, so this application cannot be taken up again.")


def confirm(event: events.Confirm, application: Application, now: datetime) -> Application:
    """Who was said not to meet a condition meets it after all."""
    if not event.met or event.condition not in application.not_met:
        raise Refused(nothing_more(application))
    _check_cohort_goes_on(application)
    again = _again(application, now)
    met = again.replace(confirmed=again.confirmed | {event.condition})
    return met.with_outcome(OutcomeKind.CONFIRMED, now, about=event.condition)


def placed(event: events.Placed, application: Application, now: datetime) -> Application:
    """The pairing began before it was known that this person is out of the running; or it had ended by
    mistake, and this person is out of the running for that alone."""
    if event.pairing in application.pairings:
        return application
    placed = application.replace(pairings=application.pairings | {event.pairing}, was_paired=True)
    if event.again and application.before is ApplicationStage.PAIRED:
        placed = placed.with_outcome(OutcomeKind.PLACED, now, about=event.pairing)
        return put_end_right(application, enter(placed, ApplicationStage.PAIRED, now), now)
    return placed


def freed(event: events.Freed, application: Application, now: datetime) -> Application:
    if event.pairing not in application.pairings:
        return application
    return application.replace(pairings=application.pairings - {event.pairing})


def extend(event: events.ExtendDeadline, application: Application, now: datetime) -> Application:
    """Who came too late, and does so no longer, is in the running again."""
    extended = dates.extend(event, application, now)
    if application.reason is ApplicationEndReason.LATE and not extended.is_late and not extended.cohort_over:
        return _again(extended, now)
    return extended


def close(event: events.Close, application: Application, now: datetime) -> Application:
    if application.cohort_over:
        return application
    return application.replace(cohort_over=True).with_outcome(OutcomeKind.COHORT_OVER, now)


def offered_on(event: events.OfferedInNextCohort, application: Application, now: datetime) -> Application:
    return application.replace(offered_in_next_cohort=True).with_outcome(OutcomeKind.OFFERED_ON, now)
