"""All that a store is, to be compared: what holds the same afterwards was not written to."""

from sqlalchemy import Connection, text

from storage.database import Database
from storage.tables.every import Base


def whole(database: Database) -> object:
    """SQLite's file byte for byte, with how many rows have ever been written on its one connection. Of
    PostgreSQL every row, with where it lies, which transaction wrote it and which locked it, and every
    sequence: its files move by themselves, but a row that is written anew as it was shows."""
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            sqlite = connection.connection.driver_connection
            assert sqlite
            return sqlite.serialize(), sqlite.total_changes
        tables = [table.name for table in Base.metadata.sorted_tables]
        return [_rows(connection, table) for table in tables], _sequences(connection)


def _rows(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(text(f"SELECT ctid, xmin, xmax, t.* FROM {table} t ORDER BY ctid"))
    return [str(tuple(row)) for row in rows]


def _sequences(connection: Connection) -> list[str]:
    found = connection.execute(text("SELECT schemaname, sequencename, last_value FROM pg_sequences"))
    return sorted(str(tuple(row)) for row in found)
