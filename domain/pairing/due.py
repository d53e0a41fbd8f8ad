"""How a pairing stands, what is due for it now, and when to look again."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import ClassVar

from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import Duty, EntityKind, Entry, Snapshot
from domain.enums import EndReason, Stage
from domain.pairing.any_stage import WAITS_FOR_RESUMPTION, failed_letters, resumption, while_paused
from domain.pairing.gatherings import calendar_letters, gatherings
from domain.pairing.machine import PAIRING, STAGES, stage_after
from domain.pairing.pairing import Pairing
from domain.programme.rules import Rules
from domain.value import Moment


class PairingSnapshot(Snapshot):
    stage: Stage
    reason: EndReason | None
    paused: bool
    sessions: int
    minimum: int
    sessions_close: Moment
    """The end of the time for sessions, pauses counted."""


class PairingEntry(Entry):
    kind: ClassVar[EntityKind] = EntityKind.PAIRING
    snapshot: PairingSnapshot
    rules: Rules | None


def snapshot(pairing: Pairing, look_again: datetime | None) -> PairingSnapshot:
    return PairingSnapshot(
        stage=pairing.stage,
        since=pairing.since,
        reason=pairing.end_reason,
        paused=pairing.paused is not None,
        sessions=len(pairing.held),
        minimum=pairing.rules.sessions.minimum,
        waits_for=waiting(pairing) if pairing.is_open or look_again else None,
        until=look_again,
        concerns=tuple(sorted(pairing.concerns)),
        sessions_close=pairing.sessions_close,
    )


def waiting(pairing: Pairing) -> str:
    """Continues the sentence "It waits for ..."."""
    return WAITS_FOR_RESUMPTION if pairing.paused else STAGES[pairing.stage].waits_for(pairing)


Duties = Callable[[Pairing], Iterator[Duty]]

_OF_FIRST_STAGE, *_OF_STAGES = (home.duties for stage, home in STAGES.items() if stage.is_open)
_WHILE_OPEN: tuple[Duties, ...] = (
    resumption,
    _OF_FIRST_STAGE,
    gatherings,
    calendar_letters,
    *_OF_STAGES,
    failed_letters,
)
_WHILE_PAUSED: tuple[Duties, ...] = (while_paused, calendar_letters, failed_letters)


def due(pairing: Pairing, now: datetime) -> Due[Pairing, PairingEntry]:
    """Everything that is due by `now`, as one entry to record."""
    return process(_BEHAVIOUR, pairing, now)


def duties(pairing: Pairing) -> Iterator[Duty]:
    """All duties as things stand, past and future; what has been written is not left out."""
    for source in _sources(pairing):
        yield from source(pairing)


def _sources(pairing: Pairing) -> tuple[Duties, ...]:
    if not pairing.is_open:
        return (STAGES[pairing.stage].duties, calendar_letters)
    return _WHILE_PAUSED if pairing.paused else _WHILE_OPEN


def _lasting(pairing: Pairing) -> Iterator[Duty]:
    """A pause holds nothing back that was written before it."""
    if pairing.paused:
        yield from duties(pairing.replace(paused=None))


def _move_says(pairing: Pairing) -> str:
    coming = PAIRING.next_move(pairing)
    if coming is None:
        return "goes on"
    move = coming[1]
    if move.target is Stage.ENDED:
        return f"ends: {move.says}"
    return f"goes on to {stage_after(pairing.rules, move).replace('_', ' ')}"


_BEHAVIOUR = Behaviour(
    advance=PAIRING.advance,
    moves_at=PAIRING.moves_at,
    move_says=_move_says,
    duties=duties,
    lasting=_lasting,
    entry=PairingEntry,
    snapshot=snapshot,
)
