"""One delivery of one letter: claim it, hand it over, and write down what became of it."""

import time
from datetime import UTC, datetime, timedelta
from zlib import crc32

import structlog

from domain.errors import Unreachable
from domain.letter.states import LetterState
from mail.circuit_breaker import CircuitBreaker
from mail.claiming import Claimed, Claims, Later
from mail.results import (
    Accepted,
    ClaimLostError,
    Deferred,
    DeliveryResult,
    Rejected,
    ServerUnavailable,
    Suppressed,
    Transport,
)

_PATIENCE = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long to wait before trying again; the last for every further try, until three days are over."""
AFTER_A_LOSS = timedelta(seconds=15)
"""How long a worker that was thought lost in the middle of a letter has to come back and tell."""
_COMMIT_TRIES = 20

log = structlog.get_logger()


class Postman:
    def __init__(
        self,
        claims: Claims,
        transport: Transport,
        breaker: CircuitBreaker,
        patience: tuple[timedelta, ...] = _PATIENCE,
    ) -> None:
        self._claims = claims
        self._transport = transport
        self._breaker = breaker
        self._patience = patience

    def deliver(self, letter_id: str) -> tuple[LetterState | None, timedelta | None]:
        """Try once. The letter's state afterwards, and if it waits, for how long.

        (None, None): there is no such letter. Raises Unreachable if the store does not answer.
        """
        claimed = self._claims.claim(letter_id, datetime.now(UTC))
        if isinstance(claimed, Later):
            return claimed.state, claimed.wait
        if not isinstance(claimed, Claimed):
            return claimed, AFTER_A_LOSS if claimed is LetterState.DEFERRED else None
        fate = self._transport.deliver(
            claimed.recipient, claimed.mime, before_data=lambda: self._handing_over(claimed)
        )
        state = self._write_down(claimed, fate)
        note = log.warning if state in (LetterState.FAILED, LetterState.HELD) else log.info
        note(
            "letter",
            letter=claimed.letter,
            cohort=claimed.cohort,
            state=state.value,
            attempts=claimed.attempts,
        )
        self._breaker.record(claimed.letter, fate, datetime.now(UTC), claimed.is_probe)
        return state, self._wait(claimed, fate) if state is LetterState.DEFERRED else None

    def _handing_over(self, claimed: Claimed) -> None:
        if not self._claims.handing_over(claimed):
            raise ClaimLostError(f"Letter {claimed.letter} is being delivered by another worker.")

    def _write_down(self, claimed: Claimed, fate: DeliveryResult) -> LetterState:
        now = datetime.now(UTC)
        if isinstance(fate, Accepted):
            return self._insist_on_sent(claimed, fate.reply, now)
        if isinstance(fate, Rejected):
            return self._claims.refused(claimed, fate.reply)
        if isinstance(fate, Suppressed):
            return self._claims.kept_back(claimed, fate.reply)
        if isinstance(fate, ServerUnavailable):
            return self._claims.unserved(claimed, fate.reply)
        if isinstance(fate, Deferred):
            return self._claims.deferred(claimed, fate.reply, now)
        return self._claims.unsure(claimed, fate.reply)

    def _insist_on_sent(self, claimed: Claimed, reply: str, now: datetime) -> LetterState:
        """The letter has gone: a store that is away for a moment must not make it go twice."""
        for attempt in range(1, _COMMIT_TRIES):
            try:
                return self._claims.sent(claimed, reply, now)
            except Unreachable:
                time.sleep(min(0.05 * 2**attempt, 5))
        return self._claims.sent(claimed, reply, now)

    def _wait(self, claimed: Claimed, fate: DeliveryResult) -> timedelta:
        patience = self._patience[min(claimed.attempts, len(self._patience)) - 1]
        if isinstance(fate, ServerUnavailable) or (isinstance(fate, Deferred) and fate.busy):
            return patience * (1 + _share(claimed.letter))
        return patience


def _share(letter: str) -> float:
    """From 0 to 1, the letter's own: what failed together does not come back together."""
    return crc32(letter.encode()) / 2**32
