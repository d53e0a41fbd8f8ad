"""From the outbox to what is handed over for delivery: which letter, and what decides when it is its turn."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.letter.kinds import QueuedLetter, urgency_of
from domain.letter.letter import LetterName
from storage.tables import LetterRow

_COLUMNS = (LetterRow.id, LetterRow.cohort, LetterRow.name, LetterRow.written_at, LetterRow.expires)
"""Not the letter itself, which is large."""


def queued_letters(session: Session, *where: ColumnElement[bool]) -> list[QueuedLetter]:
    """The letters of which this is true, the first written first."""
    query = select(*_COLUMNS).where(*where).order_by(LetterRow.written_at, LetterRow.key)
    return [
        QueuedLetter(row.id, row.cohort, urgency_of(LetterName(row.name), row.written_at, row.expires))
        for row in session.execute(query)
    ]


def queued_letter(session: Session, letter_id: str) -> QueuedLetter:
    """This letter of the outbox, which there must be."""
    (letter,) = queued_letters(session, LetterRow.id == letter_id)
    return letter
