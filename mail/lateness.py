"""Whether letters go out as they should."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.letter.states import ON_THEIR_WAY, LetterState
from mail.hours import Hours
from storage.tables.letters import LetterRow


def oldest(session: Session, hours: Hours, now: datetime) -> timedelta:
    """For how long the oldest of the letters that may go now should have gone; zero if none is late.

    Letters that wait for a review, or for a morning of whoever reads them, are not late. One that was held
    counts from when it was written.
    """
    wanted = (LetterRow.unwanted.is_(False), or_(LetterRow.expires.is_(None), LetterRow.expires > now))
    may_go = or_(LetterRow.not_before.is_(None), LetterRow.not_before <= now)
    since = func.min(func.coalesce(LetterRow.not_before, LetterRow.written_at))
    query = select(LetterRow.timezone, since).where(LetterRow.state.in_(ON_THEIR_WAY), *wanted, may_go)
    found = session.execute(query.group_by(LetterRow.timezone))
    return max((_late(zone, written, hours, now) for zone, written in found), default=timedelta())


def longest_held(session: Session, now: datetime) -> timedelta:
    """For how long somebody has had to decide about the oldest of the letters that are held; zero if none is.

    The row does not say since when. Each counts from its first try, else from when it was written: never
    too little, and too much for one that was held only after a while.
    """
    query = select(func.min(func.coalesce(LetterRow.first_attempt_at, LetterRow.written_at)))
    since = session.scalar(query.where(LetterRow.state == LetterState.HELD))
    return max(now - since, timedelta()) if since else timedelta()


def _late(zone: str | None, written: datetime, hours: Hours, now: datetime) -> timedelta:
    """The letter that was written first is also the first that was due, by one clock."""
    if zone is None:
        return max(now - written, timedelta())
    clock = ZoneInfo(zone)
    if hours.next_opening(now, clock) > now:
        return timedelta()
    return max(now - hours.next_opening(written, clock), timedelta())
