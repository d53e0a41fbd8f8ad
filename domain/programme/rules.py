"""The rules of one cohort as they travel with every pairing: times in UTC, numbers and keys, no text.

They are made from the programme file when a cohort opens (`domain.programme.timetable`), and never change for
a pairing that has begun, whatever happens to the file.
"""

from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field

from domain.enums import GatheringKind, Role, Stage, Wave
from domain.errors import Refused
from domain.value import Moment, Value
from domain.wording import it_has


class Sitting(Value):
    """One date of a gathering. `key` is unique within the gathering and survives rescheduling."""

    key: str
    starts: Moment
    ends: Moment
    place: str | None = None
    """Stands for where it is and how it is joined, and says neither; None: nobody has said yet."""


class Seat(Value):
    """The sitting of a gathering at which somebody is expected."""

    gathering: str
    sitting: str


class Gathering(Value):
    """A dated event of the programme. Attending one of its sittings is attending the gathering."""

    key: str
    kind: GatheringKind
    required: bool
    roles: tuple[Role, ...]
    sittings: tuple[Sitting, ...]
    """None where the whole of it was cancelled."""
    opened: bool = False
    """Whether everybody may go on without it."""
    one_to_one: bool = False
    """Whether each comes alone to a sitting that they have chosen; who has not is expected at none."""

    @property
    def is_required(self) -> bool:
        """Whether somebody waits for those who have not attended it."""
        return self.required and not self.opened and bool(self.sittings)

    def sitting(self, key: str) -> Sitting:
        for sitting in self.sittings:
            if sitting.key == key:
                return sitting
        known = it_has(sitting.key for sitting in self.sittings)
        raise Refused(f"{self.key} has no sitting {key!r}; {known}.")

    def with_sitting(self, sitting: Sitting) -> "Gathering":
        """The same gathering where this sitting takes the place of the one with its key, if there is one."""
        others = (s for s in self.sittings if s.key != sitting.key)
        return self.replace(sittings=tuple(sorted((*others, sitting), key=lambda s: s.starts)))


class Sessions(Value):
    """How often, how long and within which window a pair meets."""

    minimum: int
    minutes: int
    opens: Moment
    closes: Moment


class Evaluation(Value):
    """When the questionnaire is sent and when it closes."""

    opens: Moment
    closes: Moment


Days = Annotated[int, Field(ge=0, le=365, strict=True)]
DaysBefore = Annotated[int, Field(ge=1, le=365, strict=True)]


class Patience(Value):
    """How long Tandem waits before it writes again, or tells the coordinator. All in days."""

    application_chasers: tuple[Days, ...] = (5, 12)
    application_coordinator: Days = 19
    manager_chasers: tuple[Days, ...] = (5, 10)
    manager_answer: Days = 15
    closing_reminder: DaysBefore = 3
    """Before the closing date."""
    approval: Days = 5
    """How long a draft of matches may wait."""
    accept_chasers: tuple[Days, ...] = (5, 12)
    accept_coordinator: Days = 19
    invite_before: DaysBefore = 21
    remind_before: DaysBefore = 2
    attendance: Days = 3
    session_check: Days = 1
    nudge: Days = 42
    second_nudge: Days = 56
    gone_quiet: Days = 70
    review: Days = 14
    evaluation_chasers: Annotated[tuple[Days, ...], Field(max_length=2)] = (10, 18)
    question_chasers: Annotated[tuple[Days, ...], Field(max_length=2)] = (7,)
    """Of the questions half a year on; and of those half-way and before, where no review and no reminder of
    the first gathering asks for them."""
    long_pause: Days = 56
    follow_up: Days = 182
    """After a pairing was completed; 0: never."""
    notice: Days = 14


class Dated(Value):
    """Rules with dated events in them."""

    timezone: str
    introductions: Moment
    gatherings: tuple[Gathering, ...]
    patience: Patience = Patience()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def gathering(self, key: str) -> Gathering:
        """The gathering of this key; raises Refused, naming those there are."""
        for gathering in self.gatherings:
            if gathering.key == key:
                return gathering
        known = it_has(gathering.key for gathering in self.gatherings)
        raise Refused(f"This programme has no gathering {key!r}; {known}.")

    def with_gathering(self, gathering: Gathering) -> Self:
        """The same rules where this gathering takes the place of the one with its key."""
        gatherings = tuple(gathering if g.key == gathering.key else g for g in self.gatherings)
        return self.replace(gatherings=gatherings)


class Rules(Dated):
    sessions: Sessions
    evaluation: Evaluation | None
    asks: tuple[Wave, ...] = ()
    """The waves in which partners are asked questions on their page."""

    @property
    def first_moment(self) -> datetime:
        """The first that the programme's calendar has for its pairs."""
        sittings = (sitting.starts for gathering in self.gatherings for sitting in gathering.sittings)
        return min([self.introductions, self.sessions.opens, *sittings])

    def of_stage(self, stage: Stage) -> tuple[Gathering, ...]:
        return tuple(g for g in self.gatherings if g.kind.stage is stage)

    def gates(self, stage: Stage) -> tuple[Gathering, ...]:
        """The gatherings that must be settled before a pairing may leave this stage."""
        return tuple(g for g in self.of_stage(stage) if g.is_required)

    @property
    def review(self) -> Gathering | None:
        """The mid-way review, if the programme has one and it was not cancelled."""
        return next((g for g in self.of_stage(Stage.MIDWAY_REVIEW) if g.sittings), None)
