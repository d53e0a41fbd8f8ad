"""What may still happen to an application that has come out of the running: it may be taken up again
until the cohort is over, and whoever is carried over may be taken off the list at any time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.admission import events
from domain.admission.admission import Admission
from domain.admission.dates import extend, move_gathering
from domain.admission.moves import enter
from domain.errors import Refused
from domain.events import AddSitting, Reschedule
from domain.outcomes import OutcomeKind
from domain.words import ApplicationStage, Reason


def reopen(admission: Admission, now: datetime) -> Admission:
    """The application where it stood before, with what spoke against it set aside: that is what the
    coordinator has decided."""
    stage = admission.before or ApplicationStage.INCOMPLETE
    if stage is ApplicationStage.PAIRED:
        raise Refused(
            "This person has had a partner in this cohort, and that is over; the next one is open to them."
        )
    if admission.pairings:
        stage = ApplicationStage.PAIRED
    again = admission.changed(
        stage=stage,
        since=now,
        reason=None,
        reopened=now,
        reopenings=admission.reopenings + 1,
        eligible=True,
        not_met=frozenset(),
        judged=admission.judged or (admission.received and now),
        has_waited=False,
    )
    if stage is ApplicationStage.CHECKING:
        # The line manager's time begins anew, with a letter of its own: the one before may never have gone.
        again = again.changed(managers=admission.managers + 1, checking_since=now)
    return again.telling(OutcomeKind.REOPENED, now)


def nothing_more(admission: Admission) -> str:
    """Why what was told cannot be recorded for an application that is out of the running."""
    if admission.is_over or admission.cohort_over:
        return f"This application is {admission.stage.value}; nothing more can be recorded for it."
    return f"This application is {admission.stage.value}. Take it up again first: tandem application reopen"


def _reopen(event: events.Reopen, admission: Admission, now: datetime) -> Admission:
    _check_cohort_goes_on(admission)
    return reopen(admission, now)


def _check_cohort_goes_on(admission: Admission) -> None:
    if admission.cohort_over:
        raise Refused("The cohort is over, so this application cannot be taken up again.")


def _confirm(event: events.Confirm, admission: Admission, now: datetime) -> Admission:
    """Who was said not to meet a condition meets it after all."""
    mistaken = admission.stage is ApplicationStage.DECLINED and event.condition in admission.not_met
    if not event.met or not mistaken:
        raise Refused(nothing_more(admission))
    _check_cohort_goes_on(admission)
    again = reopen(admission, now)
    met = again.changed(confirmed=again.confirmed | {event.condition})
    return met.telling(OutcomeKind.CONFIRMED, now, about=event.condition)


def _withdraw(event: events.Withdraw, admission: Admission, now: datetime) -> Admission:
    return enter(admission.changed(heard_of_it=False), ApplicationStage.WITHDRAWN, now)


def _placed(event: events.Placed, admission: Admission, now: datetime) -> Admission:
    """The pairing began before it was known that this person is out of the running."""
    if event.pairing in admission.pairings:
        return admission
    return admission.changed(pairings=admission.pairings | {event.pairing}, was_paired=True)


def _freed(event: events.Freed, admission: Admission, now: datetime) -> Admission:
    if event.pairing not in admission.pairings:
        return admission
    return admission.changed(pairings=admission.pairings - {event.pairing})


def _extend(event: events.Extend, admission: Admission, now: datetime) -> Admission:
    """Who came too late, and does so no longer, is in the running again."""
    extended = extend(event, admission, now)
    if admission.reason is Reason.LATE and not extended.is_late and not extended.cohort_over:
        return reopen(extended, now)
    return extended


def _close(event: events.Close, admission: Admission, now: datetime) -> Admission:
    if admission.cohort_over:
        return admission
    return admission.changed(cohort_over=True).telling(OutcomeKind.COHORT_OVER, now)


def _offered_on(event: events.OfferedOn, admission: Admission, now: datetime) -> Admission:
    if admission.stage is not ApplicationStage.CARRIED:
        return admission
    return admission.changed(offered_on=True).telling(OutcomeKind.OFFERED_ON, now)


OUT_OF_THE_RUNNING: Mapping[type[events.Event], Callable[[Any, Admission, datetime], Admission]] = {
    events.Reopen: _reopen,
    events.Confirm: _confirm,
    events.Withdraw: _withdraw,
    events.Placed: _placed,
    events.Freed: _freed,
    events.Extend: _extend,
    events.Close: _close,
    events.OfferedOn: _offered_on,
    Reschedule: move_gathering,
    AddSitting: move_gathering,
}
