"""When the mail server refuses everybody, the queue stops: no letter is to pay for what is about the
server or our account.

A stop is a row in the store, so that all workers heed it. While it lasts one letter is tried every
now and then, to see whether it is over.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from storage.tables import MailOutageRow

_ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+")
_FIRST_TRY_AFTER = timedelta(minutes=5)
_TRIES = ((timedelta(minutes=15), timedelta(minutes=10)), (timedelta(minutes=35), timedelta(minutes=20)))
"""Until so long after the stop began, so long to the next try: 5, 10, 20 minutes."""
_LATER_TRIES = timedelta(minutes=30)


@dataclass(frozen=True)
class Outage:
    """A time in which nothing is sent."""

    id: int
    since: datetime
    reason: str
    """The mail server's last words."""
    try_again_at: datetime


def current(session: Session) -> Outage | None:
    """The stop that lasts now, if there is one."""
    lasting = select(MailOutageRow).where(MailOutageRow.ended_at.is_(None)).order_by(MailOutageRow.id.desc())
    row = session.scalars(lasting.limit(1)).first()
    return Outage(row.id, row.since, row.reason, row.try_again_at) if row else None


def begin(session: Session, reason: str, now: datetime) -> None:
    """Send nothing from now on, unless that is so already."""
    if current(session) is None:
        session.add(
            MailOutageRow(since=now, reason=_about_nobody(reason), try_again_at=now + _FIRST_TRY_AFTER)
        )


def go_on(session: Session, reason: str) -> None:
    """It is not over: these are the server's latest words."""
    session.execute(
        update(MailOutageRow).where(MailOutageRow.ended_at.is_(None)).values(reason=_about_nobody(reason))
    )


def end(session: Session, now: datetime) -> bool:
    """Let letters go again. Says whether there was a stop."""
    lasting = update(MailOutageRow).where(MailOutageRow.ended_at.is_(None))
    return bool(session.execute(lasting.values(ended_at=now)).rowcount)  # type: ignore[attr-defined]


def take_turn(session: Session, stop: Outage, now: datetime) -> bool:
    """Whether the one letter that is tried now may be this one; then nobody else's may for a while."""
    mine = (MailOutageRow.id == stop.id, MailOutageRow.ended_at.is_(None), MailOutageRow.try_again_at <= now)
    next_try = now + _pause(now - stop.since)
    return bool(session.execute(update(MailOutageRow).where(*mine).values(try_again_at=next_try)).rowcount)  # type: ignore[attr-defined]


def give_turn_back(session: Session, now: datetime) -> None:
    """The turn was not used: the next letter may have it at once."""
    session.execute(update(MailOutageRow).where(MailOutageRow.ended_at.is_(None)).values(try_again_at=now))


def time_stopped(session: Session, since: datetime, now: datetime) -> timedelta:
    """For how much of this time nothing was sent."""
    touching = or_(MailOutageRow.ended_at.is_(None), MailOutageRow.ended_at > since)
    rows = session.scalars(
        select(MailOutageRow).where(touching).order_by(MailOutageRow.since, MailOutageRow.id)
    )
    stopped, until = timedelta(), since
    for row in rows:
        # Two workers may have noticed at once: what both stopped counts once.
        begins, ends = max(row.since, until), min(row.ended_at or now, now)
        stopped += max(ends - begins, timedelta())
        until = max(until, ends)
    return stopped


def _about_nobody(reason: str) -> str:
    """The server's words without the addresses that they quote: every coordinator reads them."""
    return _ADDRESS.sub("...", reason)


def _pause(lasted: timedelta) -> timedelta:
    return next((pause for until, pause in _TRIES if lasted < until), _LATER_TRIES)
