"""What applications, pairings and cohorts have in common.

Each is a frozen value. Its own module says what an event does to it and what falls due; none of them
looks at a clock or draws a random number.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import Concern, Correspondent, Role
from domain.letter.letter import LastLetter
from domain.value import Moment, SortedSet, Value


class EntityKind(StrEnum):
    APPLICATION = "application"
    PAIRING = "pairing"
    COHORT = "cohort"

    def workflow_id(self, key: str) -> str:
        """The id of the workflow of the entity with this key."""
        return f"{self}-{key}"


def is_entity(name: str) -> bool:
    """Whether this is the workflow id of an entity, and not of a cohort's digest."""
    return name.startswith(tuple(kind.workflow_id("") for kind in EntityKind))


def digest_id(cohort: str) -> str:
    """The id of a cohort's daily digest: of its schedule, and of its letters."""
    return f"digest-{cohort}"


class CalendarEntry(Value):
    """What one person's own calendar holds because of a letter of ours."""

    uid: str
    role: Role | Correspondent
    sequence: int
    starts: Moment
    ends: Moment
    written: Moment
    """When our last letter about it went."""
    gathering: str | None = None
    sitting: str | None = None
    session: int | None = None
    cancelled: bool = False


class Entity(Value):
    id: str
    since: Moment
    """When it entered the stage it is in."""
    calendar_entries: tuple[CalendarEntry, ...] = ()
    concerns: SortedSet[Concern] = frozenset()
    """Why it is on the coordinator's list now."""
    letters_written: SortedSet[str] = frozenset()
    """The keys of the letters written so far."""
    unrecorded_outcomes: tuple[Outcome, ...] = ()
    """Outcomes that have not been recorded yet."""
    outcome_count: int = 0
    """How many outcomes there have been, recorded or not."""
    revision: int = 0
    """Counts the entries handed over for recording."""
    last_letter: LastLetter | None = None

    rules: Value
    """By which it goes on; each kind of entity has its own."""

    @property
    def state(self) -> dict[str, Any]:
        """All of it but the rules, as JSON."""
        return self.model_dump(mode="json", exclude={"rules"})

    @property
    def timezone(self) -> str:
        """By which clock its dates are meant."""
        raise NotImplementedError

    def with_outcome(self, kind: OutcomeKind, at: datetime, **facts: Any) -> Self:
        """The same with one more outcome to be recorded."""
        number = self.outcome_count + 1
        outcome = Outcome(number=number, kind=kind, at=at, **facts)
        return self.replace(unrecorded_outcomes=(*self.unrecorded_outcomes, outcome), outcome_count=number)
