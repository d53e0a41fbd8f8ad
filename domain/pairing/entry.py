"""What is recorded about a pairing, and how it is shown."""

from datetime import datetime
from typing import ClassVar

from domain.entity.entity import EntityKind
from domain.entity.entry import Entry, Snapshot
from domain.enums import EndReason, Stage
from domain.pairing.pairing import Pairing
from domain.pairing.waiting import waiting
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
