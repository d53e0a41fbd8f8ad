"""People: known by their email address, once, whatever cohorts they take part in."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import PersonRow


def person_id(session: Session, name: str, email: str) -> str:
    """The id of the person with this address, who is written down if new."""
    found = session.scalar(select(PersonRow.id).where(PersonRow.email == email))
    if found is not None:
        return found
    person = PersonRow(id=uuid4().hex, email=email, name=name)
    session.add(person)
    session.flush()
    return person.id


def timezone_of(session: Session, person: str) -> str | None:
    """This person's own timezone; None where it is the programme's."""
    return session.get_one(PersonRow, person).timezone


def live_in(session: Session, person: str, timezone: str | None) -> None:
    """Keep this person's own timezone, if there is one; None changes nothing."""
    if timezone:
        session.get_one(PersonRow, person).timezone = timezone
