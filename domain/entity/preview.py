"""What will be written by itself, before it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from domain.entity.engine import Due
from domain.entity.entity import Entity
from domain.letter.letter import Letter

L = TypeVar("L", bound=Entity)


def letters_until(
    due: Callable[[L, datetime], Due[L, Any]], entity: L, now: datetime, until: datetime
) -> list[Letter]:
    """All that is written from now until then, if nothing is told. `due`: of this kind of entity."""
    letters, at = list[Letter](), now
    while at <= until:
        found = due(entity, at)
        entity = found.entity
        if found.entry:
            letters += found.entry.letters
        elif found.look_again is None:
            break
        else:
            at = found.look_again
    return letters
