"""Test people, programmes, and entities carried through their months in memory."""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

import pytest

from domain.application.application import Application, ApplicationStart
from domain.application.application import begin as begin_application
from domain.application.due import ApplicationEntry
from domain.application.due import due as application_due
from domain.application.machine import APPLICATION
from domain.application.rules import ApplicationRules, application_rules
from domain.cohort.cohort import Cohort, CohortStart, TaskKind
from domain.cohort.due import CohortEntry
from domain.cohort.due import begin as begin_cohort
from domain.cohort.due import due as cohort_due
from domain.cohort.events import Begun, Done, Drafted, OpenCounted
from domain.cohort.machine import COHORT
from domain.entity.entity import Entity, Entry
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import (
    BOTH,
    ApplicationStage,
    Arrangement,
    CohortStage,
    Concern,
    Correspondent,
    ReviewChoice,
    Role,
    Stage,
)
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName
from domain.pairing.due import PairingEntry
from domain.pairing.due import due as pairing_due
from domain.pairing.events import Accept, Attend, LogSession, Review
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing, propose
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from domain.programme.timetable import calendar_of, rules_of, starting
from importing.programme_file import read_programme
from rehearsal.simulator import Simulation
from storage.entities import ENTITY_TYPES

PROGRAMMES = Path(__file__).parent.parent / "programmes"
BRISTOL = PROGRAMMES / "bristol-2021.toml"
_FIRST_DAYS = {
    "bristol-2021": date(2027, 5, 27),
    "bucks": date(2027, 2, 8),
    "city-2021": date(2027, 9, 1),
    "exco-2020": date(2027, 1, 11),
    "south-west-2022": date(2027, 6, 8),
}
_MOST_TASKS = 100

L = TypeVar("L", bound=Entity)
E = TypeVar("E", bound=Entry)
S = TypeVar("S", bound="SimulatedEntity[Any, Any]")


def utc(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


MAY_3 = utc(2027, 5, 3, 10)
"""A Monday, five weeks before Bristol's closing date."""


@cache
def programme(key: str) -> Programme:
    """One of the five programmes, moved to 2027.

    bristol-2021: applications close on Mon 7 June, introductions on Mon 14 June, induction 30 June, training
    6 July, review 7 October.
    south-west-2022: awareness on Thu 10 and Tue 15 June and on Tue 13 July; applications close on Fri
    18 June, introductions on Mon 28 June.
    bucks: workshop on Tue 9 and Thu 11 February; applications and the first phase end on Fri 26 February,
    introductions on Mon 8 March.
    """
    return starting(read_programme(PROGRAMMES / f"{key}.toml"), _FIRST_DAYS[key])


def bristol() -> Programme:
    return programme("bristol-2021")


@cache
def bristol_rules() -> Rules:
    return rules_of(bristol())


@cache
def rules_for(key: str, role: Role) -> ApplicationRules:
    return application_rules(programme(key), role)


class SimulatedEntity(Simulation[L, E]):
    """An entity in memory, and what tests ask of it."""

    def update(self, *events: Any) -> None:
        self.apply(*events)

    def until(self, moment: datetime) -> None:
        self.advance(moment)

    def outage(self, end: datetime) -> None:
        self.skip(end)

    def refusal(self, event: Any) -> str:
        """The sentence with which this event is refused; fails if it is accepted."""
        with pytest.raises(Refused) as refused:
            self._apply(self.entity, event, self.now)
        return str(refused.value)

    def takes_no_notice(self, event: Any) -> bool:
        """Whether the event changes nothing at all: the very same entity comes back."""
        return self._apply(self.entity, event, self.now) is self.entity

    def copied(self) -> Self:
        """The same at this point, to go another way."""
        other = copy(self)
        other.entries = list(self.entries)
        return other

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

    def count(self, name: LetterName) -> int:
        return sum(letter.name is name for letter in self.letters)

    def letter(self, name: LetterName) -> Letter:
        """The only letter of this name."""
        (letter,) = (x for x in self.letters if x.name is name)
        return letter

    def _moments(self, name: LetterName, to: set[Role | Correspondent]) -> list[datetime]:
        return [e.at for e in self.entries for x in e.letters if x.name is name and x.role in to]


class SimulatedPairing(SimulatedEntity[Pairing, PairingEntry]):
    def __init__(
        self, rules: Rules | None = None, now: datetime | None = None, taken_over: bool = False
    ) -> None:
        now = now or utc(2027, 6, 10)
        since = now if taken_over else None
        pairing = propose("p-01", Arrangement.RECIPROCAL, rules or bristol_rules(), now, taken_over=since)
        super().__init__(pairing, now, PAIRING.apply, pairing_due)

    @property
    def pairing(self) -> Pairing:
        return self.entity

    @pairing.setter
    def pairing(self, pairing: Pairing) -> None:
        self.entity = pairing

    @property
    def stage(self) -> Stage:
        return self.entity.stage

    def until_over(self) -> None:
        while self.entity.is_open and self.look_again:
            self.advance(self.look_again)

    def written(self, role: Role) -> list[LetterName]:
        return [letter.name for letter in self.letters if letter.role is role]

    def when(self, name: LetterName, role: Role = Role.MENTOR) -> list[datetime]:
        """The moments at which letters of this name were written to this partner."""
        return self._moments(name, {role})


class SimulatedApplication(SimulatedEntity[Application, ApplicationEntry]):
    def __init__(self, rules: ApplicationRules, now: datetime, **start: Any) -> None:
        facts = {"stage": ApplicationStage.INCOMPLETE, "role": Role.MENTOR, **start}
        begins = ApplicationStart(application="a-01", cohort="c", rules=rules, **facts)
        super().__init__(begin_application(begins, now), now, APPLICATION.apply, application_due)

    @property
    def stage(self) -> ApplicationStage:
        return self.entity.stage

    def written(self, to: Correspondent = Correspondent.APPLICANT) -> list[LetterName]:
        return [letter.name for letter in self.letters if letter.role is to]

    def when(self, name: LetterName) -> list[datetime]:
        """The moments at which letters of this name were written."""
        return self._moments(name, set(Correspondent))


class SimulatedCohort(SimulatedEntity[Cohort, CohortEntry]):
    """A cohort, with somebody who does what it has to have done."""

    def __init__(self, key: str = "bristol-2021", now: datetime = MAY_3, **calendar: Any) -> None:
        plan = programme(key)
        days = calendar_of(plan).replace(**calendar)
        start = CohortStart(cohort="c", rules=rules_of(plan), calendar=days)
        super().__init__(begin_cohort(start, now), now, COHORT.apply, cohort_due)

    @property
    def stage(self) -> CohortStage:
        return self.entity.stage

    @property
    def todo(self) -> list[TaskKind]:
        return [task.kind for task in self.entity.todo]

    @property
    def waits_for(self) -> str | None:
        return self.entries[-1].snapshot.waits_for

    def when(self, name: LetterName) -> list[datetime]:
        """The moments at which letters of this name were written."""
        return self._moments(name, set(Correspondent))

    def work(self, made: bool = True, open_pairings: int = 0, pairings: int = 0) -> list[TaskKind]:
        """Everything that is to be done is done, the first first; what it was."""
        did: list[TaskKind] = []
        while self.todo:
            assert len(did) < _MOST_TASKS, "there is always something more to do"
            did.append(self.todo[0])
            self.apply(*self._what_came_of(self.todo[0], made, open_pairings, pairings), Done())
        return did

    def _what_came_of(
        self, task: TaskKind, made: bool, open_pairings: int, pairings: int
    ) -> list[Drafted | Begun | OpenCounted]:
        match task:
            case TaskKind.DRAFT:
                return [Drafted(made=made)]
            case TaskKind.BEGIN:
                return [Begun(number=self.entity.begun_number + pairings, pairings=pairings, more=False)]
            case TaskKind.COUNT_OPEN:
                return [OpenCounted(open=open_pairings)]
        return []


def accepted(pairing: SimulatedPairing) -> SimulatedPairing:
    pairing.until(utc(2027, 6, 15))
    for role in BOTH:
        pairing.update(Accept(role=role))
    return pairing


def mentoring(pairing: SimulatedPairing) -> SimulatedPairing:
    """Both have attended the induction and the training; the first session can be booked."""
    accepted(pairing).until(utc(2027, 6, 30))
    pairing.update(Attend(gathering="induction"))
    pairing.until(utc(2027, 7, 6, 15))
    pairing.update(Attend(gathering="training"))
    return pairing


def evaluation(pairing: SimulatedPairing) -> SimulatedPairing:
    """Four sessions held, the review done, the questionnaire sent."""
    mentoring(pairing)
    for month in (7, 8, 9):
        pairing.until(utc(2027, month, 21))
        pairing.update(LogSession(starts=pairing.now - timedelta(hours=3), minutes=60))
    pairing.until(utc(2027, 10, 7, 13))
    for role in BOTH:
        pairing.update(Review(role=role, choice=ReviewChoice.CONTINUE))
    pairing.until(utc(2027, 11, 21))
    pairing.update(LogSession(starts=pairing.now - timedelta(hours=3), minutes=60))
    pairing.until(utc(2028, 1, 10, 10))
    return pairing


@cache
def _once(
    how: Callable[[SimulatedPairing], SimulatedPairing], rules: Callable[[], Rules]
) -> SimulatedPairing:
    return how(SimulatedPairing(rules()))


def pairing_in(
    how: Callable[[SimulatedPairing], SimulatedPairing], rules: Callable[[], Rules] = bristol_rules
) -> SimulatedPairing:
    """A pairing that has come this far, such as `pairing_in(mentoring)`; each test gets its own copy."""
    return _once(how, rules).copied()


def entity_of(entry: Entry) -> Any:
    """The entity as this entry has it, rules and all."""
    return ENTITY_TYPES[entry.kind].model_validate({**entry.state, "rules": entry.rules})
