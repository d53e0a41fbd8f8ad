"""Letters: what stood in them goes; that there was one stays. One that has not gone is not touched."""

from collections.abc import Iterator, Sequence

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session

from domain.letter.letter import LetterName
from domain.letter.states import OVER
from domain.people import erased_address
from domain.retention import RetentionClass
from storage.erasing.letters import ERASED_SUBJECT
from storage.people import known_addresses
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.tables.letters import BounceRow, LetterRow

KEPT_NO_MORE = "(kept no more)"
"""The subject of a letter that was kept for long enough."""
_A_FEW = 500
_IS_FORM = LetterRow.name == LetterName.APPLICATION_FORM


def letters(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """Those with which nothing more happens."""
    at = func.coalesce(LetterRow.sent_at, LetterRow.written_at)
    is_there = or_(LetterRow.mime != b"", LetterRow.subject.not_in((KEPT_NO_MORE, ERASED_SUBJECT)))
    query = select(LetterRow.id, LetterRow.sent_at, LetterRow.written_at, LetterRow.cohort)
    rows = session.execute(query.where(LetterRow.state.in_(OVER), is_there).order_by(at))
    for letter, sent, written, cohort in rows:
        yield RunningClock(letter, (sent or written) + clocks.of(cohort, RetentionClass.LETTERS), cohort)


def remove_letters(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    """Of a letter with a form its address goes as well: it may be of somebody who has never sent it."""
    nobody = case((_IS_FORM, erased_address("nobody")), else_=LetterRow.recipient)
    for first in range(0, len(ids), _A_FEW):
        these = LetterRow.id.in_(ids[first : first + _A_FEW])
        empty = update(LetterRow).where(these, LetterRow.state.in_(OVER))
        session.execute(empty.values(mime=b"", subject=KEPT_NO_MORE, reply=None, recipient=nobody))
    return ids


def bounces(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """Not of those who take part: theirs go with them."""
    known = known_addresses(session)
    for email, at in session.execute(select(BounceRow.email, BounceRow.bounced_at)):
        if email not in known:
            yield RunningClock(email, at + clocks.longest(RetentionClass.BOUNCES))


def remove_bounces(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for email in ids:
        session.delete(session.get_one(BounceRow, email))
    return ids
