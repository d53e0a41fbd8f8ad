"""The last things told of an entity, and which of them can be taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.entity.machine import Machine
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.entity.taking_back import slips
from storage import people, queries
from storage.entities import load_entity

_MOST = 10
"""So many of the last things told are shown."""


class ToldThing(NamedTuple):
    """Something that somebody has told an entity."""

    number: int
    """By which it is taken back."""
    outcomes: Sequence[Outcome]
    """What was recorded for it."""
    by: str | None
    """The name of who told it."""
    why_not: str | None
    """Why it cannot be taken back; None: it can be."""


def told_of(
    session: Session,
    kind: EntityKind,
    machine: Machine[Any, Any],
    key: str,
    number: int | None = None,
    closed: str | None = None,
) -> list[ToldThing]:
    """The latest first, or the one of this number. `closed`: why nothing of it can be taken back, whatever it
    is."""
    entity = load_entity(session, kind, key)
    if entity is None:
        return []
    recorded = {o.number: o for o in queries.outcomes(session, kind.workflow_id(key))}
    names = people.names_of(session, (outcome.actor for outcome in recorded.values()))
    found = []
    for slip in slips(machine, entity, _MOST, number):
        outcomes = [recorded.get(number) or _lost(number, slip.step.at) for number in slip.step.outcomes]
        by = next((names.get(outcome.actor or "") for outcome in outcomes), None)
        found.append(ToldThing(slip.number, outcomes, by, closed or slip.why_not))
    return found


def _lost(number: int, at: datetime) -> Outcome:
    """What a restored store lacks: that it was, and when, is all that is known."""
    return Outcome(number=number, kind=OutcomeKind.CAUGHT_UP, at=at)
