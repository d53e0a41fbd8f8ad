"""Stores of older versions."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import storage.migrations
from storage.database import Database

FOLDER = Path(str(storage.migrations.__file__)).parent


def upgrade(database: Database, revision: str) -> None:
    """To this version, as a Tandem of that time would have."""
    _run(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    _run(database, lambda config: command.downgrade(config, revision))


def _run(database: Database, command_with: Any) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        command_with(config)


def fill(database: Database, table: str, *rows: dict[str, Any]) -> None:
    """Put these rows into a table as it is now; what is not said is null."""
    with database.engine.begin() as connection:
        found = sa.Table(table, sa.MetaData(), autoload_with=connection, resolve_fks=False)
        connection.execute(sa.insert(found), [dict.fromkeys(found.c.keys()) | row for row in rows])


def rows(database: Database, table: str) -> list[dict[str, Any]]:
    """What is in a table, in the order of its key."""
    with database.engine.connect() as connection:
        found = sa.Table(table, sa.MetaData(), autoload_with=connection, resolve_fks=False)
        query = sa.select(found).order_by(*found.primary_key)
        return [dict(row._mapping) for row in connection.execute(query)]
