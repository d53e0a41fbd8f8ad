"""What applications, pairings and cohorts have in common: their state, what may happen to them,
what they owe, and what is recorded of them.

Each is a frozen value. Its own module says what an event does to it and what falls due; none of them
looks at a clock or draws a random number.
"""

from abc import abstractmethod
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from domain.entity.outcomes import Outcome, OutcomeKind
from domain.entity.told import Correction, Told
from domain.enums import ApplicationStage, CohortStage, Concern, Correspondent, Role, Stage
from domain.letter.letter import LastLetter, LastWritten, Letter
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
    place: str | None = None
    """Stands for the place that it names."""
    cancelled: bool = False
    letter: str | None = None
    """The key of that letter; None if it has not been written yet."""
    former: str | None = None
    """The key of the last letter that went to an address which the person does not have any more: it is in
    the calendar there."""


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
    last_written: tuple[LastWritten, ...] = ()
    told: tuple[Told[Any], ...] = ()
    """The latest steps of its life, from which a slip can be taken out."""
    origin: dict[str, Any] | None = None
    """What it was before the first of them, as JSON."""
    numbered: int = 0
    """How many sessions have had numbers, those included that were taken back."""
    corrections: tuple[Correction, ...] = ()
    """The slips that were taken back."""

    rules: Value
    """By which it goes on; each kind of entity has its own."""

    @property
    def state(self) -> dict[str, Any]:
        """All of it but the rules, as JSON."""
        return self.model_dump(mode="json", exclude={"rules"})

    @property
    @abstractmethod
    def timezone(self) -> str:
        """By which clock its dates are meant."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def with_outcome(self, kind: OutcomeKind, at: datetime, **facts: Any) -> Self:
        """The same with one more outcome to be recorded."""
        number = self.outcome_count + 1
        outcome = Outcome(number=number, kind=kind, at=at, **facts)
        return self.replace(unrecorded_outcomes=(*self.unrecorded_outcomes, outcome), outcome_count=number)


class ConcernDuty(Value):
    """From `at` on (and until `until`) it is on the coordinator's list for this concern."""

    concern: Concern
    at: Moment
    until: Moment | None = None

    def holds(self, now: datetime) -> bool:
        return self.at <= now and (self.until is None or now < self.until)


Duty = Letter | ConcernDuty
"""What falls due at a moment, unless what happens first makes it needless. Duties are never stored: they are
worked out from the entity each time, so that what has happened in between is always taken into account."""

T = TypeVar("T", bound=Entity)


class Attributable(Value):
    """What somebody does, or has begun."""

    actor: str | None = None
    """The opaque id of who did it, a row of `actors` in the store; None: Tandem itself."""


class Event(Attributable):
    """What may happen: ids, enums, numbers and times only, since it travels through Temporal."""

    kind: str
    """Which it is; the name of the update or signal that tells it."""


class TakeBack(Event):
    """Something told by mistake is taken back, as if it had never been told."""

    kind: Literal["take_back"] = "take_back"
    number: int
    """Of the first outcome that was recorded for it."""


def attributed(before: T, after: T, event: Event) -> T:
    """`after`, with the outcomes that came since `before` recorded as this event's actor's."""
    if event.actor is None or after.outcome_count == before.outcome_count:
        return after
    outcomes = tuple(
        outcome.replace(actor=event.actor) if outcome.number > before.outcome_count else outcome
        for outcome in after.unrecorded_outcomes
    )
    return after.replace(unrecorded_outcomes=outcomes)


class Snapshot(Value):
    """Where an entity is: what `tandem ... show`, the Web UI and the store say about it."""

    stage: Stage | ApplicationStage | CohortStage
    since: Moment
    waits_for: str | None
    """A sentence; None when it is over."""
    until: Moment | None
    """The next moment that something happens by itself."""
    concerns: tuple[Concern, ...]


class Entry(Value):
    """Recorded in one transaction. (id, revision) is its business key."""

    kind: ClassVar[EntityKind]
    id: str
    """Of the pairing, application or cohort."""
    revision: int
    at: Moment
    snapshot: Snapshot
    outcomes: tuple[Outcome, ...]
    letters: tuple[Letter, ...]
    still_wanted: tuple[str, ...]
    """The keys of earlier letters that are as right as ever, should they not have gone yet."""
    state: dict[str, Any]
    """The entity once this is recorded, without its rules, as JSON: with them it can be started again."""
    rules: Value | None
    """Its rules; None where they are as the entry before left them, so that not each carries them."""

    @property
    def takes_back(self) -> bool:
        """Whether something told by mistake is taken back in it."""
        return any(outcome.kind is OutcomeKind.TAKEN_BACK for outcome in self.outcomes)

    @property
    def workflow_id(self) -> str:
        """The id of the workflow it belongs to."""
        return self.kind.workflow_id(self.id)
