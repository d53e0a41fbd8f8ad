"""Which letters of a slip may have arrived: one that puts it right names them, and goes for them alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.clock import format_full_day
from domain.entity.entity import Entry
from domain.letter.letter import Letter
from domain.letter.states import AT_WORK, LetterState
from mail.facts import Recipient
from storage.tables.letters import LetterRow

Address = Callable[[Letter], Recipient]
"""Whom a letter goes to, and what it may say."""


class Arrived(NamedTuple):
    subject: str
    written_at: datetime


def may_have_arrived(session: Session, entry: Entry, letter: Letter) -> list[Arrived]:
    """Those of the letters that this one puts right which somebody may have read, the first first."""
    keys = [f"{entry.id}:{key}" for key in letter.puts_right]
    has_gone = or_(LetterRow.state.in_((*AT_WORK, LetterState.SENT)), LetterRow.unsure > 0)
    query = select(LetterRow.subject, LetterRow.written_at).where(LetterRow.key.in_(keys), has_gone)
    return [Arrived(*row) for row in session.execute(query.order_by(LetterRow.written_at, LetterRow.key))]


def naming_what_was_wrong(session: Session, entry: Entry, zone: ZoneInfo, address: Address) -> Address:
    """The same, where a letter that puts others right names them."""

    def named(letter: Letter) -> Recipient:
        to = address(letter)
        wrong = [_named(one, zone) for one in may_have_arrived(session, entry, letter)]
        return replace(to, facts=replace(to.facts, wrong_letters=tuple(wrong))) if wrong else to

    return named


def _named(letter: Arrived, zone: ZoneInfo) -> str:
    return f"\u201c{letter.subject}\u201d, of {format_full_day(letter.written_at, zone)}"
