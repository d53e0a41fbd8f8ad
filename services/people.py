"""What a coordinator may ask about people."""

from typing import NamedTuple

from domain.errors import BadInput
from importing import answers
from importing.answers import address
from mail import bounces, outbox
from services.context import Context
from storage import people
from storage.views import PersonView


class AmendedPerson(NamedTuple):
    person: PersonView
    before: str
    """The address that is put right, as it is kept."""
    waiting: int
    """So many letters had been written to that address and keep it."""


def amend(context: Context, email: str, new_email: str | None, name: str | None) -> AmendedPerson:
    """Put right how somebody is called, or reached, in every cohort. Raises BadInput, NotFound, or Refused;
    nothing is changed then."""
    if new_email is None and name is None:
        raise BadInput("Say what is to be changed: --email EMAIL, or --name NAME")
    before, after = address(email), address(new_email) if new_email is not None else None
    with context.store() as session:
        person = people.amend(session, before, after, _name(name))
        if person.email == before:
            return AmendedPerson(person, before, waiting=0)
        bounces.forget(session, before)
        return AmendedPerson(person, before, outbox.waiting_for(session, before))


def _name(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return answers.whole_name(name)
    except BadInput as problem:
        raise BadInput(f"--name: {problem}") from None
