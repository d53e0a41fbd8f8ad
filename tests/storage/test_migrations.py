from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import storage.migrations
from storage import reading
from storage.database import Database
from storage.tables import Table
from tests.world import written_down

_FOLDER = Path(str(storage.migrations.__file__)).parent


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def _downgrade(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_an_upgrade_makes_every_table(empty: Database) -> None:
    assert _tables(empty) == set()

    empty.upgrade()

    assert _tables(empty) == set(Table.metadata.tables)


def test_a_downgrade_takes_every_table_away(empty: Database) -> None:
    empty.upgrade()

    _downgrade(empty, "base")

    assert _tables(empty) == set()


def test_what_went_down_comes_up_again(empty: Database) -> None:
    empty.upgrade()
    _downgrade(empty, "base")

    empty.upgrade()

    assert written_down(empty)


def test_an_upgrade_of_an_upgraded_store_keeps_what_is_in_it(empty: Database) -> None:
    empty.upgrade()
    (pairing,) = written_down(empty)

    empty.upgrade()

    with empty.begin() as session:
        assert reading.pairing(session, pairing).id == pairing


def test_migrations_and_models_agree(empty: Database) -> None:
    empty.upgrade()

    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_the_store_is_at_the_newest_migration_and_there_is_one(empty: Database) -> None:
    empty.upgrade()
    (newest,) = ScriptDirectory(str(_FOLDER)).get_heads()

    with empty.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest


def test_every_constraint_has_its_name_on_either_database(empty: Database) -> None:
    empty.upgrade()

    found = inspect(empty.engine)
    for table in Table.metadata.tables:
        assert found.get_pk_constraint(table)["name"] == f"pk_{table}"
        assert all(key["name"] for key in found.get_foreign_keys(table))
        assert all(unique["name"] for unique in found.get_unique_constraints(table))
