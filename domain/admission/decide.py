"""What an event does to an application: the next one, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.admission import events
from domain.admission.admission import Admission, Place
from domain.admission.again import OUT_OF_THE_RUNNING, nothing_more
from domain.admission.dates import extend, move_gathering
from domain.admission.moves import advance, enter
from domain.admission.rules import INVITATION, MANAGER
from domain.clock import spoken
from domain.errors import Refused
from domain.events import AddSitting, LetterFailed, Reschedule
from domain.outcomes import OutcomeKind
from domain.words import ApplicationStage, Reason

_BEFORE_A_PARTNER = (
    ApplicationStage.OFFERED,
    ApplicationStage.INVITED,
    ApplicationStage.INCOMPLETE,
    ApplicationStage.CHECKING,
    ApplicationStage.IN_ORDER,
    ApplicationStage.RESERVE,
)


def apply(admission: Admission, event: events.Event, now: datetime) -> Admission:
    """The application after this event; raises Refused with a sentence if the rules do not allow it."""
    if admission.is_open:
        return _RULES[type(event)](event, admission, now)
    if _has_happened(admission, event):
        return admission
    if not admission.is_over and type(event) in OUT_OF_THE_RUNNING:
        return OUT_OF_THE_RUNNING[type(event)](event, admission, now)
    if isinstance(event, events.Heard):
        return admission
    raise Refused(nothing_more(admission))


def _has_happened(admission: Admission, event: events.Event) -> bool:
    match event:
        case events.Withdraw():
            return admission.stage is ApplicationStage.WITHDRAWN
        case events.Decline():
            return admission.stage is ApplicationStage.DECLINED
        case events.Confirm(condition=condition, met=met):
            return (condition in admission.confirmed) if met else condition in admission.not_met
    return False


def _arrive(event: events.Arrive, admission: Admission, now: datetime) -> Admission:
    arrived = admission.changed(
        received=admission.received or _in_time(event.received, admission),
        missing=event.missing,
        eligible=admission.eligible if event.eligible is None else event.eligible,
    )
    if event.new_manager and admission.checking_since:
        arrived = arrived.changed(managers=admission.managers + 1, checking_since=now)
    if arrived == admission:
        return admission
    if admission.stage in (ApplicationStage.OFFERED, ApplicationStage.INVITED):
        arrived = arrived.changed(stage=ApplicationStage.INCOMPLETE, since=now)
    return arrived.telling(OutcomeKind.APPLIED, now)


def _in_time(received: datetime, admission: Admission) -> datetime:
    """Whoever was asked first, and is still waited for, has answered in time."""
    asked = admission.stage in (ApplicationStage.OFFERED, ApplicationStage.INVITED)
    return min(received, admission.answer_by) if asked else received


def _invite(event: events.Invite, admission: Admission, now: datetime) -> Admission:
    if admission.invited:
        return admission
    return admission.changed(invited=True).telling(OutcomeKind.INVITED, now, about=INVITATION)


def _take_up(event: events.TakeUp, admission: Admission, now: datetime) -> Admission:
    if admission.received:
        return admission
    if admission.stage is not ApplicationStage.OFFERED:
        raise Refused("No place is offered here; this person was invited to apply.")
    received = _in_time(now, admission)
    taken = admission.changed(received=received, invited=True, stage=ApplicationStage.INCOMPLETE, since=now)
    return taken.telling(OutcomeKind.APPLIED, now)


def _confirm(event: events.Confirm, admission: Admission, now: datetime) -> Admission:
    known = [p.key for p in admission.rules.prerequisites]
    if admission.rules.manager_support:
        known.insert(0, MANAGER)
    if event.condition not in known:
        raise Refused(
            f"This role has no condition {event.condition!r}; it has: {', '.join(known) or 'none'}."
        )
    if event.met:
        return _met(event.condition, admission, now)
    if admission.stage not in _BEFORE_A_PARTNER:
        raise Refused(f"The application is {admission.stage.value}; its conditions have been met.")
    reason = Reason.MANAGER_DECLINED if event.condition == MANAGER else Reason.PREREQUISITES
    told = admission.changed(
        not_met=admission.not_met | {event.condition}, confirmed=admission.confirmed - {event.condition}
    )
    told = told.telling(OutcomeKind.NOT_MET, now, about=event.condition)
    return enter(told, ApplicationStage.DECLINED, now, reason)


def _met(condition: str, admission: Admission, now: datetime) -> Admission:
    if condition in admission.confirmed:
        return admission
    confirmed = admission.changed(confirmed=admission.confirmed | {condition})
    return confirmed.telling(OutcomeKind.CONFIRMED, now, about=condition)


def _sign_up(event: events.SignUp, admission: Admission, now: datetime) -> Admission:
    gathering = admission.rules.gathering(event.gathering)
    others = tuple(place for place in admission.places if place.gathering != gathering.key)
    if event.sitting is None:
        if len(others) == len(admission.places):
            return admission
        return admission.changed(places=others).telling(OutcomeKind.SIGNED_OFF, now, about=gathering.key)
    sitting = gathering.sitting(event.sitting)
    place = Place(gathering=gathering.key, sitting=sitting.key)
    if place in admission.places:
        return admission
    if sitting.starts <= now:
        raise Refused(
            f"That sitting of {gathering.key} began on {spoken(sitting.starts, admission.rules.zone)}."
        )
    signed = admission.changed(places=(*others, place))
    return signed.telling(OutcomeKind.SIGNED_UP, now, about=gathering.key, starts=sitting.starts)


def _come(event: events.Come, admission: Admission, now: datetime) -> Admission:
    gathering = admission.rules.gathering(event.gathering)
    first = gathering.sittings[0].starts
    if first > now:
        raise Refused(
            f"{gathering.key} begins on {spoken(first, admission.rules.zone)}; attendance can be recorded "
            "from then on."
        )
    if gathering.key in admission.came_to:
        return admission
    # Who missed the sitting they had signed up for may choose another; a later one stays theirs.
    signed = admission.place_at(gathering)
    keep = not event.came and signed is not None and signed.starts > now
    places = tuple(place for place in admission.places if keep or place.gathering != gathering.key)
    if not event.came:
        if places == admission.places:
            return admission
        return admission.changed(places=places).telling(OutcomeKind.MISSED, now, about=gathering.key)
    came = admission.changed(came_to=admission.came_to | {gathering.key}, places=places)
    came = came.telling(OutcomeKind.ATTENDED, now, about=gathering.key)
    for prerequisite in admission.rules.prerequisites:
        if prerequisite.gathering == gathering.key:
            came = _met(prerequisite.key, came, now)
    return came


def _decline(event: events.Decline, admission: Admission, now: datetime) -> Admission:
    if admission.stage not in _BEFORE_A_PARTNER:
        raise Refused("This person has a partner; end the pairing instead: tandem pairing end")
    return enter(admission, ApplicationStage.DECLINED, now, Reason.BY_COORDINATOR)


def _withdraw(event: events.Withdraw, admission: Admission, now: datetime) -> Admission:
    if admission.pairings:
        raise Refused("This person has a partner; withdraw them from the pairing: tandem pairing withdraw")
    # What a pairing has told this person is not that the application is withdrawn.
    return enter(admission.changed(heard_of_it=False), ApplicationStage.WITHDRAWN, now)


def _placed(event: events.Placed, admission: Admission, now: datetime) -> Admission:
    if event.pairing in admission.pairings:
        return admission
    placed = admission.changed(pairings=admission.pairings | {event.pairing}, was_paired=True)
    placed = placed.telling(OutcomeKind.PLACED, now, about=event.pairing)
    return enter(placed, ApplicationStage.PAIRED, now)


def _freed(event: events.Freed, admission: Admission, now: datetime) -> Admission:
    if event.pairing not in admission.pairings:
        return admission
    pairings = admission.pairings - {event.pairing}
    freed = admission.changed(pairings=pairings, heard_of_it=event.told)
    freed = freed.telling(OutcomeKind.FREED, now, about=event.pairing)
    if freed.pairings:
        return freed
    match event.how:
        case "completed":
            return enter(freed, ApplicationStage.COMPLETED, now)
        case "left":
            return enter(freed, ApplicationStage.WITHDRAWN, now)
        case "silent":
            return enter(freed, ApplicationStage.WITHDRAWN, now, Reason.NO_ANSWER)
    return enter(freed, ApplicationStage.RESERVE, now)


def _unmatched(event: events.Unmatched, admission: Admission, now: datetime) -> Admission:
    if admission.stage is not ApplicationStage.IN_ORDER:
        return admission
    return enter(admission, ApplicationStage.RESERVE, now, Reason.NO_PARTNER)


def _close(event: events.Close, admission: Admission, now: datetime) -> Admission:
    admission = advance(admission, now).changed(cohort_over=True)
    match admission.stage:
        case ApplicationStage.PAIRED:
            return enter(admission, ApplicationStage.COMPLETED, now)
        case ApplicationStage.OFFERED | ApplicationStage.INVITED | ApplicationStage.INCOMPLETE:
            return enter(admission, ApplicationStage.WITHDRAWN, now, Reason.NO_ANSWER)
        case ApplicationStage.CHECKING:
            return enter(admission, ApplicationStage.CARRIED, now, _what_was_missing(admission))
    if not admission.is_open:
        return admission
    # Who had a partner and lost them is told so in other words.
    reason = None if admission.was_paired else Reason.NO_PARTNER
    return enter(admission, ApplicationStage.CARRIED, now, reason)


def _what_was_missing(admission: Admission) -> Reason:
    first = admission.outstanding[0]
    return {INVITATION: Reason.NOT_INVITED, MANAGER: Reason.MANAGER_SILENT}.get(first, Reason.PREREQUISITES)


def _changes_nothing(
    event: events.Reopen | events.OfferedOn, admission: Admission, now: datetime
) -> Admission:
    return admission


def _letter_failed(event: LetterFailed, admission: Admission, now: datetime) -> Admission:
    return admission.changed(letter_failed=now).telling(OutcomeKind.LETTER_FAILED, now)


_RULES: Mapping[type[events.Event], Callable[[Any, Admission, datetime], Admission]] = {
    events.Arrive: _arrive,
    events.Invite: _invite,
    events.TakeUp: _take_up,
    events.Confirm: _confirm,
    events.SignUp: _sign_up,
    events.Come: _come,
    events.Decline: _decline,
    events.Withdraw: _withdraw,
    events.Reopen: _changes_nothing,
    events.Placed: _placed,
    events.Freed: _freed,
    events.Unmatched: _unmatched,
    events.Extend: extend,
    events.Close: _close,
    events.OfferedOn: _changes_nothing,
    Reschedule: move_gathering,
    AddSitting: move_gathering,
    LetterFailed: _letter_failed,
}
