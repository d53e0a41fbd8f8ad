"""Noticing, in one worker, that the mail server refuses everybody, and that it does so no more."""

from datetime import datetime

import structlog

from mail import outages
from mail.outbox import Claimed
from mail.results import DeliveryResult, ServerUnavailable, Suppressed, Unknown
from storage.database import Database

MOST_IN_A_ROW = 5
"""So many different letters come to nothing before it is no letter's fault."""

_SAYS_NOTHING = (Suppressed, Unknown)
"""Fates from which nobody can tell whether the server serves us."""

log = structlog.get_logger()


class CircuitBreaker:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._shut_out: set[str] = set()
        """The letters that came to nothing since the last one that the server cared for."""

    def record(self, claimed: Claimed, fate: DeliveryResult, now: datetime) -> None:
        """Learn from what became of this letter. Raises Unreachable if the store does not answer."""
        if claimed.is_probe:
            self._record_probe(fate, now)
        elif isinstance(fate, ServerUnavailable):
            self._shut_out.add(claimed.letter)
            if len(self._shut_out) >= MOST_IN_A_ROW:
                self._stop(fate.reply, now)
        elif not isinstance(fate, _SAYS_NOTHING):
            self._shut_out.clear()

    def _record_probe(self, fate: DeliveryResult, now: datetime) -> None:
        with self._database.begin() as session:
            if isinstance(fate, ServerUnavailable):
                outages.go_on(session, fate.reply)
            elif isinstance(fate, Suppressed):
                outages.give_turn_back(session, now)
            elif not isinstance(fate, _SAYS_NOTHING):
                outages.end(session, now)
                self._shut_out.clear()
                log.info("mail_goes_again")

    def _stop(self, reason: str, now: datetime) -> None:
        with self._database.begin() as session:
            outages.begin(session, reason, now)
        self._shut_out.clear()
        log.warning("mail_stopped")
