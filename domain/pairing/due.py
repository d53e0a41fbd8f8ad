"""How a pairing stands, what is due for it now, what the two applications hear, what would bring it on."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import ClassVar, Literal

from domain.application.events import Freed, Placed
from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import Duty, EntityKind, Entry, Snapshot
from domain.enums import BOTH, EndReason, Role, Stage
from domain.letter.letter import Letter
from domain.pairing.any_stage import (
    failed_letters,
    resumption,
    steps_while_paused,
    waits_while_paused,
    while_paused,
)
from domain.pairing.gatherings import calendar_letters, gatherings
from domain.pairing.machine import PAIRING, STAGES, stage_after
from domain.pairing.pairing import Pairing, Partner
from domain.pairing.stages.over import farewell_key
from domain.programme.rules import Rules
from domain.suggestion import Suggestion
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
    return waits_while_paused(pairing) if pairing.paused else STAGES[pairing.stage].waits_for(pairing)


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
        for duty in source(pairing):
            if not (isinstance(duty, Letter) and _belongs_before_takeover(duty, pairing)):
                yield duty


def _belongs_before_takeover(letter: Letter, pairing: Pairing) -> bool:
    """Whether it fell to whoever ran the programme before. What is still to come goes into the calendars."""
    if letter.calendar and letter.starts and not pairing.is_before_takeover(letter.starts):
        return False
    return pairing.is_before_takeover(letter.at)


def _sources(pairing: Pairing) -> tuple[Duties, ...]:
    if not pairing.is_open:
        return (STAGES[pairing.stage].duties, calendar_letters)
    return _WHILE_PAUSED if pairing.paused else _WHILE_OPEN


def _lasting(pairing: Pairing) -> Iterator[Duty]:
    """A pause holds nothing back that was written before it."""
    if pairing.paused:
        yield from duties(pairing.replace(paused=None))


def _move_says(pairing: Pairing) -> str:
    if pairing.paused:
        return "goes on after its pause"
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


def for_applications(entry: PairingEntry) -> Mapping[Role, Placed | Freed]:
    """What the applications of the two partners are told, by the role in this pairing: that it has begun, or
    is over; nothing between the first entry and the last."""
    if entry.snapshot.stage.is_open:
        return {role: Placed(pairing=entry.id) for role in BOTH} if entry.revision == 1 else {}
    written = {letter.key for letter in entry.letters}
    return {
        role: Freed(pairing=entry.id, how=_how(entry, role), told=farewell_key(role) in written)
        for role in BOTH
    }


def _how(entry: PairingEntry, role: Role) -> Literal["completed", "left", "silent", "free"]:
    """Of a pair that never began, whoever had accepted is free: it was not for them."""
    reason = entry.snapshot.reason
    if reason is None:
        return "completed"
    if reason is EndReason.NEVER_BEGAN:
        return "free" if Partner.model_validate(entry.state[role.value]).accepted else "silent"
    if reason is EndReason.NO_CONTACT:
        return "silent"
    return "left" if reason.leaver is role else "free"


def unblocking(pairing: Pairing, cohort: str) -> tuple[Suggestion, ...]:
    """What a coordinator could tell it now, so that it goes on; nothing where it is over, or
    only waits for its day."""
    if pairing.paused:
        return steps_while_paused(pairing)
    return tuple(STAGES[pairing.stage].next_steps(pairing, cohort))
