"""What is handed over to be recorded, in one piece: how things stand, what happened, what to write."""

from datetime import datetime
from typing import Any, ClassVar

from domain.letters import Letter
from domain.life import LifeKind
from domain.outcomes import Outcome
from domain.pairing import Pairing
from domain.rules import Rules
from domain.value import Moment, Value
from domain.waiting import waiting
from domain.words import ApplicationStage, CohortStage, Concern, EndReason, Stage


class Snapshot(Value):
    """How a life stands: what `tandem ... show`, the Web UI and the store tell about it."""

    stage: Stage | ApplicationStage | CohortStage
    since: Moment
    waits_for: str | None
    """A sentence; None when it is over."""
    until: Moment | None
    """The next moment that something happens by itself."""
    concerns: tuple[Concern, ...]


class PairingSnapshot(Snapshot):
    stage: Stage
    reason: EndReason | None
    paused: bool
    sessions: int
    minimum: int
    sessions_close: Moment
    """The end of the time for sessions, pauses counted."""


class Entry(Value):
    """Recorded in one transaction. (id, revision) is its business key."""

    kind: ClassVar[LifeKind]
    id: str
    """Of the pairing, application or cohort."""
    revision: int
    at: Moment
    snapshot: Snapshot
    outcomes: tuple[Outcome, ...]
    letters: tuple[Letter, ...]
    still_wanted: tuple[str, ...]
    """The keys of earlier letters that are as right as ever, should they not have gone yet."""
    state: dict[str, Any]
    """The life itself once this is recorded, without its rules, as JSON: with them it can be begun again."""
    rules: Value | None
    """Its rules; None where they are as the entry before left them, so that not each carries them."""

    @property
    def life(self) -> str:
        """The name of the life it belongs to, among all lives."""
        return self.kind.of(self.id)


class PairingEntry(Entry):
    kind: ClassVar[LifeKind] = LifeKind.PAIRING
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
