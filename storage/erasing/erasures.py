"""Who asked to be erased, and how far that is."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.people import ErasureRow


def ask(session: Session, person: str, now: datetime) -> ErasureRow:
    """This person is to be erased; once, however often it is asked."""
    row = session.get(ErasureRow, person, with_for_update=True)
    if row is None:
        row = ErasureRow(person=person, asked_at=now, workflows=[])
        session.add(row)
        session.flush()
    return row


def unfinished(session: Session) -> list[str]:
    """The ids of the people of whom something is left, the first who asked first."""
    query = select(ErasureRow.person).where(ErasureRow.done_at.is_(None))
    return list(session.scalars(query.order_by(ErasureRow.asked_at, ErasureRow.person)))


def asked_for(session: Session) -> set[str]:
    """The ids of everybody who is to be erased or has been."""
    return set(session.scalars(select(ErasureRow.person)))


def asked_at(session: Session, person: str) -> datetime | None:
    return session.scalar(select(ErasureRow.asked_at).where(ErasureRow.person == person))


def applications_of(session: Session, person: str) -> list[str]:
    query = select(ApplicationRow.id).where(ApplicationRow.person == person)
    return list(session.scalars(query.order_by(ApplicationRow.id)))


def pairings_of(session: Session, person: str) -> list[str]:
    return list(session.scalars(select(PairingRow.id).where(is_of(person)).order_by(PairingRow.id)))


def is_of(person: str) -> ColumnElement[bool]:
    """Whether a pairing is one of theirs."""
    return or_(PairingRow.mentor == person, PairingRow.mentee == person)


def workflows_of(session: Session, person: str) -> list[str]:
    """The ids of the workflows of their applications and pairings."""
    applied = map(EntityKind.APPLICATION.workflow_id, applications_of(session, person))
    return [*applied, *map(EntityKind.PAIRING.workflow_id, pairings_of(session, person))]


def highest_number(session: Session, cohort: str) -> int:
    """The highest number of an application to this cohort, of those that were erased, too: the workflow of
    such a one may still be there under its id, so that nobody else is given that."""
    rows = select(func.max(ApplicationRow.number)).where(ApplicationRow.cohort == cohort)
    erased = session.scalars(select(ErasureRow.workflows))
    return max([session.scalar(rows) or 0, *_numbers(erased, EntityKind.APPLICATION.workflow_id(cohort))])


def _numbers(workflows: Iterable[list[str]], prefix: str) -> Iterable[int]:
    for ids in workflows:
        for one in ids:
            number = one.removeprefix(f"{prefix}-a")
            if number != one and number.isdigit():
                yield int(number)
