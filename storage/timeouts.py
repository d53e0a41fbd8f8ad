"""How long the store is waited for: each value in one place, since each stands below another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import URL

CONNECTING_SECONDS = 10
UNHEARD_SECONDS = 15
"""A PostgreSQL from which nothing is heard. With connecting anew it is less than a try of a record."""
_ASK_EVERY_SECONDS = 5
"""Whether a server that is silent is still there: its machine may have gone after it took the question."""
POOL_SECONDS = 10
"""For a connection, while all of this process are taken."""


@dataclass(frozen=True)
class StoreTimeouts:
    """In seconds; 0 is for as long as it takes."""

    lock: float
    """For what somebody else has locked in PostgreSQL."""
    statement: float
    """For the answer to one statement, locks and all."""
    idle: float
    """How long we may hold our own locks without saying anything, as a process does that is frozen, or
    whose machine is gone."""
    writer: float
    """For the one writer of SQLite, and as long again in the queue of the threads."""

    def limits(self, url: URL) -> Mapping[str, int]:
        """What a session of PostgreSQL is told, in milliseconds; what the URL says goes before it."""
        ours = {
            "lock_timeout": self.lock,
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle,
        }
        told = str(url.query.get("options", ""))
        return {
            name: round(seconds * 1000)
            for name, seconds in ours.items()
            if not re.search(rf"\b{name}\b", told)
        }


AT_WORK = StoreTimeouts(lock=0.3, statement=25, idle=60, writer=10)
"""Of a worker, which tries again: while it waits for one life's row, it has one of its few lives in hand, and
then a thread, that others miss. Measured: a command to another life takes 0.03 s, and 0.6 s if eight whose
rows are locked were told something at the same instant; with 2 s for a lock it took 8 s. Everything is less
than a try of a record (`workflows.timeouts`), or threads of earlier tries would pile up."""
ON_REQUEST = StoreTimeouts(lock=20, statement=300, idle=60, writer=30)
"""Of a command: somebody waits for it, such as behind a large import, or for a report."""
MIGRATING = StoreTimeouts(lock=60, statement=0, idle=0, writer=30)
"""While it waits for a table, everybody else waits behind it."""


def hearing(url: URL) -> dict[str, int]:
    """How long a PostgreSQL that cannot be heard is waited for; what the URL says goes before it."""
    ours = {
        "connect_timeout": CONNECTING_SECONDS,
        "tcp_user_timeout": UNHEARD_SECONDS * 1000,
        "keepalives_idle": _ASK_EVERY_SECONDS,
        "keepalives_interval": _ASK_EVERY_SECONDS,
    }
    return {name: value for name, value in ours.items() if name not in url.query}
