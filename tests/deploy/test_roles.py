"""The roles of `deploy/postgres/roles.sh` on a real PostgreSQL: each may do what it is for, and no more."""

import re
from typing import NamedTuple
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from domain.errors import Unreachable
from storage.database import Database
from tests.deploy.files import DEPLOY

pytestmark = pytest.mark.store

_ROLES = ("tandem_owner", "tandem_reader", "tandem")


class _Store(NamedTuple):
    server: str
    suffix: str

    def url(self, role: str) -> str:
        url = make_url(self.server).set(database=f"roles_{self.suffix}")
        named = url.set(username=f"{role}_{self.suffix}", password="canary") if role else url
        return named.render_as_string(hide_password=False)

    def do(self, role: str, statement: str) -> None:
        engine = create_engine(make_url(self.url(role)).set(drivername="postgresql+psycopg"))
        try:
            with engine.begin() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@pytest.fixture(scope="module")
def store(postgres_url: str) -> _Store:
    """With the roles of the script, under names of their own, and with all tables."""
    found = _Store(postgres_url, uuid4().hex[:8])
    admin = create_engine(
        make_url(postgres_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        for role in _ROLES:
            connection.execute(text(f"CREATE ROLE {role}_{found.suffix} LOGIN PASSWORD 'canary'"))
        connection.execute(text(f"CREATE DATABASE roles_{found.suffix} OWNER tandem_owner_{found.suffix}"))
    admin.dispose()
    found.do("", _rights(found.suffix))
    owner = Database(found.url("tandem_owner"))
    owner.upgrade()
    owner.close()
    return found


def _rights(suffix: str) -> str:
    """What the script says of Tandem's database, for this one."""
    script = (DEPLOY / "postgres/roles.sh").read_text()
    rights = script.split("--dbname tandem <<'SQL'\n")[1].partition("\nSQL\n")[0]
    rights = rights.replace("ON DATABASE tandem", f"ON DATABASE roles_{suffix}")
    return re.sub(rf"\b({'|'.join(_ROLES)})\b", rf"\1_{suffix}", rights)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("tandem_reader", "DELETE FROM people"),
        ("tandem_reader", "UPDATE audit_end SET digest = ''"),
        ("tandem_reader", "CREATE TABLE canary (id int)"),
        ("tandem", "CREATE TABLE canary (id int)"),
        ("tandem", "ALTER TABLE people ADD canary int"),
        ("tandem", "DROP TABLE people"),
        ("tandem", "TRUNCATE letters"),
        ("tandem", "UPDATE audit SET action = 'canary'"),
        ("tandem", "DELETE FROM audit"),
        ("tandem", "TRUNCATE audit"),
    ],
)
def test_a_role_may_not_do_more_than_it_is_for(store: _Store, role: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        store.do(role, statement)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("tandem_reader", "SELECT count(*) FROM people"),
        ("tandem_reader", "SELECT count(*) FROM audit"),
        ("tandem", "DELETE FROM people"),
        ("tandem", "UPDATE audit_end SET digest = ''"),
        ("tandem", "SELECT count(*) FROM audit"),
        ("tandem_owner", "CREATE TABLE canary (id int)"),
    ],
)
def test_a_role_does_what_it_is_for(store: _Store, role: str, statement: str) -> None:
    store.do(role, statement)


def test_an_upgrade_that_finds_nothing_to_do_gives_no_right_back(store: _Store) -> None:
    owner = Database(store.url("tandem_owner"))
    owner.upgrade()
    owner.close()
    with pytest.raises(ProgrammingError, match="permission denied for table audit"):
        store.do("tandem", "DELETE FROM audit")


def test_whoever_may_not_change_tables_is_told_so_in_a_sentence(store: _Store) -> None:
    database = Database(store.url("tandem_reader"))
    with (
        pytest.raises(Unreachable, match="does not allow it: permission denied"),
        database.begin() as session,
    ):
        session.execute(text("DELETE FROM people"))
    database.close()
