"""A cohort in memory: its calendar, its applications and its pairings on one clock."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from domain.application.application import Application, ApplicationStart
from domain.application.application import begin as begin_application
from domain.application.due import ApplicationEntry
from domain.application.due import due as application_due
from domain.application.events import ApplicationSignal, Close, ExtendDeadline, Unmatched
from domain.application.machine import APPLICATION
from domain.cohort.activity_io import Batch, NextPairings, PairingToBegin
from domain.cohort.cohort import Cohort, CohortStart, Task, TaskKind
from domain.cohort.due import CohortEntry
from domain.cohort.due import begin as begin_cohort
from domain.cohort.due import due as cohort_due
from domain.cohort.events import Begun, CohortUpdate, Done, Drafted, OpenCounted
from domain.cohort.machine import COHORT
from domain.entity.entity import Entry
from domain.enums import ApplicationStage
from domain.errors import Refused
from domain.pairing.due import PairingEntry
from domain.pairing.due import due as pairing_due
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing, propose
from rehearsal.pair_personas import TimedEvent
from rehearsal.simulator import Simulation, Timeline

_BATCH = 50

PairingEvents = Callable[[str, int], Sequence[TimedEvent]]
"""What the pairing of this id, and this number among all (from 0), does."""


class Outside(Protocol):
    """What the entities of a cohort ask of the world around them."""

    def record(self, entry: Entry) -> None:
        """Keep the entry, and write its letters."""

    def draft(self, cohort: str, now: datetime) -> bool:
        """Draft the matches of those who are in order; whether that worked."""

    def to_begin(self, question: NextPairings) -> Batch:
        """The next pairings to begin."""

    def news(self, entry: PairingEntry) -> Iterable[tuple[str, ApplicationSignal]]:
        """What this entry says to applications, each with its id."""

    def without_a_partner(self, cohort: str) -> Iterable[str]:
        """The applications that have no partner in the approved draft."""


class CohortSimulator:
    """Everything that Tandem does by itself in one cohort, and what people do at their times."""

    def __init__(
        self, start: CohortStart, outside: Outside, pairing_events: PairingEvents, now: datetime
    ) -> None:
        self.timeline = Timeline(now)
        self.applications: dict[str, Simulation[Application, ApplicationEntry]] = {}
        self.pairings: dict[str, Simulation[Pairing, PairingEntry]] = {}
        self.outside, self._pairing_events = outside, pairing_events
        self.cohort: Simulation[Cohort, CohortEntry] = Simulation(
            begin_cohort(start, now), now, COHORT.apply, cohort_due, self._record
        )
        self._work()

    def apply_for_a_place(self, start: ApplicationStart, events: Iterable[TimedEvent]) -> None:
        """Begin this application now; its events happen at their times."""
        now = self.timeline.now
        application = Simulation(
            begin_application(start, now), now, APPLICATION.apply, application_due, self._record
        )
        self.applications[start.application] = application
        self._play(application, events)

    def happen(self, event: CohortUpdate) -> None:
        """Let this happen to the cohort now. Raises Refused."""
        self._apply(self.cohort, event)
        self._work()

    def _play(self, simulation: Simulation[Any, Any], events: Iterable[TimedEvent]) -> None:
        self._watch(simulation)
        for at, event in events:
            self.timeline.at(at, partial(self._try, simulation, event))

    def _try(self, simulation: Simulation[Any, Any], event: Any) -> None:
        """What the rules refuse does not happen, as with people whom nobody has told beforehand."""
        try:
            self._apply(simulation, event)
        except Refused:
            return

    def _apply(self, simulation: Simulation[Any, Any], *events: Any) -> None:
        simulation.advance(self.timeline.now)
        simulation.apply(*events)
        self._watch(simulation)

    def _watch(self, simulation: Simulation[Any, Any]) -> None:
        self.timeline.watch(simulation, self._work if simulation is self.cohort else None)

    def _record(self, entry: Entry) -> None:
        self.outside.record(entry)
        if isinstance(entry, PairingEntry):
            for application, event in self.outside.news(entry):
                self._try(self.applications[application], event)

    def _work(self) -> None:
        """Do whatever the cohort has to have done outside of itself."""
        while self.cohort.entity.todo:
            event = self._do(self.cohort.entity.todo[0])
            events = [event] if event else []
            more = isinstance(event, Begun) and event.more
            self._apply(self.cohort, *events, *([] if more else [Done()]))
        self._watch(self.cohort)

    def _do(self, task: Task) -> Drafted | Begun | OpenCounted | None:
        """Do it; what came of it, if there is anything to tell."""
        key, now = self.cohort.entity.id, self.timeline.now
        match task.kind:
            case TaskKind.DRAFT:
                return Drafted(made=self.outside.draft(key, now))
            case TaskKind.BEGIN:
                return self._begin_pairings(key)
            case TaskKind.COUNT_OPEN:
                return OpenCounted(open=sum(p.entity.is_open for p in self.pairings.values()))
            case TaskKind.BROADCAST:
                self._broadcast(task)
            case TaskKind.UNMATCHED:
                self._tell(self.outside.without_a_partner(key), Unmatched())
            case TaskKind.CLOSE_APPLICATIONS:
                self._tell(self.applications, Close())
        return None

    def _begin_pairings(self, key: str) -> Begun:
        after = self.cohort.entity.begun_number
        batch = self.outside.to_begin(NextPairings(cohort=key, after=after, most=_BATCH))
        for beginning in batch.beginnings:
            self._begin_pairing(beginning)
        number = batch.beginnings[-1].number if batch.beginnings else after
        return Begun(number=number, pairings=len(batch.beginnings), more=batch.more)

    def _begin_pairing(self, beginning: PairingToBegin) -> None:
        now, rules, number = self.timeline.now, self.cohort.entity.rules, len(self.pairings)
        entity = propose(
            beginning.pairing, beginning.arrangement, rules, now, beginning.attended, beginning.taken_over
        )
        pairing = Simulation(entity, now, PAIRING.apply, pairing_due, self._record)
        self.pairings[beginning.pairing] = pairing
        self._play(pairing, self._pairing_events(beginning.pairing, number))

    def _broadcast(self, task: Task) -> None:
        closes = self.cohort.entity.calendar.closes
        if task.event is not None:
            self._tell(self.applications, task.event)
            for pairing in self.pairings.values():
                if pairing.entity.is_open:
                    self._try(pairing, task.event)
        elif closes is not None:
            self._tell(self.applications, ExtendDeadline(closes=closes))

    def _tell(self, keys: Iterable[str], event: ApplicationSignal) -> None:
        """Tell these applications; one that has led to a completed pairing hears nothing any more."""
        for key in list(keys):
            if self.applications[key].entity.stage is not ApplicationStage.COMPLETED:
                self._try(self.applications[key], event)
