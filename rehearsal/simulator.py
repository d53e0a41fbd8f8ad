"""Entities followed in memory, as their workflows follow them on a server.

Pure: what happens, when it is and what was recorded are values; nothing is waited for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Any, Generic, TypeVar

from domain.entity.engine import Due
from domain.entity.entity import Entity, Entry

L = TypeVar("L", bound=Entity)
E = TypeVar("E", bound=Entry)

_MOST_ENTRIES_IN_A_ROW = 50
"""Entries that are recorded at one moment; two or three are usual."""


class Simulation(Generic[L, E]):
    """One entity: applies what happens, records what is due, and can be carried to any later moment."""

    def __init__(
        self,
        entity: L,
        now: datetime,
        apply: Callable[[L, Any, datetime], L],
        due: Callable[[L, datetime], Due[L, E]],
        record: Callable[[E], None] | None = None,
    ) -> None:
        """`apply` and `due`: of this kind of entity; `record`: called with each entry."""
        self.entity = entity
        self.now = now
        self.entries: list[E] = []
        self.look_again: datetime | None = None
        """When something will be due if nothing happens; None if only an event can bring more."""
        self._apply, self._due, self._record = apply, due, record
        self.process_due()

    def apply(self, *events: Any) -> None:
        """Let these happen at one moment, before there is time to look what is due. Raises Refused, and
        then none of them has happened."""
        entity = self.entity
        for event in events:
            entity = self._apply(entity, event, self.now)
        self.entity = entity
        self.process_due()

    def advance(self, to: datetime) -> None:
        """Let time pass, waking whenever the entity asked to be woken."""
        while self.look_again and self.look_again <= to:
            assert self.look_again > self.now, f"it asked to be looked at at {self.look_again}, which is past"
            self.now = self.look_again
            self.process_due()
        self.now = to

    def skip(self, to: datetime) -> None:
        """Let time pass with nobody awake: what fell due on the way is done at the end of it."""
        self.now = to
        self.process_due()

    def finish(self) -> None:
        """Let time pass for as long as anything falls due by itself."""
        while self.look_again:
            self.advance(self.look_again)

    def process_due(self) -> None:
        """Record all that is due now."""
        for _ in range(_MOST_ENTRIES_IN_A_ROW):
            due = self._due(self.entity, self.now)
            self.entity, self.look_again = due.entity, due.look_again
            if due.entry is None:
                return
            self.entries.append(due.entry)
            if self._record:
                self._record(due.entry)
        raise AssertionError("there is always one more entry to record")


@dataclass(order=True)
class _Step:
    at: datetime
    turn: int
    number: int
    act: Callable[[], None] = field(compare=False)


_DUE, _LOOKS_AROUND, _HAPPENS = range(3)
"""The order at one moment: first what is due, then who looks at the others, then what people do."""


class Timeline:
    """One clock for many entities: jumps from one moment to the next at which something happens."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._steps: list[_Step] = []
        self._numbers = count()

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        """Do this then, or now if that has passed."""
        self._add(moment, _HAPPENS, act)

    def watch(self, simulation: Simulation[Any, Any], then: Callable[[], None] | None = None) -> None:
        """Wake this entity when it asks for it, and do `then`, which looks at the others. Call it again
        whenever the entity may ask for another moment."""
        if (moment := simulation.look_again) is not None:
            turn = _LOOKS_AROUND if then else _DUE
            self._add(moment, turn, lambda: self._wake(simulation, moment, then))

    def run(self, until: datetime) -> None:
        """Let time pass until then, or until nothing more can happen."""
        while self._steps and self._steps[0].at <= until:
            step = heappop(self._steps)
            self.now = max(self.now, step.at)
            step.act()

    def _add(self, moment: datetime, turn: int, act: Callable[[], None]) -> None:
        heappush(self._steps, _Step(moment, turn, next(self._numbers), act))

    def _wake(
        self, simulation: Simulation[Any, Any], moment: datetime, then: Callable[[], None] | None
    ) -> None:
        if simulation.look_again != moment:  # it has asked for another since
            return
        simulation.advance(self.now)
        self.watch(simulation, then)
        if then:
            then()
