"""A machine as one table: what may happen in which stage, where it may lead, and what happens by itself.

Each row can be read aloud. What is not in the table is refused, and a rule that leads where its row does
not say is a mistake in the code.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from domain.entity.entity import Event, TakeBack
from domain.entity.remembering import note
from domain.errors import Refused


class Staged(Protocol):
    """Whatever is in one stage at a time."""

    @property
    def stage(self) -> StrEnum: ...

    @property
    def is_open(self) -> bool: ...


S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=Staged)


class NotInTableError(RuntimeError):
    """The code has made a move that its table does not have."""

    def __init__(self, what: str, source: str, target: str) -> None:
        super().__init__(f"The table has no move from {source} to {target} by {what}.")


def _never(*_: Any) -> bool:
    return False


def _not_by_itself(_: Any) -> datetime | None:
    return None


def _changes_nothing(entity: M, _: datetime) -> M:
    return entity


def _as_told(event: Any, *_: Any) -> Any:
    return event


@dataclass(frozen=True)
class Move(Generic[S, M]):
    """Made by itself: "from any of <sources> to <target> when <says>"."""

    sources: tuple[S, ...]
    target: S
    says: str
    ready: Callable[[M], datetime | None]
    """From when it may be made as things stand now; None: something must happen first."""
    reason: StrEnum | None = None
    """What is noted as the reason for being in the new stage."""
    announced: str = "goes on"
    """Continues the sentence "By itself it ..."."""
    first: Callable[[M, datetime], M] = _changes_nothing
    """What is noted before it enters the new stage."""


@dataclass(frozen=True)
class On(Generic[S, M]):
    """Told by somebody: "in any of <stages>, <says>", after which it is where it was or in one of `to`."""

    event: type[Event]
    says: str
    stages: tuple[S, ...]
    rule: Callable[[Any, M, datetime], M]
    to: tuple[S, ...] = ()
    otherwise: Callable[[Any, M], str] | None = None
    """Why it is refused in the other open stages."""
    has_happened: Callable[[Any, M], bool] = _never
    """Whether it is so already, in whatever stage: then nothing changes."""
    resolved: Callable[[Any, M, M], Any] = _as_told
    """The event with what it left open (which session), given how it was before and after."""
    instead: Callable[[M], str] | None = None
    """Why it is not taken back, and what is done instead; None: it can be."""


@dataclass(frozen=True)
class Machine(Generic[S, M]):
    begins: tuple[S, ...]
    moves: tuple[Move[S, M], ...]
    """Where two are ready at the same time, the first is made."""
    events: tuple[On[S, M], ...]
    enter: Callable[[M, Move[S, M], datetime], M]
    """Makes a move."""
    nothing_more: Callable[[M], str]
    """Why an event is refused when it is over."""
    news: tuple[type[Event], ...] = ()
    """Events for whose answer nobody waits: where they may not happen they change nothing."""
    is_over: Callable[[M], bool] = _never
    """Whether nothing more can happen to it, whatever its stage."""
    is_paused: Callable[[M], bool] = _never
    """Whether it makes no move by itself at present."""
    resumes_at: Callable[[M], datetime | None] = _not_by_itself
    """When it does so again, if it is paused and nobody says more."""
    resume: Callable[[M, datetime], M] = _changes_nothing
    takes_back: bool = False
    """Whether it remembers what it is told, so that a slip can be taken back."""

    def apply(self, entity: M, event: Event, now: datetime) -> M:
        """What it is after this event; raises Refused with a sentence if the table or the rule does not
        allow it."""
        after = self.react(entity, event, now)
        if after is entity or not self.takes_back or isinstance(event, TakeBack):
            return after
        row = next(row for row in self._rows(event) if entity.stage in row.stages)
        noted: M = note(self, entity, after, now, row.resolved(event, entity, after))
        return noted

    def react(self, entity: M, event: Event, now: datetime) -> M:
        """The same, with nothing kept of what was told."""
        rows = self._rows(event)
        if any(row.has_happened(event, entity) for row in rows):
            return entity
        row = next((row for row in rows if entity.stage in row.stages), None)
        if row is None or self.is_over(entity):
            if isinstance(event, self.news):
                return entity
            raise Refused(self._why_not(rows, entity, event))
        after = row.rule(event, entity, now)
        if after.stage not in (entity.stage, *row.to):
            raise NotInTableError(row.event.__name__, entity.stage, after.stage)
        return after

    def _rows(self, event: Event) -> list[On[S, M]]:
        return [row for row in self.events if row.event is type(event)]

    @property
    def stages(self) -> tuple[S, ...]:
        """All there are."""
        return tuple(type(self.begins[0]))

    def moves_from(self, stage: StrEnum) -> tuple[Move[S, M], ...]:
        return tuple(move for move in self.moves if stage in move.sources)

    def next_move(self, entity: M) -> tuple[datetime, Move[S, M]] | None:
        """The move it will make next if nothing happens, and when."""
        if self.is_paused(entity):
            return None
        ready = [(at, move) for move in self.moves_from(entity.stage) if (at := move.ready(entity))]
        return min(ready, key=lambda candidate: candidate[0], default=None)

    def moves_at(self, entity: M) -> datetime | None:
        """When it will make its next move, or go on after a pause, if nothing happens."""
        if self.is_paused(entity):
            return self.resumes_at(entity)
        coming = self.next_move(entity)
        return coming[0] if coming else None

    def announces(self, entity: M) -> str:
        """What its next move is; continues the sentence "By itself it ..."."""
        coming = self.next_move(entity)
        return coming[1].announced if coming else "goes on"

    def advance(self, entity: M, now: datetime) -> M:
        """Make every move that is ready by now."""
        while (at := self.moves_at(entity)) and at <= now:
            moved = self.moved(entity, now)
            entity = note(self, entity, moved, now) if self.takes_back else moved
        return entity

    def moved(self, entity: M, now: datetime) -> M:
        """What it is after what it does next by itself: it goes on after a pause, or makes its next move."""
        if self.is_paused(entity):
            return self.resume(entity, now)
        coming = self.next_move(entity)
        return self.enter(coming[1].first(entity, now), coming[1], now) if coming else entity

    def _why_not(self, rows: list[On[S, M]], entity: M, event: Event) -> str:
        says = next((row.otherwise for row in rows if row.otherwise), None) if entity.is_open else None
        return says(event, entity) if says else self.nothing_more(entity)

    def ways(self) -> Iterator[tuple[tuple[S, ...], tuple[S, ...], str]]:
        """Every way from stages to others, with what it takes, in the order of the table."""
        for move in self.moves:
            reason = f" ({move.reason.replace('_', ' ')})" if move.reason else ""
            yield move.sources, (move.target,), move.says + reason
        for row in self.events:
            if row.to and row.event is not TakeBack:
                yield row.stages, row.to, row.says
