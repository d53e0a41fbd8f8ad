"""The store: one way of opening a transaction on it, and its migrations."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from domain.errors import NotFound, TandemError, Unreachable
from domain.suggestion import suggest
from storage.append_only import keep_append_only
from storage.engine import AT_WORK, MIGRATING, StoreTimeouts, engine
from storage.tables import every as every
from storage.tables.server import StoreRow

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY = ("LockNotAvailable", "QueryCanceled", "DeadlockDetected")
"""What PostgreSQL calls it if our patience is over. It answers; somebody else holds what is asked for."""
_UPGRADE = suggest("db upgrade")


class StoreError(TandemError):
    """The store refused what was written to it. That is a mistake of ours, not of the person who asked."""


class Database:
    """One store. Cheap to make: nothing is opened before it is needed."""

    def __init__(self, url: str, patience: StoreTimeouts = AT_WORK) -> None:
        self._url = url
        self._engine = engine(url, patience)
        self._identity: str | None = None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back on an exception.

        Raises Unreachable if the database does not answer or is busy for longer than our patience,
        NotFound if it has no tables yet or those of an earlier version, StoreError if it refuses what was
        written.
        """
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except DBAPIError as problem:
            raise self._sentence(problem) from None
        except PoolTimeoutError:
            raise Unreachable(f"The database at {self.where} is too busy to answer.") from None

    def check_version(self) -> None:
        """Raises NotFound if the store has no tables yet or those of an earlier version, Unreachable if the
        database does not answer. Tables of a later version are fine: a migration only adds."""
        with self.begin() as session:
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
        if found is None:
            raise self._no_tables()
        known, newest = _migrations()
        if found in known - newest:
            raise self._earlier_tables()

    def identity(self) -> str:
        """The store's own id, which its Temporal namespace keeps, too. Asked for once. Raises as
        `begin`."""
        if self._identity is None:
            with self.begin() as session:
                self._identity = session.scalars(select(StoreRow.id)).one()
        return self._identity

    def upgrade(self) -> None:
        """Bring the tables to the newest version; harmless if they are, or are of a later one than ours.
        Raises Unreachable if the database does not answer, or is none."""
        # Here, because it doubles the time that every other command takes to begin.
        from alembic import command
        from alembic.config import Config

        self._make_folder()
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        try:
            with self.migrating() as connection:
                config.attributes["connection"] = connection
                if not self._is_later(connection):
                    command.upgrade(config, "head")
                    keep_append_only(connection)
        except DBAPIError as problem:
            raise self._sentence(problem) from problem

    def _is_later(self, connection: Connection) -> bool:
        """As after a deploy that was taken back."""
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found is not None and found not in _migrations()[0]

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction in which tables may change.

        SQLite changes a table by making it anew and dropping the old one, which other tables refer to:
        so it looks at references at the end, and not on the way. That can only be said before BEGIN.
        """
        with self._engine.connect() as connection:
            if self._engine.dialect.name != "sqlite":
                with connection.begin():
                    for name, limit in MIGRATING.limits(self._engine.url).items():
                        connection.exec_driver_sql(f"SET LOCAL {name} = {limit}")
                    yield connection
                return
            sqlite: Any = connection.connection.driver_connection
            sqlite.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StoreError("The migration would leave rows that refer to nothing.")
            finally:
                sqlite.execute("PRAGMA foreign_keys=ON")

    def _make_folder(self) -> None:
        if self._engine.dialect.name != "sqlite":
            return
        try:
            Path(str(self._engine.url.database)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise Unreachable(f"The database at {self.where} cannot be made: {problem.strerror}") from None

    @property
    def where(self) -> str:
        """Where the database is, without the password or anything else that a URL may hide."""
        return self._engine.url.set(query={}).render_as_string(hide_password=True)

    def close(self) -> None:
        self._engine.dispose()

    def close_whole(self) -> None:
        """Close it so that SQLite's one file is the whole store, as somebody may copy it alone; unless
        another process is using it just now, which then does the same."""
        if self._engine.dialect.name == "sqlite":
            with suppress(DBAPIError, sqlite3.Error), self._engine.connect() as connection:
                sqlite: Any = connection.connection.driver_connection
                sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.close()

    def compact(self) -> None:
        """Leave nothing behind of what was deleted: SQLite's free pages, and its log of changes. PostgreSQL
        sees to its own by itself. Raises Unreachable if somebody else is using it for long."""
        if self._engine.dialect.name != "sqlite":
            return
        try:
            with self._engine.connect() as connection:
                sqlite: Any = connection.connection.driver_connection
                sqlite.execute("VACUUM")
                ((busy, *_),) = sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.OperationalError:
            busy = True
        if busy:
            raise Unreachable(f"The database at {self.where} is busy, and could not be made compact.")

    @property
    def engine(self) -> Engine:
        return self._engine

    def _sentence(self, problem: DBAPIError) -> Exception:
        if isinstance(problem, OperationalError | ProgrammingError):
            return self._did_not_go(problem)
        kind = type(problem.orig).__name__
        if kind == "ReadOnlySqlTransaction":
            return self._only_read()
        if kind == "DatabaseError":  # SQLite's, of a file
            return Unreachable(f"The database at {self.where} is damaged, or none: {_first_line(problem)}")
        if problem.connection_invalidated:
            return self._away(problem)
        # What the database says of a row may hold a name or an address.
        primary = getattr(getattr(problem.orig, "diag", None), "message_primary", None)
        return StoreError(f"{kind}: {primary or 'refused by the database'}")

    def _did_not_go(self, problem: DBAPIError) -> Exception:
        kind, told = type(problem.orig).__name__, str(problem.orig)
        if kind == "UndefinedTable" or "no such table" in told:
            return self._no_tables()
        if kind == "UndefinedColumn" or "no such column" in told or "has no column named" in told:
            return self._earlier_tables()
        if isinstance(problem, ProgrammingError) and kind != "InsufficientPrivilege":
            return problem
        return self._unreachable(problem, kind, told)

    def _unreachable(self, problem: DBAPIError, kind: str, told: str) -> Unreachable:
        if kind == "InsufficientPrivilege":
            return Unreachable(f"The database at {self.where} does not allow it: {_first_line(problem)}")
        if kind == "DiskFull" or "disk is full" in told:
            return Unreachable(f"There is no room left on the disk of the database at {self.where}.")
        if "readonly database" in told:
            return self._only_read()
        if kind in _BUSY or "database is locked" in told:
            return Unreachable(f"The database at {self.where} is busy: {_first_line(problem)}")
        return self._away(problem)

    def _only_read(self) -> Unreachable:
        return Unreachable(f"The database at {self.where} can only be read, and not written to.")

    def _away(self, problem: DBAPIError) -> Unreachable:
        return Unreachable(f"The database at {self.where} does not answer: {_first_line(problem)}")

    def _no_tables(self) -> NotFound:
        return NotFound(f"The store at {self.where} has no tables yet; run: {_UPGRADE}")

    def _earlier_tables(self) -> NotFound:
        return NotFound(f"The tables of the store at {self.where} are of an earlier version; run: {_UPGRADE}")


def _migrations() -> tuple[set[str], set[str]]:
    """The versions of the tables that we know, and the newest."""
    from alembic.script import ScriptDirectory  # here, since every other command would take twice as long

    scripts = ScriptDirectory(str(_MIGRATIONS))
    return {migration.revision for migration in scripts.walk_revisions()}, set(scripts.get_heads())


def _first_line(problem: DBAPIError) -> str:
    return str(problem.orig).strip().split("\n")[0]
