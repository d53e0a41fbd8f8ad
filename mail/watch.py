"""Noticing, in one worker, that the mail server refuses everybody, and that it does so no more."""

from datetime import datetime

import structlog

from mail import stops
from mail.fates import Fate, KeptBack, Shut, Unknown
from mail.outbox import Claimed
from storage.database import Database

MOST_IN_A_ROW = 5
"""So many different letters come to nothing before it is no letter's fault."""

_SAYS_NOTHING = (KeptBack, Unknown)
"""Fates from which nobody can tell whether the server serves us."""

log = structlog.get_logger()


class Watch:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._shut_out: set[str] = set()
        """The letters that came to nothing since the last one that the server cared for."""

    def heed(self, claimed: Claimed, fate: Fate, now: datetime) -> None:
        """Learn from what became of this letter. Raises Unreachable if the store does not answer."""
        if claimed.is_scout:
            self._heed_scout(fate, now)
        elif isinstance(fate, Shut):
            self._shut_out.add(claimed.letter)
            if len(self._shut_out) >= MOST_IN_A_ROW:
                self._stop(fate.reply, now)
        elif not isinstance(fate, _SAYS_NOTHING):
            self._shut_out.clear()

    def _heed_scout(self, fate: Fate, now: datetime) -> None:
        with self._database.begin() as session:
            if isinstance(fate, Shut):
                stops.go_on(session, fate.reply)
            elif isinstance(fate, KeptBack):
                stops.give_turn_back(session, now)
            elif not isinstance(fate, _SAYS_NOTHING):
                stops.end(session, now)
                self._shut_out.clear()
                log.info("mail_goes_again")

    def _stop(self, reason: str, now: datetime) -> None:
        with self._database.begin() as session:
            stops.begin(session, reason, now)
        self._shut_out.clear()
        log.warning("mail_stopped")
