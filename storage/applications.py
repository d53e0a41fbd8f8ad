"""Applications, the coordinator's pins and forbids, and the draft that comes of them."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from domain.application import Application
from domain.errors import NotFound
from domain.matching.candidates import Candidate, IdPair
from domain.matching.draft import Draft
from domain.pairs import Pair, PersonDetails
from domain.value import Moment, Value
from domain.words import Role
from storage.people import person_id
from storage.tables import ApplicationRow, DraftRow, MatchMarkRow, PairingRow, PersonRow


class Imported(StrEnum):
    """What became of an application that was brought in."""

    NEW = "new"
    SAME = "same"
    """It is there already, with the same answers."""
    OTHER = "other"
    """This person has applied in this role before, with other answers, which stay."""


class Mark(StrEnum):
    PIN = "pin"
    FORBID = "forbid"


class KeptApplication(Value):
    id: str
    person: str
    application: Application


class KeptDraft(Value):
    draft: Draft
    made_at: Moment
    approved_by: str | None
    approved_at: Moment | None


def bring_in(session: Session, cohort: str, application: Application, now: datetime) -> Imported:
    """Keep this application. Bringing it in again changes nothing."""
    person = person_id(session, application.name, application.email)
    answers = application.model_dump(mode="json", exclude={"name", "email", "role"})
    known = session.scalar(_one(cohort, person, application.role))
    if known is not None:
        return Imported.SAME if known.answers == answers else Imported.OTHER
    session.add(
        ApplicationRow(
            id=uuid4().hex,
            cohort=cohort,
            person=person,
            role=application.role,
            answers=answers,
            received_at=now,
        )
    )
    return Imported.NEW


def applications(session: Session, cohort: str) -> list[KeptApplication]:
    """The cohort's applications, by role and name."""
    query = (
        select(ApplicationRow, PersonRow)
        .join(PersonRow, PersonRow.id == ApplicationRow.person)
        .where(ApplicationRow.cohort == cohort)
        .order_by(ApplicationRow.role, PersonRow.name, PersonRow.email)
    )
    return [_kept(*row) for row in session.execute(query)]


def by_email(session: Session, cohort: str, email: str) -> list[KeptApplication]:
    """This person's applications, of one role or both; raises NotFound."""
    found = [kept for kept in applications(session, cohort) if kept.application.email == email.lower()]
    if not found:
        raise NotFound(f"Nobody has applied to {cohort} as {email}; list them with: tandem application list")
    return found


def candidates(session: Session, cohort: str) -> list[Candidate]:
    """Whoever still has room for a partner, with as many places as are left and the partners of before."""
    kept = applications(session, cohort)
    pairs = _pairs_of_applicants(session, cohort)
    return [c for k in kept if (c := _candidate(k, kept, pairs, cohort)) is not None]


def marks(session: Session, cohort: str, kind: Mark) -> frozenset[IdPair]:
    query = (
        select(MatchMarkRow)
        .join(ApplicationRow, ApplicationRow.id == MatchMarkRow.mentor)
        .where(ApplicationRow.cohort == cohort, MatchMarkRow.kind == kind)
    )
    return frozenset((row.mentor, row.mentee) for row in session.scalars(query))


def mark(session: Session, mentor: str, mentee: str, kind: Mark, now: datetime) -> None:
    """Pin or forbid this pair; the later word counts."""
    session.merge(MatchMarkRow(mentor=mentor, mentee=mentee, kind=kind, made_at=now))


def keep_draft(session: Session, cohort: str, draft: Draft, now: datetime) -> None:
    """Keep this draft in the place of any before."""
    stored = draft.model_dump(mode="json")
    session.merge(DraftRow(cohort=cohort, draft=stored, made_at=now, approved_by=None, approved_at=None))


def latest_draft(session: Session, cohort: str) -> KeptDraft:
    """Raises NotFound if there is none."""
    row = session.get(DraftRow, cohort)
    if row is None:
        raise NotFound(f"There is no draft for {cohort} yet; make one with: tandem match draft {cohort}")
    return KeptDraft(
        draft=Draft.model_validate(row.draft),
        made_at=row.made_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )


def pairs_of(session: Session, cohort: str, draft: Draft) -> list[Pair]:
    """The draft's pairs, with the people's names and addresses."""
    people = {
        kept.id: PersonDetails(name=kept.application.name, email=kept.application.email)
        for kept in applications(session, cohort)
    }
    return [
        Pair(mentor=people[p.mentor], mentee=people[p.mentee], arrangement=p.arrangement) for p in draft.pairs
    ]


def changed_since(session: Session, cohort: str, moment: datetime) -> bool:
    """Whether an application, a pin or a forbid is newer than this."""
    received = select(func.max(ApplicationRow.received_at)).where(ApplicationRow.cohort == cohort)
    marked = (
        select(func.max(MatchMarkRow.made_at))
        .join(ApplicationRow, ApplicationRow.id == MatchMarkRow.mentor)
        .where(ApplicationRow.cohort == cohort)
    )
    newest = [session.scalar(query) for query in (received, marked)]
    return any(at is not None and at > moment for at in newest)


def approve(session: Session, cohort: str, by: str, now: datetime) -> None:
    row = session.get_one(DraftRow, cohort)
    row.approved_by, row.approved_at = by, now


def _one(cohort: str, person: str, role: Role) -> Select[ApplicationRow]:
    return select(ApplicationRow).where(
        ApplicationRow.cohort == cohort, ApplicationRow.person == person, ApplicationRow.role == role
    )


def _kept(row: ApplicationRow, person: PersonRow) -> KeptApplication:
    told = {**row.answers, "name": person.name, "email": person.email, "role": row.role}
    return KeptApplication(id=row.id, person=row.person, application=Application.model_validate(told))


def _pairs_of_applicants(session: Session, cohort: str) -> list[PairingRow]:
    """Every pairing, of any cohort, of somebody who has applied to this one."""
    people = select(ApplicationRow.person).where(ApplicationRow.cohort == cohort)
    query = select(PairingRow).where(or_(PairingRow.mentor.in_(people), PairingRow.mentee.in_(people)))
    return list(session.scalars(query))


def _candidate(
    kept: KeptApplication, everybody: Iterable[KeptApplication], pairs: list[PairingRow], cohort: str
) -> Candidate | None:
    role = kept.application.role
    mine = [pair for pair in pairs if kept.person in (pair.mentor, pair.mentee)]
    taken = sum(
        pair.cohort == cohort and getattr(pair, role.value) == kept.person and pair.stage != "ended"
        for pair in mine
    )
    places = kept.application.capacity - taken
    if places < 1:
        return None
    before = {person for pair in mine for person in (pair.mentor, pair.mentee)} - {kept.person}
    earlier = frozenset(other.id for other in everybody if other.person in before)
    return Candidate(id=kept.id, application=kept.application.changed(capacity=places), earlier=earlier)
