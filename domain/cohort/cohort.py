"""A cohort: one run of a programme, which keeps its calendar by itself.

It is a frozen value, and knows how many pairings there are, but not which.
"""

from enum import StrEnum
from typing import Self

from domain.entity.entity import Attributable, Entity
from domain.enums import CohortStage
from domain.pairing.events import GatheringEvent
from domain.programme.rules import Rules
from domain.programme.timetable import Calendar
from domain.value import Moment, Value


class TaskKind(StrEnum):
    """What a cohort has to have done outside of itself."""

    DRAFT = "draft"
    """A draft of matches."""
    BEGIN = "begin"
    """The pairings that are in the store and have not begun."""
    BROADCAST = "spread"
    """A changed date, told to every application and pairing."""
    UNMATCHED = "unmatched"
    """Those who are in order and have no partner, told so."""
    COUNT_OPEN = "look"
    """Counting the pairings that are still open."""
    CLOSE_APPLICATIONS = "hand_over"
    """Every open application, told that the cohort is over."""


class Task(Value):
    kind: TaskKind
    event: GatheringEvent | None = None
    """For BROADCAST: what has changed; None: the last moment for applications."""


class Cohort(Entity):
    rules: Rules
    """What each pairing takes along; changed dates included."""
    calendar: Calendar
    stage: CohortStage = CohortStage.ANNOUNCED
    drafted: Moment | None = None
    draft_failed: bool = False
    begun_number: int = 0
    """The highest number of a pairing that has been begun."""
    pairings: int = 0
    """How many have been begun."""
    open_counted_at: Moment | None = None
    """When the open pairings were last counted."""
    todo: tuple[Task, ...] = ()
    """What is to be done, the first first."""
    letter_failed: Moment | None = None

    @property
    def timezone(self) -> str:
        return self.rules.timezone

    @property
    def is_open(self) -> bool:
        return self.stage.is_open

    @property
    def owed_tasks(self) -> tuple[Task, ...]:
        """What is to be done for somebody: counting apart, which is done again every morning."""
        return tuple(task for task in self.todo if task.kind is not TaskKind.COUNT_OPEN)

    def to_do(self, kind: TaskKind, event: GatheringEvent | None = None) -> Self:
        """With one more thing to do, unless it is the last of its kind that waits already; what is being
        done now may have begun before the change that this is about."""
        task = Task(kind=kind, event=event)
        waiting = [other for other in self.todo[1:] if other.kind is kind]
        return self if waiting[-1:] == [task] else self.replace(todo=(*self.todo, task))


class CohortStart(Attributable):
    """What a cohort's workflow is started with; `initial_state`: the cohort, where an earlier run of its
    workflow left off, or as the store has kept it where that was lost."""

    cohort: str
    rules: Rules
    calendar: Calendar
    approved: bool = False
    """Whether a human has brought pairs along, so that nobody need be matched first."""
    initial_state: Cohort | None = None
