"""Who is known as a coordinator, and what they may do."""

from collections.abc import Collection

from domain.errors import BadInput, NotFound, Refused
from domain.people import actor_name
from domain.rights import Right
from services.context import Context
from storage import coordinators
from storage.coordinators import KnownCoordinator


def add(context: Context, name: str, rights: Collection[Right]) -> KnownCoordinator:
    """Make somebody known, or let one who is known do this and no more. Raises BadInput, or Refused if
    nobody would be left who may operate."""
    known_as = actor_name(name)
    if not rights:
        raise BadInput("Say what they may do: --may coordinate, look, report or operate.")
    with context.store() as session:
        coordinators.put(session, known_as, rights, context.clock())
        known = coordinators.coordinators(session)
        _check_somebody_operates(known)
        return next(each for each in known if each.name == known_as)


def remove(context: Context, name: str) -> KnownCoordinator:
    """Raises NotFound, or Refused if nobody would be left who may operate."""
    with context.store() as session:
        removed = coordinators.remove(session, name)
        if removed is None:
            raise NotFound(f"Nobody called {name} is known here.")
        _check_somebody_operates(coordinators.coordinators(session))
        return removed


def list_all(context: Context) -> list[KnownCoordinator]:
    """Those who are known, by name; as long as there are none, everybody may do everything."""
    with context.store() as session:
        return coordinators.coordinators(session)


def _check_somebody_operates(known: Collection[KnownCoordinator]) -> None:
    if not any(Right.OPERATE in each.rights for each in known):
        raise Refused("Somebody must be left who may operate, or nobody could add anybody any more.")
