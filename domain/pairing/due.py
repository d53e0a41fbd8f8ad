"""How a pairing stands, what is due for it now, what the two applications hear, what would bring it on."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from domain.application.events import Freed, Placed
from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import EntityKind, Entry, Snapshot
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Arrangement, EndReason, Role, Stage
from domain.pairing.any_stage import steps_while_paused, waits_while_paused
from domain.pairing.duties import duties, lasting
from domain.pairing.machine import PAIRING, stage_after
from domain.pairing.pairing import TIME_TO_THINK_AGAIN, Pairing
from domain.pairing.partner import Partner
from domain.pairing.stages.every import STAGES
from domain.pairing.stages.over import farewell_key
from domain.programme.rules import Rules
from domain.suggestion import Suggestion
from domain.value import Moment


class PairingSnapshot(Snapshot):
    stage: Stage
    arrangement: Arrangement
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
        arrangement=pairing.arrangement,
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


def due(pairing: Pairing, now: datetime) -> Due[Pairing, PairingEntry]:
    """Everything that is due by `now`, as one entry to record."""
    return process(_BEHAVIOUR, pairing, now)


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
    lasting=lasting,
    entry=PairingEntry,
    snapshot=snapshot,
)


def for_applications(entry: PairingEntry) -> Mapping[Role, Placed | Freed]:
    """What the applications of the two partners are told, by the role in this pairing: that it has begun, or
    is over, or has been reopened. Nothing as long as an end is taken back unseen."""
    if entry.snapshot.stage.is_open:
        return dict.fromkeys(BOTH, placed) if (placed := _placed(entry)) else {}
    if entry.state["ended_by_word"] and entry.at < entry.snapshot.since + TIME_TO_THINK_AGAIN:
        return {}
    return {role: Freed(pairing=entry.id, how=_how(entry, role), told=_told(entry, role)) for role in BOTH}


def _placed(entry: PairingEntry) -> Placed | None:
    if any(outcome.kind is OutcomeKind.REOPENED for outcome in entry.outcomes):
        return Placed(pairing=entry.id, again=True)
    return Placed(pairing=entry.id) if entry.revision == 1 else None


def _told(entry: PairingEntry, role: Role) -> bool:
    """Whether a letter has told this partner that it is over."""
    key = farewell_key(role)
    return any(written.partition(":again")[0] == key for written in entry.state["letters_written"])


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
