"""What an event does to a pairing: the next pairing, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.clock import format_moment
from domain.entity.outcomes import OutcomeKind
from domain.enums import EndReason, ReviewChoice, Role, SessionState, Stage
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.attendance import attend, waive
from domain.pairing.moves import end
from domain.pairing.pairing import Pairing
from domain.pairing.sessions import book, cancel, log, move, with_session
from domain.programme.rescheduling import kind_of, rescheduled


def apply(pairing: Pairing, event: events.PairingEvent, now: datetime) -> Pairing:
    """The pairing after this event; raises Refused with a sentence if the rules do not allow it."""
    if not pairing.is_open and not isinstance(
        event, events.LetterFailed | events.Reschedule | events.AddSitting
    ):
        return _repeated_or_refused(pairing, event)
    return _RULES[type(event)](event, pairing, now)


def _repeated_or_refused(pairing: Pairing, event: events.PairingEvent) -> Pairing:
    match event:
        case events.Withdraw(role=role) if pairing.end_reason is EndReason.withdrawal_of(role):
            return pairing
        case events.End(reason=reason) if pairing.end_reason is reason:
            return pairing
        case events.Answer(role=role) if pairing.partner(role).answered:
            return pairing
        case events.Review(role=role, choice=choice) if pairing.partner(role).review is choice:
            return pairing
    how = f"ended ({pairing.end_reason})" if pairing.end_reason else "completed"
    raise Refused(f"Pairing {pairing.id} is {how}; nothing more can be recorded for it.")


def _accept(event: events.Accept, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.partner(event.role).accepted:
        return pairing
    accepted = pairing.with_partner(event.role, accepted=now)
    return accepted.with_outcome(OutcomeKind.ACCEPTED, now, role=event.role)


def _review(event: events.Review, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.partner(event.role).review is event.choice:
        return pairing
    if pairing.stage is not Stage.MIDWAY_REVIEW and not pairing.review_over:
        raise Refused(_review_not_yet(pairing))
    if event.choice is ReviewChoice.END and pairing.stage is Stage.EVALUATION:
        raise Refused(f"The pair is in its evaluation; to leave now, withdraw the {event.role}.")
    reviewed = pairing.with_partner(event.role, review=event.choice, reviewed=now).with_outcome(
        OutcomeKind.REVIEWED, now, role=event.role, about=event.choice.value
    )
    if event.choice is ReviewChoice.END:
        return end(reviewed, EndReason.withdrawal_of(event.role), now)
    return reviewed


def _review_not_yet(pairing: Pairing) -> str:
    review = pairing.rules.review
    if review is None:
        return "This programme has no mid-way review."
    day = format_moment(review.sittings[0].starts, pairing.rules.zone)
    return f"The mid-way review is on {day}; the pair is in {pairing.stage}."


def _answer(event: events.Answer, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.partner(event.role).answered:
        return pairing
    evaluation = pairing.rules.evaluation
    if evaluation is None:
        raise Refused("This programme has no evaluation questionnaire.")
    if pairing.stage is not Stage.EVALUATION or now < pairing.postponed(evaluation.opens):
        raise Refused(f"The evaluation has not been sent yet; the pair is in {pairing.stage}.")
    answered = pairing.with_partner(event.role, answered=now)
    return answered.with_outcome(OutcomeKind.ANSWERED, now, role=event.role)


def _pause(event: events.Pause, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused:
        return pairing
    # Nobody should find a session in their calendar that the pair has put off.
    for session in pairing.booked:
        if session.starts > now:
            cancelled = session.replace(state=SessionState.CANCELLED)
            pairing = with_session(pairing, cancelled, OutcomeKind.CANCELLED, now)
    return pairing.replace(paused=now).with_outcome(OutcomeKind.PAUSED, now)


def _resume(event: events.Resume, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused is None:
        return pairing
    pauses = (*pairing.pauses, (pairing.paused, now))
    return pairing.replace(paused=None, pauses=pauses).with_outcome(OutcomeKind.RESUMED, now)


def _withdraw(event: events.Withdraw, pairing: Pairing, now: datetime) -> Pairing:
    return end(pairing, EndReason.withdrawal_of(event.role), now)


def _end(event: events.End, pairing: Pairing, now: datetime) -> Pairing:
    return end(pairing, event.reason, now)


def _reschedule(event: events.Reschedule | events.AddSitting, pairing: Pairing, now: datetime) -> Pairing:
    rules = rescheduled(event, pairing.rules, now) if pairing.is_open else pairing.rules
    if rules == pairing.rules:
        return pairing
    replace = pairing.replace(rules=rules)
    return replace.with_outcome(kind_of(event), now, about=event.gathering, starts=event.starts)


def _letter_failed(event: events.LetterFailed, pairing: Pairing, now: datetime) -> Pairing:
    if not pairing.is_open or not isinstance(event.role, Role):
        return pairing
    failed = pairing.with_partner(event.role, letter_failed=now)
    return failed.with_outcome(OutcomeKind.LETTER_FAILED, now, role=event.role)


_RULES: Mapping[type[events.PairingEvent], Callable[[Any, Pairing, datetime], Pairing]] = {
    events.Attend: attend,
    events.Waive: waive,
    events.Reschedule: _reschedule,
    events.AddSitting: _reschedule,
    events.BookSession: book,
    events.MoveSession: move,
    events.CancelSession: cancel,
    events.LogSession: log,
    events.Accept: _accept,
    events.Review: _review,
    events.Answer: _answer,
    events.Pause: _pause,
    events.Resume: _resume,
    events.Withdraw: _withdraw,
    events.End: _end,
    events.LetterFailed: _letter_failed,
}
