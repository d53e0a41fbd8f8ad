"""What is handed over to be recorded, in one piece: how things stand, what happened, what to write."""

from datetime import datetime

from domain.letters import Letter
from domain.outcomes import Outcome
from domain.pairing import Pairing
from domain.value import Moment, Value
from domain.waiting import waiting
from domain.words import Concern, EndReason, Stage


class Snapshot(Value):
    """How a pairing stands: what `tandem pairing show`, the Web UI and the store tell about it."""

    stage: Stage
    since: Moment
    reason: EndReason | None
    paused: bool
    sessions: int
    minimum: int
    waits_for: str | None
    """A sentence; None when the pairing is over."""
    until: Moment | None
    """The next moment that something happens by itself."""
    concerns: tuple[Concern, ...]
    sessions_close: Moment
    """The end of the time for sessions, pauses counted."""


class Entry(Value):
    """Recorded in one transaction. (pairing, revision) is its business key."""

    pairing: str
    revision: int
    at: Moment
    snapshot: Snapshot
    outcomes: tuple[Outcome, ...]
    letters: tuple[Letter, ...]
    still_wanted: tuple[str, ...]
    """The keys of earlier letters that are as right as ever, should they not have gone yet."""


def snapshot(pairing: Pairing, look_again: datetime | None) -> Snapshot:
    return Snapshot(
        stage=pairing.stage,
        since=pairing.since,
        reason=pairing.end_reason,
        paused=pairing.paused is not None,
        sessions=len(pairing.held),
        minimum=pairing.rules.sessions.minimum,
        waits_for=waiting(pairing) if pairing.is_open else None,
        until=look_again if pairing.is_open else None,
        concerns=tuple(sorted(pairing.concerns)),
        sessions_close=pairing.sessions_close,
    )
