"""What a coordinator may ask about people."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.errors import BadInput, NotFound
from domain.finding import best_fits, check_length, nearest
from domain.people import is_erased_address
from domain.suggestion import suggest
from domain.wording import counted, shortened
from importing import answers
from importing.answers import address
from mail import bounces, outbox
from services.context import Context
from storage import people, search
from storage.views import PersonView

_MOST = 15
"""So many are listed one by one."""


class AmendedPerson(NamedTuple):
    person: PersonView
    before: str
    """The address that is put right, as it is kept."""
    waiting: int
    """So many letters had been written to that address and keep it."""


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


def with_address(person: PersonView) -> str:
    """`Amara Obi <amara.obi@uni.example>`."""
    return f"{person.name} <{person.email}>"


def _several(text: str, found: Sequence[PersonView]) -> Iterable[str]:
    how_many = counted(len(found), "person", "people")
    yield f"{shortened(text)!r} fits {how_many}; nothing was done. Who is meant?"
    yield from (f"  {with_address(one)}" for one in found[:_MOST])
    if len(found) > _MOST:
        yield f"  ... and {len(found) - _MOST} more"


def _nobody(text: str, known: Sequence[PersonView]) -> str:
    close = nearest(text, known, lambda one: [one.name, one.email, *one.name.split()])
    begins = f"Nobody is known by {shortened(text)}"
    if close:
        return f"{begins}. Did you mean {' or '.join(map(with_address, close))}?"
    return f"{begins}; list people with: {suggest('application list', 'COHORT')}"


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
