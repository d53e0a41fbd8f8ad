"""When an application moves by itself: its form is judged by what is known of it, or patience is over."""

from collections.abc import Callable
from datetime import datetime

from domain.application.application import Application
from domain.application.rules import MANAGER, Silence
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage

Ready = Callable[[Application], datetime | None]
Verdict = tuple[ApplicationStage, ApplicationEndReason | None]


def enter(
    application: Application,
    stage: ApplicationStage,
    now: datetime,
    reason: ApplicationEndReason | None = None,
) -> Application:
    """The application in this stage from now on."""
    if application.stage is stage:
        return application
    entered = application.replace(stage=stage, since=now, reason=reason)
    if not stage.is_open:
        before = application.stage if application.is_open else application.before
        entered = entered.replace(before=before, farewells=application.farewells + 1)
    return entered.with_outcome(OutcomeKind.STAGE, now, about=stage.value)


def nobody_answered(application: Application) -> datetime | None:
    """A form that came in time may be brought in some days later."""
    return application.after(application.asked_until, application.rules.patience.notice)


def manager_silent(taken_as: Silence) -> Ready:
    """Ready when the line manager's time is over, where the programme takes silence so."""

    def ready(application: Application) -> datetime | None:
        return application.silence_ends if application.rules.manager_silence == taken_as else None

    return ready


def take_as_support(application: Application, now: datetime) -> Application:
    confirmed = application.replace(confirmed=application.confirmed | {MANAGER})
    return confirmed.with_outcome(OutcomeKind.CONFIRMED, now, about=MANAGER)


def judged(stage: ApplicationStage, reason: ApplicationEndReason | None = None) -> Ready:
    """Ready when the form has arrived, belongs there, and this has not been noted yet."""

    def ready(application: Application) -> datetime | None:
        if _verdict(application) != (stage, reason):
            return None
        noted = application.stage is stage and application == note_judgement(application, application.since)
        return None if noted else application.received

    return ready


def note_judgement(application: Application, now: datetime) -> Application:
    noted = application.replace(judged=application.judged or now)
    match _verdict(application)[0]:
        case ApplicationStage.INCOMPLETE:
            return noted.replace(has_waited=True)
        case ApplicationStage.CHECKING:
            since = application.checking_since or now
            return noted.replace(has_waited=True, checking_since=since)
    return noted


def _verdict(application: Application) -> Verdict:
    """Where it belongs by what is known of it: closed to it, incomplete, being checked or in order."""
    if application.is_late and not application.judged:
        keep = application.rules.late == "next_cohort"
        return ApplicationStage.CARRIED if keep else ApplicationStage.DECLINED, ApplicationEndReason.LATE
    if not application.eligible:
        return ApplicationStage.DECLINED, ApplicationEndReason.BELOW_GRADE
    if application.missing:
        return ApplicationStage.INCOMPLETE, None
    return ApplicationStage.CHECKING if application.outstanding else ApplicationStage.IN_ORDER, None
