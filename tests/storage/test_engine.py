"""A store that is busy or away: nobody waits for it for ever."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from domain.errors import Unreachable
from storage.database import Database
from storage.engine import AT_WORK, CONNECTING_SECONDS, ON_REQUEST, POOL_SECONDS, UNHEARD_SECONDS
from storage.tables.entities import PairingRow
from tests.conftest import new_postgres_database
from tests.world import written_down
from workflows.timeouts import RECORD_TIMEOUT

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def url(postgres_url: str) -> str:
    return new_postgres_database(postgres_url)


Hasty = Callable[..., Database]


@pytest.fixture
def hasty(url: str) -> Iterator[Hasty]:
    """Stores on PostgreSQL that have hardly any patience in one way."""
    with ExitStack() as opened:
        yield lambda **limits: opened.enter_context(closing(Database(url, replace(AT_WORK, **limits))))


@contextmanager
def _held(store: Database, pairing: str) -> Iterator[None]:
    """Somebody else holds this pairing's row meanwhile."""
    somebody = Database(store.engine.url.render_as_string(hide_password=False))
    with somebody.begin() as session:
        session.get_one(PairingRow, pairing, with_for_update=True)
        yield
    somebody.close()


def _take(store: Database, pairing: str) -> None:
    with store.begin() as session:
        session.get_one(PairingRow, pairing, with_for_update=True)


def _say(store: Database, statement: str) -> None:
    with store.begin() as session:
        session.execute(text(statement))


def test_a_row_that_somebody_has_locked_is_waited_for_only_so_long(hasty: Hasty) -> None:
    store = hasty(lock=0.1)
    locked, free = written_down(store, pairs=2)

    with _held(store, locked):
        with pytest.raises(Unreachable, match="is busy: canceling statement due to lock timeout"):
            _take(store, locked)
        _take(store, free)

    _take(store, locked)


def test_a_statement_is_waited_for_only_so_long(hasty: Hasty) -> None:
    with pytest.raises(Unreachable, match="is busy: canceling statement due to statement timeout"):
        _say(hasty(statement=0.1), "SELECT pg_sleep(20)")


def _fall_silent(store: Database) -> None:
    with store.begin() as session:
        session.execute(text("SELECT 1"))
        time.sleep(0.5)
        session.execute(text("SELECT 1"))


def test_a_process_that_falls_silent_in_a_transaction_holds_its_locks_only_so_long(hasty: Hasty) -> None:
    store = hasty(idle=0.1)

    with pytest.raises(Unreachable, match="does not answer: terminating connection"):
        _fall_silent(store)

    _say(store, "SELECT 1")


def test_a_migration_is_given_as_long_as_it_takes(hasty: Hasty) -> None:
    with hasty(statement=0.1, idle=0.1).migrating() as connection:
        connection.execute(text("SELECT pg_sleep(0.3)"))
        time.sleep(0.3)
        assert connection.scalar(text("SELECT 1")) == 1


def test_sqlites_writer_is_waited_for_only_so_long_by_however_many(tmp_path: Path) -> None:
    store = Database(f"sqlite:///{tmp_path / 'tandem.db'}", replace(AT_WORK, writer=0.1))
    store.upgrade()

    with closing(sqlite3.connect(tmp_path / "tandem.db")) as somebody, ThreadPoolExecutor(4) as crowd:
        somebody.execute("BEGIN IMMEDIATE")
        asked = [crowd.submit(_say, store, "SELECT 1") for _ in range(4)]
        for each in asked:
            assert re.search("is busy: database is locked|is too busy to answer", str(each.exception(10)))

    _say(store, "SELECT 1")
    store.close()


def _told(store: Database) -> dict[str, str]:
    """How patient the connections of this store are."""
    names = ("connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval")
    with store.engine.connect() as connection:
        postgres: Any = connection.connection.driver_connection
        stated = postgres.info.get_parameters()
        limits = {name: str(connection.scalar(text(f"SHOW {name}"))) for name in _LIMITS}
    return {name: value for name, value in stated.items() if name in names} | limits


_LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
_OURS = {
    "connect_timeout": "10",
    "tcp_user_timeout": "15000",
    "keepalives_idle": "5",
    "keepalives_interval": "5",
    "lock_timeout": "300ms",
    "statement_timeout": "25s",
    "idle_in_transaction_session_timeout": "1min",
}


def test_every_connection_to_postgresql_has_its_limits(postgres_url: str) -> None:
    with closing(Database(postgres_url)) as store:
        assert _told(store) == _OURS


@pytest.mark.parametrize(
    ("said", "replace"),
    [
        ({"connect_timeout": "2"}, {"connect_timeout": "2"}),
        ({"options": "-c lock_timeout=7s"}, {"lock_timeout": "7s"}),
        ({"options": "-c deadlock_timeout=7s"}, {}),
        (
            {"options": "-c lock_timeout=0 -c statement_timeout=0"},
            {"lock_timeout": "0", "statement_timeout": "0"},
        ),
    ],
    ids=str,
)
def test_a_limit_that_the_url_names_is_kept_to(
    postgres_url: str, said: dict[str, str], replace: dict[str, str]
) -> None:
    url = make_url(postgres_url).update_query_dict(said).render_as_string(hide_password=False)

    with closing(Database(url)) as store:
        assert _told(store) == _OURS | replace


def test_a_thread_comes_free_before_the_record_is_tried_again() -> None:
    a_try = RECORD_TIMEOUT.total_seconds()

    assert AT_WORK.statement < a_try
    assert a_try > CONNECTING_SECONDS + UNHEARD_SECONDS
    assert a_try > POOL_SECONDS + AT_WORK.lock
    assert 2 * AT_WORK.writer < a_try


def test_a_command_is_more_patient_than_a_worker() -> None:
    assert ON_REQUEST.lock > AT_WORK.lock
    assert ON_REQUEST.statement > AT_WORK.statement
    assert ON_REQUEST.writer > AT_WORK.writer
