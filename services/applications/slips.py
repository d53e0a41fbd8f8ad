"""What was told of an application by mistake: what can be taken back, and taking it back."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.application.machine import APPLICATION
from domain.entity.entity import EntityKind, TakeBack
from domain.enums import Role
from services.applications.reading import FoundApplication, find
from services.applications.updates import UpdatedApplication, update
from services.context import Context
from services.told import ToldThing, told_of


class LastToldOfApplication(NamedTuple):
    found: FoundApplication
    told: Sequence[ToldThing]
    """The latest first."""


def last_told(
    context: Context, cohort: str, person: str, role: Role | None = None, number: int | None = None
) -> LastToldOfApplication:
    """The last things told of this application, or the one of this number, and which of them can be taken
    back. Raises NotFound, or BadInput if it could be either of two."""
    found = find(context, cohort, person, role)
    with context.store() as session:
        told = told_of(session, EntityKind.APPLICATION, APPLICATION, found.view.id, number)
        return LastToldOfApplication(found, told)


async def undo(
    context: Context, cohort: str, person: str, role: Role | None, number: int
) -> UpdatedApplication:
    """Take back what was told of this application under this number, as if it had never been told; one that
    was declined or withdrawn by it is in the running again. Raises NotFound, Refused with the reason if it
    cannot be taken back, Unreachable."""
    return await update(context, find(context, cohort, person, role), TakeBack(number=number))
