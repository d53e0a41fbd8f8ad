"""Putting right how somebody is called, and reached."""

from cli.cohorts.words import counted
from cli.doors import store
from cli.output import say
from domain.errors import BadInput
from importing.answers import address
from mail import bounces, outbox
from storage import people

_LONGEST_NAME = 120


def amend(email: str, new_email: str | None, name: str | None) -> None:
    """Raises BadInput, NotFound, or Refused; nothing is changed then."""
    if new_email is None and name is None:
        raise BadInput("Say what is to be changed: --email EMAIL, or --name NAME")
    before = address(email)
    with store() as session:
        person = people.amend(session, before, _new(new_email), _name(name))
        waiting = 0
        if person.email != before:
            bounces.forget(session, before)
            waiting = outbox.waiting_for(session, before)
    say(f"{person.name} <{person.email}>: letters are written to this name and address from now on.")
    if waiting:
        what = counted(waiting, "letter", "letters")
        say(f"{what} to {before} had been written before and keep that address: tandem mail list")


def _new(email: str | None) -> str | None:
    return address(email) if email is not None else None


def _name(name: str | None) -> str | None:
    if name is None:
        return None
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME:
        raise BadInput(f"--name: a name has 1 to {_LONGEST_NAME} characters.")
    return clean
