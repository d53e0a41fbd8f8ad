"""An application that lives in a test: time passes, things happen, and what was written is kept."""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

from domain.application.application import Application, ApplicationStart, begin
from domain.application.decide import apply
from domain.application.due import ApplicationEntry, due
from domain.application.events import Confirm, Placed, Unmatched
from domain.application.rules import ApplicationRules, application_rules
from domain.entity.engine import Due
from domain.entity.entity import Entity
from domain.entity.entry import Entry
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import ApplicationStage, Concern, Correspondent, Role
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from tests.living import utc

_PROGRAMMES = Path(__file__).parent.parent / "programmes"
_FIRST_DAYS = {
    "bristol-2021": date(2027, 5, 27),
    "bucks": date(2027, 2, 8),
    "city-2021": date(2027, 9, 1),
    "exco-2020": date(2027, 1, 11),
    "south-west-2022": date(2027, 6, 8),
}

_ENOUGH = 20
"""No life has so much to record at one moment."""

L = TypeVar("L", bound=Entity)
E = TypeVar("E", bound=Entry)


class Following(Generic[L, E]):
    """Drives any life as its workflow does: apply, record what is due, wait until the next moment."""

    def __init__(
        self,
        entity: L,
        now: datetime,
        apply: Callable[[L, Any, datetime], L],
        due: Callable[[L, datetime], Due[L, E]],
    ) -> None:
        self.entity = entity
        self.now = now
        self.entries: list[E] = []
        self.look_again: datetime | None = None
        self._apply, self._due = apply, due
        self._settle()

    def update(self, *events: Any) -> None:
        """These happen at the same moment, before there is time to look what is due."""
        entity = self.entity
        for event in events:
            entity = self._apply(entity, event, self.now)
        self.entity = entity
        self._settle()

    def until(self, moment: datetime) -> None:
        """Let time pass, waking up whenever the life asked to be woken."""
        while self.look_again and self.look_again <= moment:
            assert self.look_again > self.now, f"it asked to be looked at at {self.look_again}, which is past"
            self.now = self.look_again
            self._settle()
        self.now = moment

    def outage(self, end: datetime) -> None:
        """Let time pass with nobody awake; the first look at the life is at the end of it."""
        self.now = end
        self._settle()

    def refusal(self, event: Any) -> str:
        """The sentence with which this event is refused; fails if it is accepted."""
        with pytest.raises(Refused) as refused:
            self._apply(self.entity, event, self.now)
        return str(refused.value)

    def takes_no_notice(self, event: Any) -> bool:
        """Whether the event changes nothing at all: the very same life comes back."""
        return self._apply(self.entity, event, self.now) is self.entity

    def _settle(self) -> None:
        for _ in range(_ENOUGH):
            result = self._due(self.entity, self.now)
            self.entity, self.look_again = result.entity, result.look_again
            if result.entry is None:
                return
            self.entries.append(result.entry)
        raise AssertionError("there is always something more to do at once")

    @property
    def letters(self) -> list[Letter]:
        return [letter for entry in self.entries for letter in entry.letters]

    @property
    def outcomes(self) -> list[Outcome]:
        return [outcome for entry in self.entries for outcome in entry.outcomes]

    @property
    def happened(self) -> list[tuple[OutcomeKind, str | None]]:
        return [(outcome.kind, outcome.about) for outcome in self.outcomes]

    @property
    def concerns(self) -> frozenset[Concern]:
        return self.entity.concerns

    def when(self, name: LetterName) -> list[datetime]:
        """The moments at which letters of this name were written."""
        return [entry.at for entry in self.entries for x in entry.letters if x.name is name]

    def count(self, name: LetterName) -> int:
        return len(self.when(name))

    def letter(self, name: LetterName) -> Letter:
        """The only letter of this name."""
        (letter,) = (x for x in self.letters if x.name is name)
        return letter


class Applying(Following[Application, ApplicationEntry]):
    def __init__(self, rules: ApplicationRules, now: datetime, **start: Any) -> None:
        facts = {"stage": ApplicationStage.INCOMPLETE, "role": Role.MENTOR, **start}
        begins = ApplicationStart(application="a-01", cohort="c", rules=rules, **facts)
        super().__init__(begin(begins, now), now, apply, due)

    @property
    def stage(self) -> ApplicationStage:
        return self.entity.stage

    def written(self, to: Correspondent = Correspondent.APPLICANT) -> list[LetterName]:
        return [letter.name for letter in self.letters if letter.role is to]


@cache
def programme(key: str) -> Programme:
    """One of the five programmes, moved to 2027.

    bristol-2021: applications close on Mon 7 June, introductions on Mon 14 June.
    south-west-2022: awareness on Thu 10 and Tue 15 June and on Tue 13 July; applications close on Fri
    18 June, introductions on Mon 28 June.
    bucks: workshop on Tue 9 and Thu 11 February; applications and the first phase end on Fri 26 February,
    introductions on Mon 8 March.
    """
    return starting(read_programme(_PROGRAMMES / f"{key}.toml"), _FIRST_DAYS[key])


@cache
def rules_for(key: str, role: Role) -> ApplicationRules:
    return application_rules(programme(key), role)


def bristol() -> ApplicationRules:
    """Whoever has filled in the form is in order."""
    return rules_for("bristol-2021", Role.MENTOR)


def south_west() -> ApplicationRules:
    """The line manager must support it, and there are awareness sessions."""
    return rules_for("south-west-2022", Role.MENTEE)


def bucks() -> ApplicationRules:
    """Leaders are invited, attend a workshop and show experience."""
    return rules_for("bucks", Role.MENTEE)


def applied(rules: ApplicationRules, now: datetime, **start: Any) -> Applying:
    """Somebody whose form arrives now; nothing is missing in it unless `missing` says so."""
    return Applying(rules, now, received=now, **start)


def invited(rules: ApplicationRules, now: datetime, **start: Any) -> Applying:
    return Applying(rules, now, stage=ApplicationStage.INVITED, invited=True, **start)


def offered(rules: ApplicationRules, now: datetime, **start: Any) -> Applying:
    """Somebody who was carried over from an earlier cohort."""
    return Applying(rules, now, stage=ApplicationStage.OFFERED, invited=True, **start)


MAY_19 = utc(2027, 5, 19, 10)
"""A Wednesday, nineteen days before Bristol's closing date."""
JUNE_1 = utc(2027, 6, 1, 10)
"""A Tuesday, seventeen days before South West's closing date."""
FEBRUARY_1 = utc(2027, 2, 1, 10)
"""A Monday, eight days before the first workshop of Bucks."""


@cache
def _at(stage: ApplicationStage) -> Applying:
    """An application to South West on 1 June that stands here."""
    if stage is ApplicationStage.OFFERED:
        return offered(south_west(), JUNE_1)
    if stage is ApplicationStage.INVITED:
        return invited(south_west(), JUNE_1)
    if stage is ApplicationStage.INCOMPLETE:
        return applied(south_west(), JUNE_1, missing=("goals",))
    entity = applied(south_west(), JUNE_1)
    if stage is not ApplicationStage.CHECKING:
        entity.update(Confirm(condition="manager"))
    if stage is ApplicationStage.PAIRED:
        entity.update(Placed(pairing="p-01"))
    if stage is ApplicationStage.RESERVE:
        entity.update(Unmatched())
    assert entity.stage is stage
    return entity


def at(stage: ApplicationStage) -> Applying:
    """A copy for one test."""
    entity = copy(_at(stage))
    entity.entries = list(entity.entries)
    return entity


OPEN = tuple(stage for stage in ApplicationStage if stage.is_open)
WITHOUT_A_PARTNER = tuple(stage for stage in OPEN if stage is not ApplicationStage.PAIRED)
