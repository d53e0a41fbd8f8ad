"""What a coordinator may ask about people."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.errors import BadInput, NotFound
from domain.pairing.events import AddressChanged
from domain.people import is_erased_address
from domain.suggestion import suggest
from domain.text_search import best_fits, check_length, nearest, several_fit
from domain.wording import counted, shortened
from importing import answers
from importing.answers import address
from mail import bounces, new_address, readdressing
from services.context import Context
from services.writes import write_and_tell
from storage import links, messages, people, search
from storage.views import PersonView


class AmendedPerson(NamedTuple):
    person: PersonView
    before: str
    """The address that is put right, as it is kept."""
    moved: int = 0
    """So many letters had been written to that address, have not gone, and go to the new one."""


def find_person(context: Context, text: str) -> PersonView:
    """The one person of this address or name, or part of it, in whatever cohort. Raises NotFound with the
    nearest, or BadInput with all that fit where there are several."""
    check_length(text)
    with context.store() as session:
        known = [one for one in search.people(session) if not is_erased_address(one.email)]
    found = best_fits(text, ((one, one.name, one.email) for one in known))
    if not found:
        raise NotFound(_nobody(text, known))
    if len(found) > 1:
        raise BadInput(*_several(text, found))
    return found[0]


def usable_address(email: str) -> str:
    """As it is kept. Raises BadInput."""
    return address(email)


def with_address(person: PersonView) -> str:
    """`Amara Obi <amara.obi@uni.example>`."""
    return f"{person.name} <{person.email}>"


def _several(text: str, found: Sequence[PersonView]) -> Iterable[str]:
    how_many = counted(len(found), "person", "people")
    return several_fit(text, how_many, "Who is meant?", [with_address(one) for one in found])


def _nobody(text: str, known: Sequence[PersonView]) -> str:
    close = nearest(text, known, lambda one: [one.name, one.email, *one.name.split()])
    begins = f"Nobody is known by {shortened(text)}"
    if close:
        return f"{begins}. Did you mean {' or '.join(map(with_address, close))}?"
    return f"{begins}; list people with: {suggest('application list', 'COHORT')}"


async def amend(context: Context, email: str, new_email: str | None, name: str | None) -> AmendedPerson:
    """Put right how somebody is called, or reached, in every cohort. Letters that wait, and what is to come
    in their calendar, go to the new address, or else a letter with a new link; the one of before is told that
    it was changed.

    Raises BadInput, NotFound, or Refused; nothing is changed then. A new address also raises Unreachable.
    """
    if new_email is None and name is None:
        raise BadInput("Say what is to be changed: --email EMAIL, or --name NAME")
    before, after, called = address(email), address(new_email) if new_email is not None else None, _name(name)
    if after in (None, before):
        with context.store() as session:
            return AmendedPerson(people.amend(session, before, after, called), before)

    sender = context.sender()

    def write(session: Session) -> tuple[AmendedPerson, list[str]]:
        person = people.amend(session, before, after, called)
        now = context.clock()
        links.revoke_all(session, person.id, before, now)
        moved, released = readdressing.move_waiting(session, person, before, now)
        written = new_address.write(session, person, before, now, sender)
        bounces.forget(session, before)
        targets = [*_letters(context, session, [*released, *written]), *_told(context, session, person)]
        return AmendedPerson(person, before, moved), targets

    amended, _ = await write_and_tell(context, write)
    return amended


def _letters(context: Context, session: Session, released: list[str]) -> Iterator[str]:
    for letter in released:
        yield messages.deliver(session, letter, context.clock()).target


def _told(context: Context, session: Session, person: PersonView) -> Iterator[str]:
    for workflow_id, role in people.takes_part_in(session, person.id):
        changed = context.signed(session, AddressChanged(role=role))
        yield messages.signal(session, workflow_id, changed, context.clock()).target


def _name(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return answers.whole_name(name)
    except BadInput as problem:
        raise BadInput(f"--name: {problem}") from None
