"""What an event does to a pairing: the next pairing, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from datetime import datetime
from functools import singledispatch

from domain import events
from domain.clock import spoken
from domain.errors import Refused
from domain.moves import end
from domain.outcomes import OutcomeKind
from domain.pairing import AttendanceRecord, Pairing, Session
from domain.rules import Gathering
from domain.words import Attendance, EndReason, ReviewChoice, Role, SessionState, Stage

_MEETING = (Stage.MENTORING, Stage.MIDWAY_REVIEW)


def apply(pairing: Pairing, event: events.Event, now: datetime) -> Pairing:
    """The pairing after this event; raises Refused with a sentence if the rules do not allow it."""
    if not pairing.is_open and not isinstance(event, events.LetterFailed | events.Reschedule):
        return _repeated_or_refused(pairing, event)
    return _apply(event, pairing, now)


def _repeated_or_refused(pairing: Pairing, event: events.Event) -> Pairing:
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


@singledispatch
def _apply(event: events.Event, pairing: Pairing, now: datetime) -> Pairing:
    raise TypeError(f"no rule for {type(event).__name__}")


@_apply.register
def _accept(event: events.Accept, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.partner(event.role).accepted:
        return pairing
    accepted = pairing.with_partner(event.role, accepted=now)
    return accepted.telling(OutcomeKind.ACCEPTED, now, role=event.role)


@_apply.register
def _attend(event: events.Attend, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = _gathering_for(pairing, event.gathering, event.roles)
    begun = [sitting for sitting in gathering.sittings if sitting.starts <= now]
    if not begun:
        first = spoken(gathering.sittings[0].starts, pairing.rules.zone)
        raise Refused(f"{gathering.key} begins on {first}; attendance can be recorded from then on.")
    attendance = Attendance.ATTENDED if event.attended else Attendance.MISSED
    for role in roles:
        # The sitting this partner was expected at; if that is still to come, the last one there was.
        expected = pairing.next_sitting(gathering, role)
        sitting = expected if expected in begun else begun[-1]
        pairing = _record_attendance(pairing, gathering, role, attendance, sitting.key, now)
    return pairing


@_apply.register
def _waive(event: events.Waive, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = _gathering_for(pairing, event.gathering, event.roles)
    for role in roles:
        pairing = _record_attendance(pairing, gathering, role, Attendance.WAIVED, None, now)
    return pairing


def _gathering_for(pairing: Pairing, key: str, roles: tuple[Role, ...]) -> tuple[Gathering, tuple[Role, ...]]:
    """The gathering and who is meant: everybody it is for, where nobody is named."""
    gathering = pairing.rules.gathering(key)
    for role in roles:
        if role not in gathering.roles:
            raise Refused(f"{key} is not for the {role}.")
    return gathering, roles or gathering.roles


def _record_attendance(
    pairing: Pairing,
    gathering: Gathering,
    role: Role,
    attendance: Attendance,
    sitting: str | None,
    now: datetime,
) -> Pairing:
    partner = pairing.partner(role)
    latest = partner.record_of(gathering)
    if latest and latest.attendance is attendance and attendance.settles:
        return pairing
    if latest and (latest.attendance, latest.sitting) == (attendance, sitting):
        return pairing
    if attendance is Attendance.MISSED and partner.has_settled(gathering):
        raise Refused(f"The {role} has already attended {gathering.key} or was excused from it.")
    record = AttendanceRecord(gathering=gathering.key, attendance=attendance, sitting=sitting, at=now)
    recorded = pairing.with_partner(role, attendance=(*partner.attendance, record))
    return recorded.telling(OutcomeKind(attendance.value), now, role=role, about=gathering.key)


@_apply.register
def _reschedule(event: events.Reschedule, pairing: Pairing, now: datetime) -> Pairing:
    gathering = pairing.rules.gathering(event.gathering)
    old = gathering.sitting(event.sitting)
    new = old.changed(starts=event.starts, ends=event.ends)
    if new == old or not pairing.is_open:
        return pairing
    if not now < new.starts < new.ends:
        raise Refused(f"{gathering.key} can only move to a time to come, and end after it begins.")
    sittings = tuple(sorted((new if s is old else s for s in gathering.sittings), key=lambda s: s.starts))
    moved = gathering.changed(sittings=sittings)
    gatherings = tuple(moved if g is gathering else g for g in pairing.rules.gatherings)
    changed = pairing.changed(rules=pairing.rules.changed(gatherings=gatherings))
    return changed.telling(OutcomeKind.RESCHEDULED, now, about=gathering.key, starts=event.starts)


@_apply.register
def _book(event: events.BookSession, pairing: Pairing, now: datetime) -> Pairing:
    if any((s.starts, s.minutes) == (event.starts, event.minutes) for s in pairing.booked):
        return pairing
    _check_bookable(pairing, event.starts, now)
    number = len(pairing.sessions) + 1
    session = Session(number=number, starts=event.starts, minutes=event.minutes, state=SessionState.BOOKED)
    _check_free(pairing, session)
    return _with_session(pairing, session, OutcomeKind.BOOKED, now)


@_apply.register
def _move(event: events.MoveSession, pairing: Pairing, now: datetime) -> Pairing:
    old = _still_booked(pairing, event.session)
    new = old.changed(starts=event.starts, minutes=event.minutes or old.minutes)
    if new == old:
        return pairing
    _check_bookable(pairing, event.starts, now)
    _check_free(pairing, new)
    return _with_session(pairing, new, OutcomeKind.MOVED, now)


@_apply.register
def _cancel(event: events.CancelSession, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.session(event.session).state is SessionState.CANCELLED:
        return pairing
    session = _still_booked(pairing, event.session).changed(state=SessionState.CANCELLED)
    return _with_session(pairing, session, OutcomeKind.CANCELLED, now)


def _still_booked(pairing: Pairing, number: int) -> Session:
    session = pairing.session(number)
    if session.state is not SessionState.BOOKED:
        state = session.state.value.replace("_", " ")
        raise Refused(f"Session {number} is no longer a booking: it is {state}.")
    return session


def _check_bookable(pairing: Pairing, starts: datetime, now: datetime) -> None:
    zone = pairing.rules.zone
    if pairing.paused:
        raise Refused("The pairing is paused; resume it before booking a session.")
    if pairing.stage not in _MEETING:
        raise Refused(f"Sessions can be booked while the pair is mentoring; it is in {pairing.stage}.")
    if starts <= now:
        raise Refused(f"{spoken(starts, zone)} has passed; log a session that took place instead.")
    if starts < pairing.rules.sessions.opens:
        opens = spoken(pairing.rules.sessions.opens, zone)
        raise Refused(f"{spoken(starts, zone)} is too early: the time for sessions begins on {opens}.")
    if starts > pairing.sessions_close:
        close = spoken(pairing.sessions_close, zone)
        raise Refused(f"{spoken(starts, zone)} is too late: the time for sessions ends on {close}.")


def _check_free(pairing: Pairing, session: Session) -> None:
    """A pair cannot meet twice at the same time."""
    taken = (SessionState.BOOKED, SessionState.HELD)
    for other in pairing.sessions:
        overlaps = other.starts < session.ends and session.starts < other.ends
        if other.number != session.number and other.state in taken and overlaps:
            when = spoken(other.starts, pairing.rules.zone)
            raise Refused(f"That overlaps session {other.number} on {when}.")


def _with_session(pairing: Pairing, session: Session, kind: OutcomeKind, now: datetime) -> Pairing:
    others = tuple(s for s in pairing.sessions if s.number != session.number)
    sessions = tuple(sorted((*others, session), key=lambda s: s.number))
    return pairing.changed(sessions=sessions).telling(
        kind, now, session=session.number, starts=session.starts, minutes=session.minutes
    )


@_apply.register
def _log(event: events.LogSession, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.mentoring_since is None:
        raise Refused(f"Sessions can be logged once mentoring has begun; the pair is in {pairing.stage}.")
    session = _session_to_log(event, pairing, now)
    state = SessionState.HELD if event.held else SessionState.NOT_HELD
    logged = session.changed(
        starts=event.starts or session.starts, minutes=event.minutes or session.minutes, state=state
    )
    if logged in pairing.sessions:
        return pairing
    _check_took_place(pairing, logged, now)
    return _with_session(pairing, logged, OutcomeKind(state.value), now)


def _session_to_log(event: events.LogSession, pairing: Pairing, now: datetime) -> Session:
    if event.session is not None:
        return pairing.session(event.session)
    if event.starts is not None:
        return _session_of_that_time(event, pairing)
    begun = [session for session in pairing.booked if session.starts <= now]
    if not begun:
        raise Refused("No booked session is waiting to be logged; say when the session took place.")
    return begun[0]


def _session_of_that_time(event: events.LogSession, pairing: Pairing) -> Session:
    """The known session at this time, else a new one that was never booked."""
    known = [
        s for s in pairing.sessions if s.starts == event.starts and s.state is not SessionState.CANCELLED
    ]
    if known:
        return known[0]
    if not event.held or event.starts is None:
        raise Refused("No session was booked for that time, so there is none that did not take place.")
    minutes = event.minutes or pairing.rules.sessions.minutes
    number = len(pairing.sessions) + 1
    return Session(number=number, starts=event.starts, minutes=minutes, state=SessionState.BOOKED)


def _check_took_place(pairing: Pairing, session: Session, now: datetime) -> None:
    zone = pairing.rules.zone
    if session.starts > now:
        raise Refused(f"{spoken(session.starts, zone)} is still to come; log the session afterwards.")
    if pairing.accepted_at and session.starts < pairing.accepted_at:
        accepted = spoken(pairing.accepted_at, zone)
        raise Refused(f"{spoken(session.starts, zone)} was before the pair accepted on {accepted}.")
    if session.starts > pairing.sessions_close:
        closed = spoken(pairing.sessions_close, zone)
        raise Refused(
            f"{spoken(session.starts, zone)} was too late: the time for sessions ended on {closed}."
        )
    _check_free(pairing, session)


@_apply.register
def _review(event: events.Review, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.partner(event.role).review is event.choice:
        return pairing
    if pairing.stage is not Stage.MIDWAY_REVIEW and not pairing.review_over:
        raise Refused(_review_not_yet(pairing))
    reviewed = pairing.with_partner(event.role, review=event.choice, reviewed=now).telling(
        OutcomeKind.REVIEWED, now, role=event.role, about=event.choice.value
    )
    if event.choice is ReviewChoice.END:
        return end(reviewed, EndReason.withdrawal_of(event.role), now)
    return reviewed


def _review_not_yet(pairing: Pairing) -> str:
    review = pairing.rules.review
    if review is None:
        return "This programme has no mid-way review."
    day = spoken(review.sittings[0].starts, pairing.rules.zone)
    return f"The mid-way review is on {day}; the pair is in {pairing.stage}."


@_apply.register
def _answer(event: events.Answer, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.partner(event.role).answered:
        return pairing
    evaluation = pairing.rules.evaluation
    if evaluation is None:
        raise Refused("This programme has no evaluation questionnaire.")
    if pairing.stage is not Stage.EVALUATION or now < pairing.postponed(evaluation.opens):
        raise Refused(f"The evaluation has not been sent yet; the pair is in {pairing.stage}.")
    answered = pairing.with_partner(event.role, answered=now)
    return answered.telling(OutcomeKind.ANSWERED, now, role=event.role)


@_apply.register
def _pause(event: events.Pause, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused:
        return pairing
    # Nobody should find a session in their calendar that the pair has put off.
    for session in pairing.booked:
        if session.starts > now:
            cancelled = session.changed(state=SessionState.CANCELLED)
            pairing = _with_session(pairing, cancelled, OutcomeKind.CANCELLED, now)
    return pairing.changed(paused=now).telling(OutcomeKind.PAUSED, now)


@_apply.register
def _resume(event: events.Resume, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused is None:
        return pairing
    pauses = (*pairing.pauses, (pairing.paused, now))
    return pairing.changed(paused=None, pauses=pauses).telling(OutcomeKind.RESUMED, now)


@_apply.register
def _withdraw(event: events.Withdraw, pairing: Pairing, now: datetime) -> Pairing:
    return end(pairing, EndReason.withdrawal_of(event.role), now)


@_apply.register
def _end(event: events.End, pairing: Pairing, now: datetime) -> Pairing:
    return end(pairing, event.reason, now)


@_apply.register
def _letter_failed(event: events.LetterFailed, pairing: Pairing, now: datetime) -> Pairing:
    if not pairing.is_open:
        return pairing
    failed = pairing.with_partner(event.role, letter_failed=now)
    return failed.telling(OutcomeKind.LETTER_FAILED, now, role=event.role)
