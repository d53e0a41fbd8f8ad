"""Letters that somebody stands in: their text, subject and addresses go; that there was a letter stays."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from domain.entity.entity import EntityKind
from domain.letter.machine import CANCEL
from domain.letter.states import ON_THEIR_WAY
from domain.people import ERASED_DOMAIN, erased_address
from storage.erasing import erasures
from storage.erasing.letter_reader import LetterReader
from storage.erasing.places import ErasedPlace
from storage.tables.letters import LetterRow

ERASED_SUBJECT = "(erased)"
_THEIRS, _ABOUT, _NAMING = "to them", "about them, to a line manager", "to others, that name them"


class FoundLetter(NamedTuple):
    id: str
    kind: str
    state: str


def letters_of(session: Session, person: str, reader: LetterReader) -> list[FoundLetter]:
    """Every letter to them, about them, or that names them."""
    applied = erasures.applications_of(session, person)
    own = {EntityKind.APPLICATION.workflow_id(one) for one in applied}
    query = select(LetterRow).where(LetterRow.recipient.not_like(f"%{ERASED_DOMAIN}"))
    if reader.only_their_cohorts:
        query = query.where(LetterRow.cohort.in_(reader.known.cohorts))
    query = query.options(defer(LetterRow.mime))
    kinds = ((row, _kind(session, row, person, own, reader)) for row in session.scalars(query))
    return [FoundLetter(row.id, kind, row.state) for row, kind in kinds if kind]


def erase_letters(session: Session, person: str, found: list[FoundLetter]) -> Iterator[ErasedPlace]:
    for letter in found:
        _erase(session.get_one(LetterRow, letter.id), letter, person)
    for kind in (_THEIRS, _ABOUT, _NAMING):
        yield ErasedPlace("letters", kind, sum(letter.kind == kind for letter in found))


def are_on_their_way(found: list[FoundLetter]) -> int:
    """How many of these have been written and have not gone yet."""
    return sum(letter.state in ON_THEIR_WAY for letter in found)


def _kind(session: Session, row: LetterRow, person: str, own: set[str], reader: LetterReader) -> str | None:
    if row.person == person or row.recipient.lower() in reader.known.emails:
        return _THEIRS
    if row.workflow_id in own:
        return _ABOUT
    is_said = any(reader.known.are_in(text, row.cohort) for text in (row.subject, row.reply or ""))
    return _NAMING if is_said or reader.names_them(session, row.id) else None


def _erase(row: LetterRow, letter: FoundLetter, person: str) -> None:
    """What has not gone never goes."""
    row.mime, row.subject, row.reply = b"", ERASED_SUBJECT, None
    if letter.kind != _NAMING:
        row.recipient = erased_address(person)
    if row.state in CANCEL.sources:
        row.state = CANCEL.target
