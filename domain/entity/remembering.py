"""How a life keeps what it is told, and lives again without a part of it.

Living again is what the machine does, from `origin` on: each thing told at its moment, each move made when it
was made. What would not have been possible is refused by the machine itself.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.entity.entity import Entity, Event
from domain.entity.told import Told
from domain.errors import Refused
from domain.value import Value

if TYPE_CHECKING:
    from domain.entity.machine import Machine

Life = Any
"""An application or a pairing; each machine has its own."""
Step = Told[Any]

_KEPT = 40
"""Steps; what was told before them can no longer be taken back."""


class BuiltUponError(Exception):
    """A later step would not have been possible."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step


def note(
    machine: "Machine[Any, Any]", before: Life, after: Life, now: datetime, event: Event | None = None
) -> Life:
    """`after`, with this step remembered; None: it moved by itself."""
    outcomes = range(before.outcome_count + 1, after.outcome_count + 1)
    step = Step(
        at=now,
        event=event,
        stage=None if event else _stage(before, after),
        outcomes=tuple(outcomes),
        numbered=before.numbered,
        rules_before=_changed(before.rules, after.rules),
    )
    origin = after.origin or core(before)
    noted = after.replace(told=(*after.told, step), origin=origin)
    return _shortened(machine, noted) if len(noted.told) > _KEPT else noted


def core(entity: Entity) -> dict[str, Any]:
    """What events and moves make of it, as JSON: all but its rules and what is kept about records and
    letters."""
    return entity.model_dump(mode="json", include=own_fields(entity), exclude_defaults=True)


def own_fields(entity: Entity) -> set[str]:
    """The fields that events and moves change."""
    return set(type(entity).model_fields) - set(Entity.model_fields) | {"since", "numbered"}


def are_alike(one: Entity, other: Entity) -> bool:
    """Whether events and moves have made the same of both."""
    return all(getattr(one, name) == getattr(other, name) for name in own_fields(one))


class LivedAgain(NamedTuple):
    entity: Life
    """What events and moves made of it; nothing is kept about records and letters."""
    steps: tuple[Step, ...]
    """Those that there were, this time."""


def live_again(
    machine: "Machine[Any, Any]",
    entity: Life,
    change: Callable[[Step], Any] = lambda step: step.event,
    steps: int | None = None,
) -> LivedAgain:
    """The life as it would be if it had been told what `change` makes of each step; None leaves it out.
    `steps`: only so many.

    Raises BuiltUponError if a later step would not have been possible.
    """
    life, lived, last, differs = _beginning(entity), list[Step](), entity.told[0].at, False
    for place, step in enumerate(entity.told[:steps]):
        since = last if differs else None
        for moved, made in _moves(machine, life, step, entity.told[place:], since):
            life = moved
            lived.append(made)
        life = life.replace(numbered=max(life.numbered, step.numbered))
        if step.event is not None:
            event = change(step)
            differs = differs or event != step.event
            if event is not None:
                life = _told(machine, _counted(life, step), step, event)
                lived.append(step.replace(event=event))
        last = step.at
    life = life if steps else life.replace(numbered=entity.numbered)
    return LivedAgain(life, tuple(lived))


def _counted(life: Life, step: Step) -> Life:
    """Outcomes get the numbers that they had."""
    return life.replace(outcome_count=step.outcomes[0] - 1) if step.outcomes else life


def _told(machine: "Machine[Any, Any]", life: Life, step: Step, event: Event) -> Life:
    try:
        return machine.react(life, event, step.at)
    except Refused:
        raise BuiltUponError(step) from None


def _moves(
    machine: "Machine[Any, Any]",
    life: Life,
    step: Step,
    to_come: tuple[Step, ...],
    differs_since: datetime | None,
) -> Iterator[tuple[Life, Step]]:
    """What it does by itself until this step, each with what is remembered of it: what it did before, when it
    did it; and once its life differs, what it would have done at its time."""
    if differs_since is None:
        if step.event is None:
            yield machine.moved(life, step.at), step
        return
    later = {other.stage for other in to_come if other.event is None}
    while (ready := machine.moves_at(life)) and ready <= step.at:
        at = max(ready, differs_since)
        moved = machine.moved(life, at)
        stage = _stage(life, moved)
        if step.event is None and stage == step.stage:
            yield machine.moved(life, step.at), step
            return
        if stage in later:
            return
        life = moved
        yield life, Step(at=at, stage=stage)


def _stage(before: Life, after: Life) -> str:
    """What is remembered of a move: which stage it led to. After a pause that is the same as before it."""
    return after.stage.value if after.stage is not before.stage else f"again {after.stage.value}"


def _beginning(entity: Life) -> Life:
    """As it was before the first step that is kept."""
    rules = entity.rules
    for step in reversed(entity.told):
        if step.rules_before:
            rules = rules.model_validate({**rules.model_dump(mode="json"), **step.rules_before})
    beginning = type(entity).model_validate({"id": entity.id, "rules": rules, **(entity.origin or {})})
    return beginning.replace(letters_written=entity.letters_written)  # who has been heard from is no news


def _changed(before: Value, after: Value) -> dict[str, Any] | None:
    """The parts of the rules that differ, as they were."""
    if before == after:
        return None
    names = {name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)}
    return before.model_dump(mode="json", include=names)


def _shortened(machine: "Machine[Any, Any]", entity: Life) -> Life:
    """The same without the first step, which becomes part of what it was before."""
    begun = live_again(machine, entity, steps=1).entity
    return entity.replace(told=entity.told[1:], origin=core(begun))
