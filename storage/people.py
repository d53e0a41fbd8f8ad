"""People, known by their email address, once, whatever cohorts they take part in; and actors, who do
something in the system, known by their names.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Correspondent, Role, Stage
from domain.errors import NotFound, Refused
from domain.people import person_of_actor
from domain.suggestion import suggest
from storage.tables.audit import ActorRow
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.people import PersonRow
from storage.views import PersonView, person_of

_MANY = 500
"""Addresses in one question."""


def get_or_create_person(session: Session, name: str, email: str) -> str:
    """The id of the person with this address, who is written down if new."""
    known = select(PersonRow.id).where(PersonRow.email == email)
    return _get_or_create(session, known, PersonRow(id=uuid4().hex, email=email, name=name))


def timezone_of(session: Session, person: str) -> str | None:
    """This person's own timezone; None where it is the programme's."""
    return session.get_one(PersonRow, person).timezone


def set_timezone(session: Session, person: str, timezone: str | None) -> None:
    """Keep this person's own timezone, if there is one; None changes nothing."""
    if timezone:
        session.get_one(PersonRow, person).timezone = timezone


def is_known(session: Session, email: str) -> bool:
    """Whether this is the address of somebody who takes part, and not a line manager's alone."""
    return session.scalar(select(PersonRow.id).where(PersonRow.email == email)) is not None


def known_addresses(session: Session) -> set[str]:
    """Of everybody who takes part, in lower case."""
    return {email.lower() for email in session.scalars(select(PersonRow.email))}


def known_by(session: Session, email: str) -> PersonView:
    """The person with this address; raises NotFound."""
    return person_of(_row(session, email.strip().lower()))


def by_email(session: Session, emails: Iterable[str]) -> Mapping[str, PersonView]:
    """Those of these addresses who are known."""
    wanted, found = sorted(set(emails)), dict[str, PersonView]()
    for first in range(0, len(wanted), _MANY):
        some = PersonRow.email.in_(wanted[first : first + _MANY])
        found |= {row.email: person_of(row) for row in session.scalars(select(PersonRow).where(some))}
    return found


def amend(session: Session, email: str, new_email: str | None, name: str | None) -> PersonView:
    """Put right how somebody is called, or reached; who it is stays, and so does all they take part in.

    Raises NotFound if nobody has the address, Refused if the new one is somebody else's.
    """
    row = _row(session, email)
    if new_email and new_email != row.email:
        if session.scalar(select(PersonRow.id).where(PersonRow.email == new_email)):
            raise Refused(f"{new_email} is somebody else's address already.")
        row.email = new_email
    row.name = name or row.name
    session.flush()
    return person_of(row)


def takes_part_in(
    session: Session, person: str, also_over: bool = False
) -> Iterator[tuple[str, Role | Correspondent]]:
    """The workflow ids of this person's open applications and pairings, each with as whom they are written
    to. `also_over`: and of those that are over."""
    applied = select(ApplicationRow).where(ApplicationRow.person == person)
    for row in session.scalars(applied):
        if also_over or ApplicationStage(row.stage).is_open:
            yield EntityKind.APPLICATION.workflow_id(row.id), Correspondent.APPLICANT
    for role, column in ((Role.MENTOR, PairingRow.mentor), (Role.MENTEE, PairingRow.mentee)):
        for pair in session.scalars(select(PairingRow).where(column == person)):
            if also_over or Stage(pair.stage).is_open:
                yield EntityKind.PAIRING.workflow_id(pair.id), role


def _row(session: Session, email: str) -> PersonRow:
    found = session.scalar(select(PersonRow).where(PersonRow.email == email).with_for_update())
    if found is None:
        raise NotFound(
            f"Nobody is known by {email}; list people with: {suggest('application list', 'COHORT')}"
        )
    return found


def get_or_create_actor(session: Session, name: str) -> str:
    """The opaque id of whoever has this name, who is written down if new."""
    known = select(ActorRow.id).where(ActorRow.name == name)
    return _get_or_create(session, known, ActorRow(id=uuid4().hex, name=name))


def _get_or_create(session: Session, known: Select[str], new: PersonRow | ActorRow) -> str:
    """Somebody else may write the same down between the look and the insert: then it is theirs."""
    found = session.scalar(known)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        return session.scalars(known).one()
    return new.id


def by_ids(session: Session, ids: Collection[str]) -> Mapping[str, PersonView]:
    """Those of these who are known."""
    rows = session.scalars(select(PersonRow).where(PersonRow.id.in_(ids)))
    return {row.id: person_of(row) for row in rows}


def names_of(session: Session, ids: Iterable[str | None]) -> Mapping[str, str]:
    """The names of these actors by their ids; of a participant, the name that they have now."""
    query = select(ActorRow.id, ActorRow.name).where(ActorRow.id.in_({each for each in ids if each}))
    found = dict(iter(session.execute(query)))
    people = [person for name in found.values() if (person := person_of_actor(name))]
    known = by_ids(session, people) if people else {}
    return {actor: _called(name, known) for actor, name in found.items()}


def _called(name: str, known: Mapping[str, PersonView]) -> str:
    person = known.get(person_of_actor(name) or "")
    return person.name if person else name
