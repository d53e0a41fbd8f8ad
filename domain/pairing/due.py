"""What is due for a pairing now, and when to look again."""

from collections.abc import Callable, Iterator
from datetime import datetime

from domain.entity.duty import Duty
from domain.entity.engine import Behaviour, Due, process
from domain.enums import Stage
from domain.pairing.at_any_time import failed_letters
from domain.pairing.duties.calendar import calendar_letters
from domain.pairing.duties.gatherings import gatherings
from domain.pairing.entry import PairingEntry, snapshot
from domain.pairing.machine import PAIRING, STAGES, stage_after
from domain.pairing.pairing import Pairing
from domain.pairing.pauses import resumption, while_paused

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
