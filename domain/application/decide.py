"""What an event does to an application: the next one, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.application import events
from domain.application.application import Application, Seat
from domain.application.dates import extend, move_gathering
from domain.application.moves import advance, enter
from domain.application.reopening import OUT_OF_THE_RUNNING, nothing_more
from domain.application.rules import INVITATION, MANAGER
from domain.clock import format_moment
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.errors import Refused
from domain.pairing.events import AddSitting, LetterFailed, Reschedule

_BEFORE_A_PARTNER = (
    ApplicationStage.OFFERED,
    ApplicationStage.INVITED,
    ApplicationStage.INCOMPLETE,
    ApplicationStage.CHECKING,
    ApplicationStage.IN_ORDER,
    ApplicationStage.RESERVE,
)


def apply(application: Application, event: events.ApplicationEvent, now: datetime) -> Application:
    """The application after this event; raises Refused with a sentence if the rules do not allow it."""
    if application.is_open:
        return _RULES[type(event)](event, application, now)
    if _has_happened(application, event):
        return application
    if not application.is_over and type(event) in OUT_OF_THE_RUNNING:
        return OUT_OF_THE_RUNNING[type(event)](event, application, now)
    if isinstance(event, events.ApplicationSignal):
        return application
    raise Refused(nothing_more(application))


def _has_happened(application: Application, event: events.ApplicationEvent) -> bool:
    match event:
        case events.WithdrawApplication():
            return application.stage is ApplicationStage.WITHDRAWN
        case events.Decline():
            return application.stage is ApplicationStage.DECLINED
        case events.Confirm(condition=condition, met=met):
            return (condition in application.confirmed) if met else condition in application.not_met
    return False


def _arrive(event: events.Arrive, application: Application, now: datetime) -> Application:
    arrived = application.replace(
        received=application.received or _in_time(event.received, application),
        missing=event.missing,
        eligible=application.eligible if event.eligible is None else event.eligible,
    )
    if event.new_manager and application.checking_since:
        arrived = arrived.replace(managers=application.managers + 1, checking_since=now)
    if arrived == application:
        return application
    if application.stage in (ApplicationStage.OFFERED, ApplicationStage.INVITED):
        arrived = arrived.replace(stage=ApplicationStage.INCOMPLETE, since=now)
    return arrived.with_outcome(OutcomeKind.APPLIED, now)


def _in_time(received: datetime, application: Application) -> datetime:
    """Whoever was asked first, and is still waited for, has answered in time."""
    asked = application.stage in (ApplicationStage.OFFERED, ApplicationStage.INVITED)
    return min(received, application.answer_by) if asked else received


def _invite(event: events.Invite, application: Application, now: datetime) -> Application:
    if application.invited:
        return application
    return application.replace(invited=True).with_outcome(OutcomeKind.INVITED, now, about=INVITATION)


def _take_up(event: events.TakeUp, application: Application, now: datetime) -> Application:
    if application.received:
        return application
    if application.stage is not ApplicationStage.OFFERED:
        raise Refused("No place is offered here; this person was invited to apply.")
    received = _in_time(now, application)
    taken = application.replace(received=received, invited=True, stage=ApplicationStage.INCOMPLETE, since=now)
    return taken.with_outcome(OutcomeKind.APPLIED, now)


def _confirm(event: events.Confirm, application: Application, now: datetime) -> Application:
    known = [p.key for p in application.rules.prerequisites]
    if application.rules.manager_support:
        known.insert(0, MANAGER)
    if event.condition not in known:
        raise Refused(
            f"This role has no condition {event.condition!r}; it has: {', '.join(known) or 'none'}."
        )
    if event.met:
        return _met(event.condition, application, now)
    if application.stage not in _BEFORE_A_PARTNER:
        raise Refused(f"The application is {application.stage.value}; its conditions have been met.")
    reason = (
        ApplicationEndReason.MANAGER_DECLINED
        if event.condition == MANAGER
        else ApplicationEndReason.PREREQUISITES
    )
    told = application.replace(
        not_met=application.not_met | {event.condition}, confirmed=application.confirmed - {event.condition}
    )
    told = told.with_outcome(OutcomeKind.NOT_MET, now, about=event.condition)
    return enter(told, ApplicationStage.DECLINED, now, reason)


def _met(condition: str, application: Application, now: datetime) -> Application:
    if condition in application.confirmed:
        return application
    confirmed = application.replace(confirmed=application.confirmed | {condition})
    return confirmed.with_outcome(OutcomeKind.CONFIRMED, now, about=condition)


def _sign_up(event: events.SignUp, application: Application, now: datetime) -> Application:
    gathering = application.rules.gathering(event.gathering)
    others = tuple(place for place in application.places if place.gathering != gathering.key)
    if event.sitting is None:
        if len(others) == len(application.places):
            return application
        return application.replace(places=others).with_outcome(
            OutcomeKind.SIGNED_OFF, now, about=gathering.key
        )
    sitting = gathering.sitting(event.sitting)
    place = Seat(gathering=gathering.key, sitting=sitting.key)
    if place in application.places:
        return application
    if sitting.starts <= now:
        raise Refused(
            f"That sitting of {gathering.key} began on "
            f"{format_moment(sitting.starts, application.rules.zone)}."
        )
    signed = application.replace(places=(*others, place))
    return signed.with_outcome(OutcomeKind.SIGNED_UP, now, about=gathering.key, starts=sitting.starts)


def _come(event: events.Come, application: Application, now: datetime) -> Application:
    gathering = application.rules.gathering(event.gathering)
    first = gathering.sittings[0].starts
    if first > now:
        raise Refused(
            f"{gathering.key} begins on {format_moment(first, application.rules.zone)}; "
            "attendance can be recorded "
            "from then on."
        )
    if gathering.key in application.came_to:
        return application
    # Who missed the sitting they had signed up for may choose another; a later one stays theirs.
    signed = application.place_at(gathering)
    keep = not event.came and signed is not None and signed.starts > now
    places = tuple(place for place in application.places if keep or place.gathering != gathering.key)
    if not event.came:
        if places == application.places:
            return application
        return application.replace(places=places).with_outcome(OutcomeKind.MISSED, now, about=gathering.key)
    came = application.replace(came_to=application.came_to | {gathering.key}, places=places)
    came = came.with_outcome(OutcomeKind.ATTENDED, now, about=gathering.key)
    for prerequisite in application.rules.prerequisites:
        if prerequisite.gathering == gathering.key:
            came = _met(prerequisite.key, came, now)
    return came


def _decline(event: events.Decline, application: Application, now: datetime) -> Application:
    if application.stage not in _BEFORE_A_PARTNER:
        raise Refused("This person has a partner; end the pairing instead: tandem pairing end")
    return enter(application, ApplicationStage.DECLINED, now, ApplicationEndReason.BY_COORDINATOR)


def _withdraw(event: events.WithdrawApplication, application: Application, now: datetime) -> Application:
    if application.pairings:
        raise Refused("This person has a partner; withdraw them from the pairing: tandem pairing withdraw")
    # What a pairing has told this person is not that the application is withdrawn.
    return enter(application.replace(told_of_ending=False), ApplicationStage.WITHDRAWN, now)


def _placed(event: events.Placed, application: Application, now: datetime) -> Application:
    if event.pairing in application.pairings:
        return application
    placed = application.replace(pairings=application.pairings | {event.pairing}, was_paired=True)
    placed = placed.with_outcome(OutcomeKind.PLACED, now, about=event.pairing)
    return enter(placed, ApplicationStage.PAIRED, now)


def _freed(event: events.Freed, application: Application, now: datetime) -> Application:
    if event.pairing not in application.pairings:
        return application
    pairings = application.pairings - {event.pairing}
    freed = application.replace(pairings=pairings, told_of_ending=event.told)
    freed = freed.with_outcome(OutcomeKind.FREED, now, about=event.pairing)
    if freed.pairings:
        return freed
    match event.how:
        case "completed":
            return enter(freed, ApplicationStage.COMPLETED, now)
        case "left":
            return enter(freed, ApplicationStage.WITHDRAWN, now)
        case "silent":
            return enter(freed, ApplicationStage.WITHDRAWN, now, ApplicationEndReason.NO_ANSWER)
    return enter(freed, ApplicationStage.RESERVE, now)


def _unmatched(event: events.Unmatched, application: Application, now: datetime) -> Application:
    if application.stage is not ApplicationStage.IN_ORDER:
        return application
    return enter(application, ApplicationStage.RESERVE, now, ApplicationEndReason.NO_PARTNER)


def _close(event: events.Close, application: Application, now: datetime) -> Application:
    application = advance(application, now).replace(cohort_over=True)
    match application.stage:
        case ApplicationStage.PAIRED:
            return enter(application, ApplicationStage.COMPLETED, now)
        case ApplicationStage.OFFERED | ApplicationStage.INVITED | ApplicationStage.INCOMPLETE:
            return enter(application, ApplicationStage.WITHDRAWN, now, ApplicationEndReason.NO_ANSWER)
        case ApplicationStage.CHECKING:
            return enter(application, ApplicationStage.CARRIED, now, _what_was_missing(application))
    if not application.is_open:
        return application
    # Who had a partner and lost them is told so in other words.
    reason = None if application.was_paired else ApplicationEndReason.NO_PARTNER
    return enter(application, ApplicationStage.CARRIED, now, reason)


def _what_was_missing(application: Application) -> ApplicationEndReason:
    first = application.outstanding[0]
    return {INVITATION: ApplicationEndReason.NOT_INVITED, MANAGER: ApplicationEndReason.MANAGER_SILENT}.get(
        first, ApplicationEndReason.PREREQUISITES
    )


def _changes_nothing(
    event: events.Reopen | events.OfferedInNextCohort, application: Application, now: datetime
) -> Application:
    return application


def _letter_failed(event: LetterFailed, application: Application, now: datetime) -> Application:
    return application.replace(letter_failed=now).with_outcome(OutcomeKind.LETTER_FAILED, now)


_RULES: Mapping[type[events.ApplicationEvent], Callable[[Any, Application, datetime], Application]] = {
    events.Arrive: _arrive,
    events.Invite: _invite,
    events.TakeUp: _take_up,
    events.Confirm: _confirm,
    events.SignUp: _sign_up,
    events.Come: _come,
    events.Decline: _decline,
    events.WithdrawApplication: _withdraw,
    events.Reopen: _changes_nothing,
    events.Placed: _placed,
    events.Freed: _freed,
    events.Unmatched: _unmatched,
    events.ExtendDeadline: extend,
    events.Close: _close,
    events.OfferedInNextCohort: _changes_nothing,
    Reschedule: move_gathering,
    AddSitting: move_gathering,
    LetterFailed: _letter_failed,
}
