"""A cohort of City's in which every tenth thing told is a slip that is taken back ends like one without."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.application.application import Application
from domain.application.due import ApplicationEntry
from domain.application.events import (
    ApplicationEvent,
    Confirm,
    Decline,
    Invite,
    Reopen,
    WithdrawApplication,
)
from domain.application.machine import APPLICATION
from domain.application.rules import MANAGER
from domain.entity.entity import EntityKind, TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.taking_back import slips
from domain.enums import BOTH, ReviewChoice, Role
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.pairing.due import PairingEntry
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    End,
    LogSession,
    PairingEvent,
    Pause,
    Review,
    Waive,
    Withdraw,
)
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.programme.rules import Rules
from domain.programme.timetable import calendar_of
from rehearsal.cohort_simulator import CohortSimulator
from rehearsal.pair_personas import TimedEvent
from rehearsal.rehearse import simulator_of
from rehearsal.reliability import Reliability
from rehearsal.scripts import ReliabilityScript
from rehearsal.simulator import Simulation
from rehearsal.store import memory
from storage import applications, queries, statistics
from storage.tables.entities import OutcomeRow
from tests.factories import programme

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

_PAIRS = 20
_CITY = programme("city-2021").replace(key="city")
_EVERY = 10
_A_MOMENT = timedelta(minutes=5)


class _Clumsy(ReliabilityScript):
    """Before every tenth thing that is told, another is told by mistake, and taken back: before anybody but
    who leaves has heard of it or, every other time, when all have."""

    def __init__(self) -> None:
        super().__init__(_PAIRS, Reliability(), seed=7)
        self.simulator: CohortSimulator | None = None
        self.told, self.slips, self.applications = 0, Counter[str](), Counter[str]()

    def happenings(self, rules: Rules, pairing: str, number: int) -> list[TimedEvent]:
        found = super().happenings(rules, pairing, number)
        assert self.simulator
        before = rules.introductions
        for at, _ in found:
            self.told += 1
            if self.told % _EVERY == 0 and at - before > 2 * _A_MOMENT:
                long = timedelta(hours=3) if self.told % (2 * _EVERY) else timedelta(minutes=30)
                self._slip(self.simulator, pairing, max(at - long, before + _A_MOMENT), at - _A_MOMENT)
            before = at
        return found

    def watch_applications(self, simulator: CohortSimulator) -> None:
        """Each evening as long as people apply, when they do nothing, one of them is told something wrong."""
        closes = calendar_of(_CITY).closes
        assert closes
        for days in range(1, 22):
            evening = (closes - timedelta(days=days)).replace(hour=20, minute=0)
            simulator.timeline.at(evening, lambda: self._mistake_an_application(simulator))

    def _mistake_an_application(self, simulator: CohortSimulator) -> None:
        keys = sorted(simulator.applications)
        entity = simulator.applications[keys[self.applications.total() % len(keys)]] if keys else None
        if entity and (wrong := self._told_wrongly(simulator, entity)):
            self.applications[wrong.kind] += 1
            back = simulator.timeline.now + timedelta(hours=1)
            simulator.timeline.at(back, lambda: _take_back_last_of_application(simulator, entity))

    def _told_wrongly(
        self, simulator: CohortSimulator, entity: Simulation[Application, ApplicationEntry]
    ) -> ApplicationEvent | None:
        entity.advance(simulator.timeline.now)
        for wrong in sorted(_WRONG_OF_APPLICATIONS, key=lambda event: self.applications[event.kind]):
            before = entity.entity
            try:
                entity.apply(wrong)
            except Refused:
                continue
            if entity.entity.told != before.told:
                simulator.timeline.watch(entity)
                return wrong
        return None

    def _slip(self, simulator: CohortSimulator, pairing: str, at: datetime, until: datetime) -> None:
        def slips_in() -> None:
            entity = simulator.pairings[pairing]
            if wrong := self._tell_something_wrong(simulator, entity):
                self.slips[wrong.kind] += 1
                simulator.timeline.at(until, lambda: _take_back_last(simulator, entity))

        simulator.timeline.at(at, slips_in)

    def _tell_something_wrong(
        self, simulator: CohortSimulator, entity: Simulation[Pairing, PairingEntry]
    ) -> PairingEvent | None:
        """The next kind of slip that the pairing would take now, by turns."""
        entity.advance(simulator.timeline.now)
        for wrong in sorted(_WRONG, key=lambda event: self.slips[event.kind]):
            before = entity.entity
            try:
                entity.apply(wrong)
            except Refused:
                continue
            if len(entity.entity.told) and entity.entity.told != before.told:
                simulator.timeline.watch(entity)
                return wrong
        return None


_WRONG: tuple[PairingEvent, ...] = (
    Withdraw(role=Role.MENTEE),
    End(),
    Accept(role=Role.MENTEE),
    Accept(role=Role.MENTOR),
    Attend(gathering="induction", attended=False),
    Waive(gathering="first-check-in", roles=BOTH),
    LogSession(held=False),
    Review(role=Role.MENTOR, choice=ReviewChoice.END),
    Answer(role=Role.MENTEE),
    Pause(),
)


_WRONG_OF_APPLICATIONS: tuple[ApplicationEvent, ...] = (
    Decline(),
    WithdrawApplication(),
    Confirm(condition=MANAGER, met=False),
    Confirm(condition=MANAGER),
    Invite(),
    Reopen(),
)


def _take_back_last_of_application(
    simulator: CohortSimulator, entity: Simulation[Application, ApplicationEntry]
) -> None:
    entity.advance(simulator.timeline.now)
    entity.apply(TakeBack(number=slips(APPLICATION, entity.entity, 1)[0].number))
    simulator.timeline.watch(entity)


def _take_back_last(simulator: CohortSimulator, entity: Simulation[Pairing, PairingEntry]) -> None:
    entity.advance(simulator.timeline.now)
    entity.apply(TakeBack(number=slips(PAIRING, entity.entity, 1)[0].number))
    simulator.timeline.watch(entity)


class _Ending(NamedTuple):
    """How a cohort has ended, whatever slips there were on the way."""

    pairings: list[tuple[str, str, int]]
    applications: Counter[str]
    each: dict[str, tuple[str, Counter[tuple[str, str]]]]
    """How every application stands, and its letters."""
    calendars: dict[str, list[tuple[str, str, datetime, bool]]]
    outcomes: dict[str, Counter[tuple[str, str | None, str | None]]]
    letters: dict[str, Counter[tuple[str, str]]]
    figures: tuple[object, ...]


def _played(session: Session, script: ReliabilityScript) -> _Ending:
    simulator = simulator_of(session, _CITY, script)
    if isinstance(script, _Clumsy):
        script.simulator = simulator
        script.watch_applications(simulator)
    simulator.timeline.run(until=calendar_of(_CITY).ends + timedelta(days=2 * 365))
    entities = {key: simulation.entity for key, simulation in simulator.pairings.items()}
    return _Ending(
        pairings=[(p.stage, p.reason or "", p.sessions) for p in queries.pairings(session, _CITY.key)],
        applications=Counter(a.stage.value for a in applications.applications(session, _CITY.key)),
        each={
            key: (simulation.entity.stage, Counter(_written(simulation)))
            for key, simulation in simulator.applications.items()
        },
        calendars={key: sorted(_calendar(entity)) for key, entity in entities.items()},
        outcomes={key: Counter(_standing(session, key)) for key in entities},
        letters={key: Counter(_written(simulation)) for key, simulation in simulator.pairings.items()},
        figures=(
            statistics.attendance(session, _CITY.key),
            statistics.held(session, _CITY.key),
            statistics.answers(session, _CITY.key),
        ),
    )


def _calendar(pairing: Pairing) -> Iterator[tuple[str, str, datetime, bool]]:
    for entry in pairing.calendar_entries:
        yield entry.uid, entry.role, entry.starts, entry.cancelled


_ON_THE_WAY = (OutcomeKind.STAGE, OutcomeKind.TAKEN_BACK, OutcomeKind.REOPENED, OutcomeKind.CONCERN)


def _standing(session: Session, pairing: str) -> Iterator[tuple[str, str | None, str | None]]:
    """What the record says happened, without what was taken back, and without the stages on the way."""
    recorded = queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing))
    standing = select(OutcomeRow.number).where(
        OutcomeRow.workflow_id == EntityKind.PAIRING.workflow_id(pairing), statistics.STANDS
    )
    stand = set(session.scalars(standing))
    for outcome in recorded:
        if outcome.number in stand and outcome.kind not in _ON_THE_WAY:
            yield outcome.kind, outcome.about, outcome.role


_IN_A_CALENDAR = ("gathering_", "session_booked", "session_moved", "session_cancelled")


def _written(simulation: Simulation[Any, Any]) -> Iterator[tuple[str, str]]:
    """The letters of a pairing, without those that a slip has called for, or put right; calendars are looked
    at by what they hold in the end."""
    wrong = {letter.key for correction in simulation.entity.corrections for letter in correction.letters}
    for entry in simulation.entries:
        for letter in entry.letters:
            of_a_slip = letter.key in wrong or letter.name is LetterName.CORRECTION
            if not of_a_slip and not letter.name.startswith(_IN_A_CALENDAR):
                yield letter.name, letter.role


def test_a_cohort_with_slips_that_are_taken_back_ends_like_one_without() -> None:
    clumsy = _Clumsy()
    with memory() as session:
        with_slips = _played(session, clumsy)
    with memory() as session:
        without = _played(session, ReliabilityScript(_PAIRS, Reliability(), seed=7))

    assert len(without.pairings) == _PAIRS
    assert clumsy.slips.total() >= clumsy.told // _EVERY // 2
    assert len(clumsy.slips) >= 8
    assert with_slips.pairings == without.pairings
    assert len(clumsy.applications) >= 3
    assert with_slips.applications == without.applications
    assert with_slips.each == without.each
    assert with_slips.figures == without.figures
    for pairing in without.outcomes:
        assert with_slips.outcomes[pairing] == without.outcomes[pairing]
        assert with_slips.calendars[pairing] == without.calendars[pairing]
        assert with_slips.letters[pairing] == without.letters[pairing]
