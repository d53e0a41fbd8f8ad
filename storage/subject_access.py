"""Everything that the store holds of one person, for whoever asks what is kept about them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.audit import AuditEntry
from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import Role
from domain.programme.programme import Programme
from storage import applications, audit, links, people, queries, raised_concerns
from storage.erasing import erasures
from storage.raised_concerns import RaisedConcern
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.letters import BounceRow, LetterRow
from storage.tables.matching import DraftRow, MatchMarkRow
from storage.views import ApplicationView, LetterView, PairingView, PersonView, letter_of
from storage.written import WrittenRecord, written_by


class ApplicationRecord(NamedTuple):
    view: ApplicationView
    outcomes: list[Outcome]


class PairingRecord(NamedTuple):
    view: PairingView
    role: Role
    outcomes: list[Outcome]
    programme: Programme
    written: WrittenRecord


class LetterRecord(NamedTuple):
    view: LetterView
    mime: bytes
    is_theirs: bool
    """They received it; otherwise it went to a line manager, about them."""


class PersonRecord(NamedTuple):
    person: PersonView
    timezone: str | None
    applications: list[ApplicationRecord]
    pairings: list[PairingRecord]
    letters: list[LetterRecord]
    named_by: list[str]
    """The ids of other people's applications that hold their address, as a line manager's or as of somebody
    not to be paired with."""
    marks: int
    """So many pairs with them a coordinator wanted, or did not want."""
    drafts: list[str]
    """The drafts of matches in which they stand, as `bristol-2021, draft 2`."""
    bounce: str | None
    """What the mail server said of a letter to their address that came back."""
    erasure_asked_at: datetime | None
    """When it was asked that they are erased."""
    concerns: list[RaisedConcern]
    """What they raised; nothing but for themselves."""
    links: list[tuple[str, datetime]]
    """What each link to a page was for that they, or a line manager about them, have had, and when it was
    made."""
    seen: list[tuple[AuditEntry, str]]
    """What was asked about them, each with the name of who asked, the latest first."""


def record_of(session: Session, email: str, is_for_them: bool = False) -> PersonRecord:
    """`is_for_them`: nobody else reads it. Raises NotFound if nobody is known by this address."""
    person = people.known_by(session, email)
    applied = [_application(session, each) for each in _applications(session, person)]
    paired = [_pairing(session, each, person) for each in _pairings(session, person)]
    entities = {f"person-{person.id}"}
    entities |= {EntityKind.APPLICATION.workflow_id(each.view.id) for each in applied}
    entities |= {EntityKind.PAIRING.workflow_id(each.view.id) for each in paired}
    own = [each.view.id for each in applied]
    return PersonRecord(
        person=person,
        timezone=people.timezone_of(session, person.id),
        applications=applied,
        pairings=paired,
        letters=_letters(session, person, entities),
        named_by=[each for each in _naming(session, person.email) if each not in own],
        marks=_marks(session, own),
        drafts=_drafts(session, own),
        bounce=session.scalar(select(BounceRow.diagnostic).where(BounceRow.email == person.email)),
        erasure_asked_at=erasures.asked_at(session, person.id),
        concerns=raised_concerns.of_person(session, person.id) if is_for_them else [],
        links=links.purposes_of(session, person.id, list(entities)),
        seen=audit.about(session, entities),
    )


def _applications(session: Session, person: PersonView) -> list[str]:
    query = select(ApplicationRow.id).where(ApplicationRow.person == person.id).order_by(ApplicationRow.id)
    return list(session.scalars(query))


def _application(session: Session, application: str) -> ApplicationRecord:
    outcomes = queries.outcomes(session, EntityKind.APPLICATION.workflow_id(application))
    return ApplicationRecord(applications.application(session, application), outcomes)


def _pairings(session: Session, person: PersonView) -> list[str]:
    either = or_(PairingRow.mentor == person.id, PairingRow.mentee == person.id)
    return list(session.scalars(select(PairingRow.id).where(either).order_by(PairingRow.id)))


def _pairing(session: Session, pairing: str, person: PersonView) -> PairingRecord:
    view = queries.pairing(session, pairing)
    role = Role.MENTOR if view.mentor.id == person.id else Role.MENTEE
    return PairingRecord(
        view,
        role,
        queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing)),
        queries.cohort(session, view.cohort).programme,
        written_by(session, pairing, role),
    )


def _letters(session: Session, person: PersonView, entities: Iterable[str]) -> list[LetterRecord]:
    to_managers = (LetterRow.person.is_(None)) & LetterRow.workflow_id.in_(list(entities))
    query = select(LetterRow).where(or_(LetterRow.person == person.id, to_managers))
    rows = session.scalars(query.order_by(LetterRow.written_at, LetterRow.key))
    return [LetterRecord(letter_of(row), row.mime, row.person is not None) for row in rows]


def _naming(session: Session, email: str) -> list[str]:
    """Answers are JSON, whose fields databases ask for in ways of their own, so all are looked through."""
    rows = session.execute(select(ApplicationRow.id, ApplicationRow.answers).order_by(ApplicationRow.id))
    return [
        application
        for application, answers in rows
        if email in [answers.get("manager_email"), *(answers.get("conflicts") or ())]
    ]


def _marks(session: Session, own: list[str]) -> int:
    either = or_(MatchMarkRow.mentor.in_(own), MatchMarkRow.mentee.in_(own))
    return len(session.scalars(select(MatchMarkRow.kind).where(either)).all())


def _drafts(session: Session, own: list[str]) -> list[str]:
    rows = session.scalars(select(DraftRow).order_by(DraftRow.cohort, DraftRow.number))
    return [f"{row.cohort}, draft {row.number}" for row in rows if _stands_in(row.draft, set(own))]


def _stands_in(value: object, own: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_stands_in(each, own) for each in [*value.keys(), *value.values()])
    if isinstance(value, list):
        return any(_stands_in(each, own) for each in value)
    return value in own
