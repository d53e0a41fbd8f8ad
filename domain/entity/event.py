"""What may happen to an application, a pairing or a cohort, and who did it."""

from typing import TypeVar

from domain.entity.entity import Entity
from domain.value import Value

T = TypeVar("T", bound=Entity)


class Attributable(Value):
    """What somebody does, or has begun."""

    actor: str | None = None
    """The opaque id of who did it, a row of `actors` in the store; None: Tandem itself."""


class Event(Attributable):
    """Ids, enums, numbers and times only: an event travels through Temporal."""

    kind: str
    """Which it is; the name of the update or signal that tells it."""


def attributed(before: T, after: T, event: Event) -> T:
    """`after`, with the outcomes that came since `before` recorded as this event's actor's."""
    if event.actor is None or after.outcome_count == before.outcome_count:
        return after
    outcomes = tuple(
        outcome.replace(actor=event.actor) if outcome.number > before.outcome_count else outcome
        for outcome in after.unrecorded_outcomes
    )
    return after.replace(unrecorded_outcomes=outcomes)
