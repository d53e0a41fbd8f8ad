"""A mail server that refuses everybody: sending stops, and no letter pays for what is about the server or our
account.

Closed, letters go. Open, they wait, in all workers, since a row in the store says so. Every now and then one
letter probes (half-open): once the server takes it, or refuses it for a reason of its own, the row goes.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mail.results import DeliveryResult, ServerUnavailable, Suppressed, Unknown
from storage.database import Database
from storage.tables.letters import MailOutageRow

MOST_IN_A_ROW = 5
"""So many different letters come to nothing before it is no letter's fault."""
_FIRST_PROBE = timedelta(minutes=5)
_BETWEEN_PROBES = timedelta(minutes=30)
"""At most: the first waits are as long as the outage has lasted."""
_ADDRESS = re.compile(r"[^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+")

log = structlog.get_logger()


@dataclass(frozen=True)
class Outage:
    """A time in which nothing is sent."""

    since: datetime
    reason: str
    """The mail server's last words, without addresses: every coordinator reads them."""
    try_again_at: datetime
    """When the next letter probes, UTC."""


def current(session: Session) -> Outage | None:
    """The outage that lasts now; None while letters go."""
    row = session.scalars(select(MailOutageRow).order_by(MailOutageRow.id).limit(1)).first()
    return Outage(row.since, row.reason, row.try_again_at) if row else None


def may_probe(session: Session, outage: Outage, now: datetime) -> bool:
    """Whether a letter may go now all the same; then no other may for a while."""
    next_probe = now + min(max(now - outage.since, _FIRST_PROBE), _BETWEEN_PROBES)
    turn = update(MailOutageRow).where(MailOutageRow.try_again_at <= now).values(try_again_at=next_probe)
    return bool(session.execute(turn).rowcount)  # type: ignore[attr-defined]


def open_circuit(session: Session, reason: str, now: datetime) -> None:
    """Send nothing from now on; where that is so already, these are the server's latest words."""
    words = _ADDRESS.sub("...", reason)
    if not session.execute(update(MailOutageRow).values(reason=words)).rowcount:  # type: ignore[attr-defined]
        session.add(MailOutageRow(since=now, reason=words, try_again_at=now + _FIRST_PROBE))


def close_circuit(session: Session) -> None:
    """Let letters go again."""
    session.execute(delete(MailOutageRow))


class CircuitBreaker:
    """What one worker learns from its letters."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turned_away: set[str] = set()
        """The letters that came to nothing since the last one that the server cared for."""

    def record(self, letter: str, result: DeliveryResult, now: datetime, is_probe: bool) -> None:
        """Learn from what became of this letter. Raises Unreachable if the store does not answer."""
        if isinstance(result, ServerUnavailable):
            self._turned_away.add(letter)
            if is_probe or len(self._turned_away) >= MOST_IN_A_ROW:
                self._open(result.reply, now)
        elif isinstance(result, Suppressed):
            if is_probe:
                self._give_turn_back(now)
        elif not isinstance(result, Unknown):
            self._turned_away.clear()
            if is_probe:
                self._close()

    def _open(self, reason: str, now: datetime) -> None:
        self._turned_away.clear()
        with self._database.begin() as session:
            open_circuit(session, reason, now)
        log.warning("mail_stopped")

    def _close(self) -> None:
        with self._database.begin() as session:
            close_circuit(session)
        log.info("mail_goes_again")

    def _give_turn_back(self, now: datetime) -> None:
        """The server was not asked: the next letter probes at once."""
        with self._database.begin() as session:
            session.execute(update(MailOutageRow).values(try_again_at=now))
