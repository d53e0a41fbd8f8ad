"""Connections to the mail server, kept for a short while: to greet, encrypt and sign in takes longer than
to hand a letter over.

A new one is made only when none is kept, so that there are never more than deliveries at a time.
"""

import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock, Timer

IDLE_SECONDS = 15
"""A connection that carries no letter for so long is given up; mail servers wait for minutes."""
_MOST_SECONDS = 300
"""And so is one of this age, so that among several mail servers of one name each gets its share."""


@dataclass
class Connection:
    """A conversation with the mail server. Times are monotonic seconds."""

    server: smtplib.SMTP
    opened: float = field(default_factory=time.monotonic)
    idle_since: float = 0
    is_good: bool = False
    """Whether it may carry another letter."""


class Connections:
    """Those that carry no letter now. Threads may share it."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._idle: list[Connection] = []
        """The longest idle first."""
        self._lock = Lock()
        self._closing: Timer | None = None
        self._closed = False

    def take(self) -> Connection | None:
        """The one that was used last: the others may become too many."""
        with self._lock:
            return self._idle.pop() if self._idle else None

    @contextmanager
    def using(self, connection: Connection) -> Iterator[None]:
        """Afterwards it is kept if it `is_good`, else hung up."""
        connection.is_good = False
        try:
            yield
        finally:
            if not (connection.is_good and self._keep(connection)):
                _hang_up(connection.server)

    def _keep(self, connection: Connection) -> bool:
        now = time.monotonic()
        with self._lock:
            if self._closed or now - connection.opened >= _MOST_SECONDS:
                return False
            connection.idle_since = now
            self._idle.append(connection)
            self._close_in_time(now)
            return True

    def close(self) -> None:
        """Hang up, and keep none from now on."""
        with self._lock:
            self._closed = True
            left, self._idle = self._idle, []
            if self._closing:
                self._closing.cancel()
        for connection in left:
            _hang_up(connection.server)

    def _close_in_time(self, now: float) -> None:
        """One timer for all: it looks again when the one that is idle longest is so for too long."""
        if self._closing is None and self._idle:
            wait = self._idle[0].idle_since + self._idle_seconds - now
            self._closing = Timer(max(wait, 0), self._close_idle)
            self._closing.daemon = True
            self._closing.start()

    def _close_idle(self) -> None:
        now = time.monotonic()
        with self._lock:
            self._closing = None
            too_long = [c for c in self._idle if now - c.idle_since >= self._idle_seconds]
            self._idle = self._idle[len(too_long) :]
            self._close_in_time(now)
        for connection in too_long:
            _hang_up(connection.server)


def _hang_up(server: smtplib.SMTP) -> None:
    """Say goodbye without caring for the answer: the letter's fate is known by now."""
    with suppress(OSError, smtplib.SMTPException):
        server.putcmd("QUIT")
    server.close()
