"""One letter a day for each person, also across what they take part in: each pairing or application keeps
to it for its own letters (`domain/letter/one_a_day.py`), and knows of no other.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.letter.kinds import is_answer
from domain.letter.letter import LetterName
from domain.letter.states import AT_WORK
from mail.hours import ALWAYS, Hours
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow

_A_DAY = timedelta(days=1)
_AT_MOST = timedelta(days=4)
"""So long after it was written it waits for no other letter any more."""


def next_free_day(session: Session, row: LetterRow, now: datetime, hours: Hours) -> datetime:
    """When it goes: `now`, or at the next opening if another letter has gone to its reader today, about
    something else. What answers somebody goes at once, and so does what would be late by then."""
    is_free = hours == ALWAYS or row.person is None or is_answer(LetterName(row.name), row.role)
    if is_free or row.timezone is None or now > row.written_at + _AT_MOST:
        return now
    zone = ZoneInfo(row.timezone)
    today = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    tomorrow = hours.next_opening(today + _A_DAY, zone)
    if row.expires is not None and row.expires < tomorrow + _A_DAY:
        return now
    return tomorrow if _has_another(session, row, today) else now


def _has_another(session: Session, row: LetterRow, today: datetime) -> bool:
    """Until the transaction is over no other letter to this person is claimed."""
    session.get(PersonRow, row.person, with_for_update=True)
    to_reader = (LetterRow.person == row.person, LetterRow.workflow_id != row.workflow_id)
    goes_today = or_(LetterRow.sent_at >= today, LetterRow.state.in_(AT_WORK))
    return session.scalar(select(LetterRow.id).where(*to_reader, goes_today).limit(1)) is not None
