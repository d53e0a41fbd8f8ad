"""The connections to the store: SQLite or PostgreSQL by URL, and how patiently."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from domain.errors import BadInput

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
"""Of a worker, which tries again: while it waits for one row, it has one of its few workflows in hand, and
then a thread, that others miss. Measured: a command to another entity takes 0.03 s, and 0.6 s if eight whose
rows are locked were told something at the same instant; with 2 s for a lock it took 8 s. Everything is less
than a try of a record (`workflows.timeouts`), or threads of earlier tries would pile up."""
ON_REQUEST = StoreTimeouts(lock=20, statement=300, idle=60, writer=30)
"""Of a command: somebody waits for it, such as behind a large import, or for a report."""
ON_PAGE = StoreTimeouts(lock=4, statement=10, idle=60, writer=5)
"""Of a page: somebody looks at a white screen meanwhile, and holds one of few threads. Whoever would wait for
longer is told that it has not been recorded."""
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


def engine(url: str, patience: StoreTimeouts) -> Engine:
    """Connects when it is first asked for a connection. Raises BadInput if this is no URL of a store.

    Parameters are hidden: they hold names and addresses, and an error may end up in a log.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadInput(
            "TANDEM_DATABASE_URL is not a database URL, such as sqlite:////path/to/tandem.db"
        ) from None
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed, patience)
    if parsed.get_backend_name() != "sqlite":
        raise BadInput("TANDEM_DATABASE_URL: Tandem keeps its store in SQLite or PostgreSQL.")
    return _sqlite(parsed, patience)


def _postgresql(url: URL, patience: StoreTimeouts) -> Engine:
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=hearing(url),
        pool_pre_ping=True,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,
    )
    limits = patience.limits(url)

    # Not as an option of the connection: a pooler between us and the server refuses those.
    @event.listens_for(made, "connect")
    def limit(connection: Any, _: object) -> None:
        for name, milliseconds in limits.items():
            connection.execute(f"SET {name} = {milliseconds}")
        connection.commit()

    return made


def _sqlite(url: URL, patience: StoreTimeouts) -> Engine:
    """SQLite has one writer. Threads that queue for one connection wait less than threads that each have
    one and poll for the lock."""
    made = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=patience.writer,
        hide_parameters=True,
    )
    event.listen(made, "begin", _begin_immediate)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        connection.execute(f"PRAGMA busy_timeout={round(patience.writer * 1000)}")
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return made


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: waiting for it half-way would fail instead of wait."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
