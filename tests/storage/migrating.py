"""Stores of other versions, and what is in their tables."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import storage.migrations
from storage.database import Database

FOLDER = Path(str(storage.migrations.__file__)).parent


def upgrade(database: Database, revision: str) -> None:
    """Bring the tables up to this version, as the Tandem of its time did."""
    with database.migrating() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the tables down to this version."""
    with database.migrating() as connection:
        command.downgrade(_config(connection), revision)


def fill(database: Database, table: str, *rows: dict[str, Any]) -> None:
    """Put these rows into a table, whatever its columns are in this version; what is not said is null."""
    with database.engine.begin() as connection:
        found = sa.Table(table, sa.MetaData(), autoload_with=connection)
        connection.execute(sa.insert(found), [dict.fromkeys(found.c.keys()) | row for row in rows])


def rows(database: Database, table: str) -> list[dict[str, Any]]:
    """What is in a table, whatever its columns are in this version, by its key."""
    with database.engine.begin() as connection:
        found = sa.Table(table, sa.MetaData(), autoload_with=connection)
        query = sa.select(found).order_by(*found.primary_key)
        return [dict(row._mapping) for row in connection.execute(query)]


def shape(database: Database) -> dict[str, object]:
    """Every table with its columns, keys and indices."""
    found = sa.inspect(database.engine)
    return {
        table: (
            sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)
            ),
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((k["name"], k["constrained_columns"]) for k in found.get_foreign_keys(table)),
            sorted((u["name"], u["column_names"]) for u in found.get_unique_constraints(table)),
            sorted((i["name"], i["column_names"]) for i in found.get_indexes(table)),
        )
        for table in found.get_table_names()
    }


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
