"""What becomes of an application by itself: from what is known of it to the stage it is in."""

from datetime import datetime

from domain.admission.admission import Admission
from domain.admission.rules import MANAGER
from domain.outcomes import OutcomeKind
from domain.words import ApplicationStage, Reason

_WAITS_FOR_ANSWER = (ApplicationStage.OFFERED, ApplicationStage.INVITED)
_JUDGED = (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING, ApplicationStage.IN_ORDER)


def next_move_at(admission: Admission) -> datetime | None:
    """When it will move by itself next, if nothing happens."""
    if admission.stage in _WAITS_FOR_ANSWER:
        # A form that came in time may be brought in some days later.
        return admission.after(admission.asked_until, admission.rules.patience.notice)
    if admission.stage in _JUDGED and not admission.judged:
        return admission.received
    if admission.stage is ApplicationStage.CHECKING and admission.rules.manager_silence != "coordinator":
        return admission.silence_ends
    return None


def next_move_says(admission: Admission) -> str:
    """What that move is; continues the sentence "By itself it ..."."""
    if admission.stage in _WAITS_FOR_ANSWER:
        return "takes the application off the list"
    if admission.stage is ApplicationStage.CHECKING and admission.judged:
        supported = admission.rules.manager_silence == "supported"
        return "takes the line manager's silence for support" if supported else "declines the application"
    return "judges the form"


def advance(admission: Admission, now: datetime) -> Admission:
    """Make every move that is ready by now."""
    at = next_move_at(admission)
    if at is not None and at <= now:
        admission = _by_itself(admission, now)
    if admission.stage in _JUDGED and admission.received and admission.received <= now:
        return _judged(admission, now)
    return admission


def enter(
    admission: Admission, stage: ApplicationStage, now: datetime, reason: Reason | None = None
) -> Admission:
    """The application in this stage from now on."""
    if admission.stage is stage:
        return admission
    entered = admission.changed(stage=stage, since=now, reason=reason)
    if not stage.is_open:
        before = admission.stage if admission.is_open else admission.before
        entered = entered.changed(before=before, farewells=admission.farewells + 1)
    return entered.telling(OutcomeKind.STAGE, now, about=stage.value)


def _by_itself(admission: Admission, now: datetime) -> Admission:
    if admission.stage in _WAITS_FOR_ANSWER:
        return enter(admission, ApplicationStage.WITHDRAWN, now, Reason.NO_ANSWER)
    if admission.stage is ApplicationStage.CHECKING:
        if admission.rules.manager_silence == "supported":
            confirmed = admission.changed(confirmed=admission.confirmed | {MANAGER})
            return confirmed.telling(OutcomeKind.CONFIRMED, now, about=MANAGER)
        return enter(admission, ApplicationStage.DECLINED, now, Reason.MANAGER_SILENT)
    return admission


def _judged(admission: Admission, now: datetime) -> Admission:
    """Where it belongs by what is known of it: closed to it, incomplete, being checked or in order."""
    if admission.is_late and not admission.judged:
        keep = admission.rules.late == "next_cohort"
        stage = ApplicationStage.CARRIED if keep else ApplicationStage.DECLINED
        return enter(admission.changed(judged=now), stage, now, Reason.LATE)
    admission = admission.changed(judged=admission.judged or now)
    if not admission.eligible:
        return enter(admission, ApplicationStage.DECLINED, now, Reason.BELOW_GRADE)
    if admission.missing:
        return enter(admission.changed(has_waited=True), ApplicationStage.INCOMPLETE, now)
    if admission.outstanding:
        since = admission.checking_since or now
        return enter(admission.changed(has_waited=True, checking_since=since), ApplicationStage.CHECKING, now)
    return enter(admission, ApplicationStage.IN_ORDER, now)
