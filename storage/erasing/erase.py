"""Erasing somebody from the store: what names them goes, and a row without a name stays for their partner's
record."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.people import ERASED_NAME, erased_address
from storage.erasing import erasures
from storage.erasing.evaluation import erase_written
from storage.erasing.letter_reader import LetterReader
from storage.erasing.letters import are_on_their_way, erase_letters, letters_of
from storage.erasing.others import erase_elsewhere, erase_in_drafts
from storage.erasing.past_pairs import PairDigest, remember
from storage.erasing.places import ErasedPlace
from storage.links import address_digest
from storage.tables.entities import ApplicationRow, EntryRow, OutcomeRow, PairingRow
from storage.tables.letters import LinkRow
from storage.tables.matching import MatchMarkRow
from storage.tables.people import PersonRow


def letters_on_their_way(session: Session, person: str, reader: LetterReader) -> int:
    """How many letters that name them, to whomever, have been written and have not gone."""
    return are_on_their_way(letters_of(session, person, reader))


class Remembering(NamedTuple):
    """How it is remembered with whom they were a pair."""

    digest: PairDigest
    now: datetime


def erase_person(
    session: Session,
    person: str,
    reader: LetterReader,
    remembering: Remembering | None,
    keeps_applications: bool = False,
) -> list[ErasedPlace]:
    """What was erased, place by place. Nothing of theirs may be going on any more. Doing it twice finds
    nothing the second time.

    `remembering`: None where it is only looked what would go. `keeps_applications`: that there were those
    that led to no pair stays, too, as the cohort's numbers count them.
    """
    if remembering:
        remember(session, person, *remembering)
    found = _erase(session, person, reader, keeps_applications)
    return [place for place in found if place.many]


def _erase(
    session: Session, person: str, reader: LetterReader, keeps_applications: bool
) -> Iterator[ErasedPlace]:
    yield from erase_letters(session, person, letters_of(session, person, reader))
    yield from erase_elsewhere(session, person, reader.known)
    own = set(erasures.applications_of(session, person))
    gone = set() if keeps_applications else {one for one in own if not _led_to_a_pair(session, one)}
    yield from erase_in_drafts(session, own, gone)
    linked = _links(session, person, reader.known.emails)
    yield ErasedPlace("links", "to their page, a form, and a line manager's answer", linked)
    yield from _erase_applications(session, own, gone)
    yield from erase_written(session, person, reader.known)
    row = session.get_one(PersonRow, person)
    was_there = row.name != ERASED_NAME
    row.name, row.email, row.timezone = ERASED_NAME, erased_address(person), None
    yield ErasedPlace("people", "name, address and timezone", int(was_there))


def _led_to_a_pair(session: Session, application: str) -> bool:
    row = session.get_one(ApplicationRow, application)
    partner = PairingRow.mentor if row.role == Role.MENTOR else PairingRow.mentee
    theirs = partner == row.person
    query = select(PairingRow.id).where(PairingRow.cohort == row.cohort, theirs).limit(1)
    return session.scalar(query) is not None


def _erase_applications(session: Session, own: set[str], gone: set[str]) -> Iterator[ErasedPlace]:
    either = or_(MatchMarkRow.mentor.in_(own), MatchMarkRow.mentee.in_(own))
    yield ErasedPlace(
        "marks", "that a coordinator made on pairs with them", _deleted(session, MatchMarkRow, either)
    )
    ids = [EntityKind.APPLICATION.workflow_id(one) for one in gone]
    happened = _deleted(session, OutcomeRow, OutcomeRow.workflow_id.in_(ids))
    yield ErasedPlace("outcomes", "of applications that led to no pair", happened)
    recorded = _deleted(session, EntryRow, EntryRow.workflow_id.in_(ids))
    yield ErasedPlace("entries", "of applications that led to no pair", recorded)
    for application in sorted(own - gone):
        _empty(session.get_one(ApplicationRow, application))
    yield ErasedPlace("applications", "that led to a pair: what they told", len(own - gone))
    whole = _deleted(session, ApplicationRow, ApplicationRow.id.in_(gone))
    yield ErasedPlace("applications", "that led to no pair, whole", whole)


def _empty(row: ApplicationRow) -> None:
    """That there was an application stays, and nothing more happens to it."""
    row.answers, row.imported, row.missing = {}, None, []
    row.state, row.waits_for, row.until, row.concerns = None, None, None, []


def _links(session: Session, person: str, emails: Iterable[str]) -> int:
    about = and_(LinkRow.person.is_(None), LinkRow.workflow_id.in_(erasures.workflows_of(session, person)))
    went_to_them = LinkRow.address.in_(map(address_digest, emails))
    return _deleted(session, LinkRow, or_(LinkRow.person == person, about, went_to_them))


def _deleted(session: Session, table: type, where: object) -> int:
    done = session.execute(delete(table).where(where))  # type: ignore[arg-type]
    assert isinstance(done, CursorResult)
    return done.rowcount
