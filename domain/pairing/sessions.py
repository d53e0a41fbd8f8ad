"""What an event about a session does: booked, moved, cancelled, held or not held."""

from datetime import date, datetime, time, timedelta

from domain.clock import format_date, format_moment, moment
from domain.entity.outcomes import OutcomeKind
from domain.enums import SessionState
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.pairing import Pairing, Session

_NOON = time(12, 0)
"""When a session counts as begun of which only the day is known, local time."""


def book(event: events.BookSession, pairing: Pairing, now: datetime) -> Pairing:
    check_bookable(event, event.starts, pairing, now)
    check_free(pairing, event.starts, event.minutes)
    number = pairing.numbered + 1
    session = Session(number=number, starts=event.starts, minutes=event.minutes, state=SessionState.BOOKED)
    return with_session(pairing.replace(proposal=None), session, OutcomeKind.BOOKED, now)


def is_booked(event: events.BookSession, pairing: Pairing) -> bool:
    return pairing.is_open and any(
        (s.starts, s.minutes) == (event.starts, event.minutes) for s in pairing.booked
    )


Booking = events.BookSession | events.MoveSession | events.ProposeTimes
"""What needs time for a session."""


def not_now(_: Booking, pairing: Pairing) -> str:
    if pairing.paused:
        return "The pairing is paused; resume it before booking a session."
    return f"Sessions can be booked while the pair is mentoring; it is in {pairing.stage}."


def move(event: events.MoveSession, pairing: Pairing, now: datetime) -> Pairing:
    old = _still_booked(pairing, event.session)
    new = old.replace(starts=event.starts, minutes=event.minutes or old.minutes)
    check_bookable(event, event.starts, pairing, now)
    check_free(pairing, new.starts, new.minutes, new.number)
    return with_session(pairing, new, OutcomeKind.MOVED, now)


def is_moved(event: events.MoveSession, pairing: Pairing) -> bool:
    there = (event.session, event.starts)
    return pairing.is_open and any(
        (s.number, s.starts) == there and s.minutes == (event.minutes or s.minutes) for s in pairing.booked
    )


def cancel(event: events.CancelSession, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.session(event.session).state is SessionState.CANCELLED:
        return pairing
    session = _still_booked(pairing, event.session).replace(state=SessionState.CANCELLED)
    return with_session(pairing, session, OutcomeKind.CANCELLED, now)


def _still_booked(pairing: Pairing, number: int) -> Session:
    session = pairing.session(number)
    if session.state is not SessionState.BOOKED:
        state = session.state.value.replace("_", " ")
        raise Refused(f"Session {number} is no longer a booking: it is {state}.")
    return session


def check_bookable(event: Booking, starts: datetime, pairing: Pairing, now: datetime) -> None:
    """Raises Refused unless the two can meet at this time, as far as the programme is concerned."""
    zone = pairing.rules.zone
    if pairing.paused:
        raise Refused(not_now(event, pairing))
    if starts <= now:
        raise Refused(f"{format_moment(starts, zone)} has passed; log a session that took place instead.")
    if starts < pairing.rules.sessions.opens:
        opens = format_moment(pairing.rules.sessions.opens, zone)
        raise Refused(f"{format_moment(starts, zone)} is too early: the time for sessions begins on {opens}.")
    if starts > pairing.sessions_close:
        close = format_moment(pairing.sessions_close, zone)
        raise Refused(f"{format_moment(starts, zone)} is too late: the time for sessions ends on {close}.")


def check_free(pairing: Pairing, starts: datetime, minutes: int, number: int | None = None) -> None:
    """A pair cannot meet twice at the same time: raises Refused. `number`: of the session that is meant, if
    there is one."""
    taken, ends = (SessionState.BOOKED, SessionState.HELD), starts + timedelta(minutes=minutes)
    for other in pairing.sessions:
        overlaps = other.starts < ends and starts < other.ends
        if other.number != number and other.state in taken and overlaps:
            when = format_moment(other.starts, pairing.rules.zone)
            raise Refused(f"That overlaps session {other.number} on {when}.")


def with_session(pairing: Pairing, session: Session, kind: OutcomeKind, now: datetime) -> Pairing:
    others = tuple(s for s in pairing.sessions if s.number != session.number)
    sessions = tuple(sorted((*others, session), key=lambda s: s.number))
    numbered = max(pairing.numbered, session.number)
    return pairing.replace(sessions=sessions, numbered=numbered).with_outcome(
        kind, now, session=session.number, starts=session.starts, minutes=session.minutes
    )


def not_logged_yet(_: events.LogSession, pairing: Pairing) -> str:
    return f"Sessions can be logged once mentoring has begun; the pair is in {pairing.stage}."


def log(event: events.LogSession, pairing: Pairing, now: datetime) -> Pairing:
    session = _session_to_log(event, pairing, now)
    state = SessionState.HELD if event.held else SessionState.NOT_HELD
    logged = session.replace(
        starts=event.starts or session.starts, minutes=event.minutes or session.minutes, state=state
    )
    _check_took_place(pairing, logged, now)
    return with_session(pairing, logged, OutcomeKind(state.value), now)


def is_logged(event: events.LogSession, pairing: Pairing) -> bool:
    """Whether this very session, or every one of that day, has been logged so."""
    state = SessionState.HELD if event.held else SessionState.NOT_HELD
    meant = _meant(event, pairing)
    return bool(meant) and all(
        session.state is state
        and event.starts in (None, session.starts)
        and event.minutes in (None, session.minutes)
        for session in meant
    )


def _meant(event: events.LogSession, pairing: Pairing) -> list[Session]:
    if event.session is not None:
        return [session for session in pairing.sessions if session.number == event.session]
    return _at_that_time(event, pairing)


def which_was_logged(event: events.LogSession, before: Pairing, after: Pairing) -> events.LogSession:
    """The event with the number of its session, if that was known before."""
    (logged,) = (session for session in after.sessions if session not in before.sessions)
    known = any(session.number == logged.number for session in before.sessions)
    return event.replace(session=logged.number) if known else event


def _session_to_log(event: events.LogSession, pairing: Pairing, now: datetime) -> Session:
    if event.session is not None:
        return pairing.session(event.session)
    if event.starts or event.day:
        return _session_of_that_time(event, pairing)
    begun = [session for session in pairing.booked if session.starts <= now]
    if not begun:
        raise Refused("No booked session is waiting to be logged; say when the session took place.")
    return begun[0]


def _session_of_that_time(event: events.LogSession, pairing: Pairing) -> Session:
    """The known session at this time, else a new one that was never booked."""
    known = _at_that_time(event, pairing)
    if known:
        return next((session for session in known if session.state is SessionState.BOOKED), known[0])
    starts = event.starts or (event.day and moment(event.day, _NOON, pairing.rules.zone))
    if not event.held or starts is None:
        raise Refused("No session was booked for that time, so there is none that did not take place.")
    minutes = event.minutes or pairing.rules.sessions.minutes
    number = pairing.numbered + 1
    return Session(number=number, starts=starts, minutes=minutes, state=SessionState.BOOKED)


def _at_that_time(event: events.LogSession, pairing: Pairing) -> list[Session]:
    """The sessions at the time, or on the day, that the event names; cancelled ones are not meant."""

    def is_meant(session: Session) -> bool:
        if event.starts:
            return session.starts == event.starts
        return session.starts.astimezone(pairing.rules.zone).date() == event.day

    return [s for s in pairing.sessions if is_meant(s) and s.state is not SessionState.CANCELLED]


def _check_took_place(pairing: Pairing, session: Session, now: datetime) -> None:
    zone = pairing.rules.zone
    if session.starts > now:
        raise Refused(f"{format_moment(session.starts, zone)} is still to come; log the session afterwards.")
    met, knew_each_other = format_moment(session.starts, zone), _knew_each_other(pairing)
    if session.starts.astimezone(zone).date() < knew_each_other:
        raise Refused(f"{met} was before the pair knew of each other, on {format_date(knew_each_other)}.")
    if session.starts > pairing.sessions_close:
        closed = format_moment(pairing.sessions_close, zone)
        raise Refused(f"{met} was too late: the time for sessions ended on {closed}.")
    check_free(pairing, session.starts, session.minutes, session.number)


def _knew_each_other(pairing: Pairing) -> date:
    """The first day on which the two can have met: they were introduced, or had accepted before. The day on
    which somebody typed that they accepted says nothing."""
    known = min([pairing.introduced, *filter(None, [pairing.accepted_at])])
    return known.astimezone(pairing.rules.zone).date()
