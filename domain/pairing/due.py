"""What is due in the life of a pairing now, and when to look again."""

from collections.abc import Callable, Iterator
from datetime import datetime

from domain.entity.duty import Duty
from domain.entity.engine import Behaviour, Due, process
from domain.enums import Stage
from domain.pairing.duties.calendar import calendar_letters
from domain.pairing.duties.evaluation import evaluation
from domain.pairing.duties.farewells import failed_letters, farewell, follow_up, pause, resumption
from domain.pairing.duties.gatherings import gatherings
from domain.pairing.duties.introductions import introductions
from domain.pairing.duties.mentoring import mentoring
from domain.pairing.duties.review import review
from domain.pairing.entry import PairingEntry, snapshot
from domain.pairing.moves import advance, next_move, stage_after
from domain.pairing.pairing import Pairing

Duties = Callable[[Pairing], Iterator[Duty]]

_WHILE_OPEN: tuple[Duties, ...] = (
    resumption,
    introductions,
    gatherings,
    calendar_letters,
    mentoring,
    review,
    evaluation,
    failed_letters,
)
_WHILE_PAUSED: tuple[Duties, ...] = (pause, calendar_letters, failed_letters)
_WHEN_OVER: tuple[Duties, ...] = (farewell, calendar_letters, follow_up)


def due(pairing: Pairing, now: datetime) -> Due[Pairing, PairingEntry]:
    """Everything that is due by `now`, as one entry to record."""
    return process(_BEHAVIOUR, pairing, now)


def duties(pairing: Pairing) -> Iterator[Duty]:
    """All duties as things stand, past and future; what has been written is not left out."""
    for source in _sources(pairing):
        yield from source(pairing)


def _sources(pairing: Pairing) -> tuple[Duties, ...]:
    if not pairing.is_open:
        return _WHEN_OVER
    return _WHILE_PAUSED if pairing.paused else _WHILE_OPEN


def _lasting(pairing: Pairing) -> Iterator[Duty]:
    """A pause holds nothing back that was written before it."""
    if pairing.paused:
        yield from duties(pairing.replace(paused=None))


def _moves_at(pairing: Pairing) -> datetime | None:
    move = next_move(pairing)
    return move[0] if move else None


def _move_says(pairing: Pairing) -> str:
    move = next_move(pairing)
    if move is None:
        return "goes on"
    if move[1].target is Stage.ENDED:
        return f"ends: {move[1].says}"
    return f"goes on to {stage_after(pairing, move[1]).replace('_', ' ')}"


_BEHAVIOUR = Behaviour(
    advance=advance,
    moves_at=_moves_at,
    move_says=_move_says,
    duties=duties,
    lasting=_lasting,
    entry=PairingEntry,
    snapshot=snapshot,
)
