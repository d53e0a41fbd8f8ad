"""A rehearsal: a programme lived through by invented people, before real ones depend on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from domain.cohort.cohort import CohortStart
from domain.cohort.events import Approve
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, rules_of
from rehearsal import cast
from rehearsal.answering import answer_all
from rehearsal.applicant_personas import Applicant
from rehearsal.cohort_simulator import CohortSimulator
from rehearsal.record import Record, record_of
from rehearsal.scripts import Script
from rehearsal.store import SimulatedStore, memory
from rehearsal.writing import write_all
from storage import cohorts

_WATCH_EVERY = 50
"""Entries."""
_BEFORE = timedelta(days=1)
_AFTERWARDS = timedelta(days=2 * 365)
"""Time enough to ask everybody, half a year after the end, what became of it."""


@dataclass(frozen=True)
class Rehearsed:
    record: Record
    seconds: float


def rehearse(programme: Programme, script: Script, watch: Callable[[Session], None]) -> Rehearsed:
    """Live through the whole programme in memory, in the programme's own dates. Nothing is sent, and
    nothing is left behind.

    `watch` is called with the store every now and then. Raises Refused if nobody could be paired.
    """
    began = time.monotonic()
    with memory() as session:
        simulate_cohort(session, programme, script, _every(_WATCH_EVERY, lambda: watch(session)))
        watch(session)
        return Rehearsed(record_of(session, programme), time.monotonic() - began)


def simulate_cohort(
    session: Session, programme: Programme, script: Script, recorded: Callable[[], None] = lambda: None
) -> None:
    """Play one cohort of this programme from its opening to its end; the store then tells all of it.
    `recorded`: called after each entry. Raises Refused if nobody could be paired."""
    simulator = simulator_of(session, programme, script, recorded)
    simulator.timeline.run(until=calendar_of(programme).ends + _AFTERWARDS)
    answer_all(session, programme)
    write_all(session, programme)


def simulator_of(
    session: Session, programme: Programme, script: Script, recorded: Callable[[], None] = lambda: None
) -> CohortSimulator:
    """The same just before its first day."""
    programme = cast.unreviewed(programme)
    calendar, rules = calendar_of(programme), rules_of(programme)
    cohorts.open_cohort(session, programme.key, programme, rules.introductions, is_demo=True)
    applicants = cast.applicants(session, programme, script, rules.introductions)
    now = min([calendar.opens or rules.introductions, *map(_begins, applicants)]) - _BEFORE
    start = CohortStart(cohort=programme.key, rules=rules, calendar=calendar)
    outside = SimulatedStore(session, recorded)
    simulator = CohortSimulator(start, outside, lambda *pair: script.happenings(rules, *pair), now)
    for applicant in applicants:
        simulator.timeline.at(_begins(applicant), _apply(simulator, applicant))
    approved = cast.approved_at(rules)
    simulator.timeline.at(approved, lambda: _approve(session, simulator, approved))
    return simulator


def _begins(applicant: Applicant) -> datetime:
    """When this person is first asked, or applies by themselves."""
    start = applicant.start
    begins = start.asked or start.received
    assert begins
    return begins


def _apply(simulator: CohortSimulator, applicant: Applicant) -> Callable[[], None]:
    return lambda: simulator.apply_for_a_place(applicant.start, applicant.happenings)


def _approve(session: Session, simulator: CohortSimulator, at: datetime) -> None:
    """The cohort has drafted by itself when applications closed; where they never do, somebody asks now."""
    key, cohort = simulator.cohort.entity.id, simulator.cohort.entity
    if cohort.calendar.closes is None:
        simulator.outside.draft(key, at)
    cast.approve(session, key, at, at)
    simulator.happen(Approve())


def _every(number: int, act: Callable[[], None]) -> Callable[[], None]:
    calls = count(1)

    def called() -> None:
        if next(calls) % number == 0:
            act()

    return called
