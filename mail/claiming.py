"""Whether a letter that waits may go out now: asked before each try, whatever it has waited for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.letter.machine import CANCEL, CLAIM, DEFER, EXPIRE, HOLD_ADDRESS, Step
from domain.letter.states import LetterState
from mail.hours import Hours
from storage.tables import BounceRow, LetterRow

COMES_BACK = "Letters to this address come back."
"""The reply of a letter that is held for its address."""


@dataclass(frozen=True)
class Later:
    """The letter waits, so long, as if nobody had asked: it is no hour for letters, or none is sent."""

    state: LetterState
    wait: timedelta


def claim_or_not(session: Session, row: LetterRow, now: datetime, hours: Hours) -> Step | Later:
    """CLAIM if it may go out now, else the step by which it ends or is held, or how long it waits.

    Whoever asked for it (`asked_for`) knows that it is unwanted, out of date or bounces.
    """
    if row.asked_for:
        return CLAIM
    if row.unwanted:
        return CANCEL
    if is_out_of_date(row, now):
        return EXPIRE
    if session.get(BounceRow, row.recipient.lower()):
        row.reply = COMES_BACK
        return HOLD_ADDRESS
    opening = _opening(row, now, hours)
    return until_later(row, opening - now) if opening > now else CLAIM


def is_out_of_date(row: LetterRow, at: datetime) -> bool:
    return row.expires is not None and row.expires <= at


def _opening(row: LetterRow, now: datetime, hours: Hours) -> datetime:
    """When it may go out: at once what would be out of date by the morning. A letter with a calendar part
    is out of date when its event begins."""
    if row.timezone is None:
        return now
    opening = hours.next_opening(now, ZoneInfo(row.timezone))
    return now if is_out_of_date(row, opening) else opening


def until_later(row: LetterRow, wait: timedelta) -> Later:
    """No try has been made; and neither a night nor an outage is counted into the days for which it is
    tried."""
    if row.first_attempt_at:
        row.first_attempt_at += wait
    if row.state == LetterState.CLAIMED:  # of a worker that was lost
        row.state = DEFER.after(row.state)
    return Later(LetterState(row.state), wait)
