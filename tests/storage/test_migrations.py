from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, inspect, text
from sqlalchemy.exc import IntegrityError

from domain.errors import NotFound
from storage import queries
from storage.database import Database, StoreError
from storage.tables.entities import CohortRow
from storage.tables.every import Base
from tests.storage.migrating import FOLDER, downgrade, release_the_next
from tests.world import written_down

pytestmark = pytest.mark.store


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_an_upgrade_makes_every_table(empty: Database) -> None:
    assert _tables(empty) == set()

    empty.upgrade()

    assert _tables(empty) == set(Base.metadata.tables)


def test_a_downgrade_takes_every_table_away(empty: Database) -> None:
    empty.upgrade()

    downgrade(empty, "base")

    assert _tables(empty) == set()


def test_what_went_down_comes_up_again(empty: Database) -> None:
    empty.upgrade()
    downgrade(empty, "base")

    empty.upgrade()

    assert written_down(empty)


def test_an_upgrade_of_an_upgraded_store_keeps_what_is_in_it(empty: Database) -> None:
    empty.upgrade()
    (pairing,) = written_down(empty)

    empty.upgrade()

    with empty.begin() as session:
        assert queries.pairing(session, pairing).id == pairing


def test_migrations_and_models_agree(empty: Database) -> None:
    empty.upgrade()

    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_store_is_at_the_newest_migration_and_there_is_one(empty: Database) -> None:
    empty.upgrade()

    with empty.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == _newest()


def _newest() -> str:
    (newest,) = ScriptDirectory(str(FOLDER)).get_heads()
    return newest


def test_tables_of_an_earlier_version_are_refused_until_they_are_upgraded(
    empty: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty.upgrade()
    release_the_next(monkeypatch, tmp_path)

    with pytest.raises(NotFound, match=r"are of an earlier version; run: ⟦db upgrade⟧$"):
        empty.check_version()

    empty.upgrade()
    empty.check_version()


def test_tables_of_a_later_version_are_fine(empty: Database) -> None:
    """Who goes back to the release before leaves the tables as they are."""
    empty.upgrade()
    with empty.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    empty.check_version()
    empty.upgrade()
    with empty.begin() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("before", [None, "base"])
def test_a_store_without_tables_is_of_no_version(empty: Database, before: str | None) -> None:
    if before:
        empty.upgrade()
        downgrade(empty, before)

    with pytest.raises(NotFound, match=r"has no tables yet; run: ⟦db upgrade⟧$"):
        empty.check_version()


@pytest.mark.parametrize(
    "statement", ["SELECT canary FROM cohorts", "INSERT INTO cohorts (canary) VALUES (1)"]
)
def test_a_column_that_is_not_there_yet_is_not_called_unreachable(empty: Database, statement: str) -> None:
    empty.upgrade()

    with (
        pytest.raises(NotFound, match=r"are of an earlier version; run: ⟦db upgrade⟧$"),
        empty.begin() as session,
    ):
        session.execute(text(statement))


def test_every_constraint_has_its_name_on_either_database(empty: Database) -> None:
    empty.upgrade()

    found = inspect(empty.engine)
    for table in Base.metadata.tables:
        assert found.get_pk_constraint(table)["name"] == f"pk_{table}"
        assert all(key["name"] for key in found.get_foreign_keys(table))
        assert all(unique["name"] for unique in found.get_unique_constraints(table))


def _at_rest(database: Database) -> str:
    (pairing,) = written_down(database)
    return pairing


def test_a_migration_that_leaves_a_row_that_refers_to_nothing_is_undone(empty: Database) -> None:
    empty.upgrade()
    pairing = _at_rest(empty)

    with pytest.raises((StoreError, IntegrityError)), empty.migrating() as connection:
        connection.execute(delete(CohortRow))

    with empty.begin() as session:
        assert queries.pairing(session, pairing).id == pairing


def test_references_are_looked_at_again_after_a_migration(empty: Database) -> None:
    empty.upgrade()
    _at_rest(empty)

    with pytest.raises(StoreError), empty.begin() as session:
        session.execute(delete(CohortRow))


def test_no_two_stores_have_the_same_id(empty: Database, tmp_path: Path) -> None:
    another = Database(f"sqlite:///{tmp_path / 'another.db'}")
    for store in (empty, another):
        store.upgrade()

    assert empty.identity() != another.identity()
    another.close()
