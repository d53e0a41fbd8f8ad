"""What the lives of applications, pairings and cohorts have in common.

Each is a frozen value. Its own module says what an event does to it and what falls due; none of them
looks at a clock or draws a random number.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from domain.letters import LastLetter
from domain.outcomes import Outcome, OutcomeKind
from domain.value import Moment, SortedSet, Value
from domain.words import Concern, Correspondent, Role


class LifeKind(StrEnum):
    APPLICATION = "application"
    PAIRING = "pairing"
    COHORT = "cohort"

    def of(self, key: str) -> str:
        """The name of this life among all lives; its workflow's id."""
        return f"{self}-{key}"


def is_life(name: str) -> bool:
    """Whether this is the name of a life, and not of a cohort's mornings."""
    return name.startswith(tuple(kind.of("") for kind in LifeKind))


def mornings_of(cohort: str) -> str:
    """The name of a cohort's working mornings: of their schedule, and of the letters they bring."""
    return f"mornings-{cohort}"


class DiaryEntry(Value):
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


class Life(Value):
    id: str
    since: Moment
    """When it entered the stage it is in."""
    diary: tuple[DiaryEntry, ...] = ()
    concerns: SortedSet[Concern] = frozenset()
    """Why it is on the coordinator's list now."""
    done: SortedSet[str] = frozenset()
    """The keys of the letters written so far."""
    news: tuple[Outcome, ...] = ()
    """Outcomes that have not been recorded yet."""
    outcomes: int = 0
    """How many outcomes there have been, recorded or not."""
    revision: int = 0
    """Counts the entries handed over for recording."""
    last_letter: LastLetter | None = None

    rules: Value
    """By which it goes on; each kind of life has its own."""

    @property
    def state(self) -> dict[str, Any]:
        """All of it but the rules, as JSON."""
        return self.model_dump(mode="json", exclude={"rules"})

    @property
    def timezone(self) -> str:
        """By which clock its dates are meant."""
        raise NotImplementedError

    def telling(self, kind: OutcomeKind, at: datetime, **facts: Any) -> Self:
        """The same with one more outcome to be recorded."""
        number = self.outcomes + 1
        outcome = Outcome(number=number, kind=kind, at=at, **facts)
        return self.changed(news=(*self.news, outcome), outcomes=number)
