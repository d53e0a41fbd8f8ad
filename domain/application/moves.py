"""What becomes of an application by itself: from what is known of it to the stage it is in."""

from datetime import datetime

from domain.application.application import Application
from domain.application.rules import MANAGER
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage

_WAITS_FOR_ANSWER = (ApplicationStage.OFFERED, ApplicationStage.INVITED)
_JUDGED = (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING, ApplicationStage.IN_ORDER)


def next_move_at(application: Application) -> datetime | None:
    """When it will move by itself next, if nothing happens."""
    if application.stage in _WAITS_FOR_ANSWER:
        # A form that came in time may be brought in some days later.
        return application.after(application.asked_until, application.rules.patience.notice)
    if application.stage in _JUDGED and not application.judged:
        return application.received
    if application.stage is ApplicationStage.CHECKING and application.rules.manager_silence != "coordinator":
        return application.silence_ends
    return None


def next_move_says(application: Application) -> str:
    """What that move is; continues the sentence "By itself it ..."."""
    if application.stage in _WAITS_FOR_ANSWER:
        return "takes the application off the list"
    if application.stage is ApplicationStage.CHECKING and application.judged:
        supported = application.rules.manager_silence == "supported"
        return "takes the line manager's silence for support" if supported else "declines the application"
    return "judges the form"


def advance(application: Application, now: datetime) -> Application:
    """Make every move that is ready by now."""
    at = next_move_at(application)
    if at is not None and at <= now:
        application = _by_itself(application, now)
    if application.stage in _JUDGED and application.received and application.received <= now:
        return _judged(application, now)
    return application


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


def _by_itself(application: Application, now: datetime) -> Application:
    if application.stage in _WAITS_FOR_ANSWER:
        return enter(application, ApplicationStage.WITHDRAWN, now, ApplicationEndReason.NO_ANSWER)
    if application.stage is ApplicationStage.CHECKING:
        if application.rules.manager_silence == "supported":
            confirmed = application.replace(confirmed=application.confirmed | {MANAGER})
            return confirmed.with_outcome(OutcomeKind.CONFIRMED, now, about=MANAGER)
        return enter(application, ApplicationStage.DECLINED, now, ApplicationEndReason.MANAGER_SILENT)
    return application


def _judged(application: Application, now: datetime) -> Application:
    """Where it belongs by what is known of it: closed to it, incomplete, being checked or in order."""
    if application.is_late and not application.judged:
        keep = application.rules.late == "next_cohort"
        stage = ApplicationStage.CARRIED if keep else ApplicationStage.DECLINED
        return enter(application.replace(judged=now), stage, now, ApplicationEndReason.LATE)
    application = application.replace(judged=application.judged or now)
    if not application.eligible:
        return enter(application, ApplicationStage.DECLINED, now, ApplicationEndReason.BELOW_GRADE)
    if application.missing:
        return enter(application.replace(has_waited=True), ApplicationStage.INCOMPLETE, now)
    if application.outstanding:
        since = application.checking_since or now
        return enter(
            application.replace(has_waited=True, checking_since=since), ApplicationStage.CHECKING, now
        )
    return enter(application, ApplicationStage.IN_ORDER, now)
