"""Letters that somebody stands in: their text, subject and addresses go; that there was a letter stays."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.letter.machine import CANCEL
from domain.letter.states import ON_THEIR_WAY
from domain.people import erased_address
from storage.erasing import erasures
from storage.erasing.identifiers import Identifiers
from storage.erasing.places import ErasedPlace
from storage.tables import LetterRow

Reads = Callable[[bytes], str]
"""All words of a letter, from its bytes."""
_AT_A_TIME = 200
ERASED_SUBJECT = "(erased)"
_THEIRS, _ABOUT, _NAMING = "to them", "about them, to a line manager", "to others, that name them"


class FoundLetter(NamedTuple):
    id: str
    kind: str
    state: str


def letters_of(session: Session, person: str, known: Identifiers, reads: Reads) -> list[FoundLetter]:
    """Every letter to them, about them, or that names them. All letters are read for it."""
    applied = erasures.applications_of(session, person)
    own = {EntityKind.APPLICATION.workflow_id(one) for one in applied}
    query = select(LetterRow).where(LetterRow.mime != b"").execution_options(yield_per=_AT_A_TIME)
    return list(_found(session.scalars(query), person, own, known, reads))


def erase_letters(session: Session, person: str, found: list[FoundLetter]) -> Iterator[ErasedPlace]:
    for letter in found:
        _erase(session.get_one(LetterRow, letter.id), letter, person)
    for kind in (_THEIRS, _ABOUT, _NAMING):
        yield ErasedPlace("letters", kind, sum(letter.kind == kind for letter in found))


def are_on_their_way(found: list[FoundLetter]) -> int:
    """How many of these have been written and have not gone yet."""
    return sum(letter.state in ON_THEIR_WAY for letter in found)


def _found(
    rows: Iterator[LetterRow], person: str, own: set[str], known: Identifiers, reads: Reads
) -> Iterator[FoundLetter]:
    for row in rows:
        kind = _kind(row, person, own, known, reads)
        if kind:
            yield FoundLetter(row.id, kind, row.state)


def _kind(row: LetterRow, person: str, own: set[str], known: Identifiers, reads: Reads) -> str | None:
    if row.person == person or row.recipient.lower() in known.emails:
        return _THEIRS
    if row.workflow_id in own:
        return _ABOUT
    said = (row.subject, row.reply or "", reads(row.mime))
    return _NAMING if any(known.are_in(text, row.cohort) for text in said) else None


def _erase(row: LetterRow, letter: FoundLetter, person: str) -> None:
    """What has not gone never goes."""
    row.mime, row.subject, row.reply = b"", ERASED_SUBJECT, None
    if letter.kind != _NAMING:
        row.recipient = erased_address(person)
    if row.state in CANCEL.sources:
        row.state = CANCEL.target
