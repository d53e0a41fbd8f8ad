"""The connections to the store: SQLite or PostgreSQL by URL, and how patiently."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from domain.errors import BadInput
from storage.timeouts import POOL_SECONDS, StoreTimeouts, hearing


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
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return made


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: waiting for it half-way would fail instead of wait."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
