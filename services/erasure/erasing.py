"""Erasing a person: what would go, and that it goes."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.errors import Refused
from services.context import Context
from services.erasure.ending import end_with_care
from services.erasure.personal_files import NO_LIST, PersonalFiles, files_naming
from services.erasure.waiting import read_letters, what_waits
from storage import people
from storage.erasing import erasures
from storage.erasing.erase import erase_person
from storage.erasing.going_on import GoingOn
from storage.erasing.places import ErasedPlace
from storage.views import PersonView

if TYPE_CHECKING:
    from services.erasure.finishing import ErasureProgress


@dataclass(frozen=True)
class ErasurePlan:
    person: PersonView
    ends: GoingOn
    """What would be ended first, and what would be waited for."""
    places: list[ErasedPlace] = field(default_factory=list)


@dataclass(frozen=True)
class Erasure:
    person: PersonView
    """As they were known."""
    progress: "ErasureProgress"


def plan_erasure(context: Context, email: str, outside: PersonalFiles) -> ErasurePlan:
    """What would go if this person were erased now. Nothing is changed. Raises NotFound."""
    with context.store() as session:
        person = people.known_by(session, email)
    reader = read_letters(context.database, person.id)
    files = len(list(files_naming(outside.letters, reader.known)))
    with context.store() as session:
        ends = what_waits(session, person.id, reader)
        places = erase_person(session, person.id, reader, remembering=None)
        session.rollback()
    in_files = [ErasedPlace("files", "letters in the catcher's folder", files)] if files else []
    return ErasurePlan(person, ends, [*places, *in_files])


async def erase(context: Context, email: str, outside: PersonalFiles) -> Erasure:
    """End what of theirs goes on, as if they had withdrawn, and erase them as soon as that is over; what
    cannot be done now a worker does. Raises NotFound, Unreachable, or Refused, with nothing begun, if it
    cannot be written into the list of erasures."""
    from services.erasure.finishing import Erasing

    if outside.ledger is None:
        raise Refused(f"Nothing was erased. {NO_LIST}")
    relay, now = await context.relay(), context.clock()
    with context.store() as session:
        person = people.known_by(session, email)
    outside.ledger.add(person.id, person.email, now)

    with context.store() as session:
        erasures.ask(session, person.id, now)
        targets = end_with_care(session, person.id, context.signed, now)
    await relay.tell_all(targets)
    erasing = Erasing(await context.client(), context.database, outside, context.clock)
    return Erasure(person, await erasing.carry_on(person.id))
