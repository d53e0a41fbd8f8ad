"""What tests stand on: real databases, a real Temporal server, a real mail server."""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import create_engine, make_url, text

from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.logging import configure_logging
from settings import Settings
from storage.database import Database
from storage.tables.every import Base
from storage.tables.server import StoreRow
from tests.ports import free_ports
from tests.postgres import postgres
from tests.world import World
from worker import working

gc.set_threshold(50_000)
"""Looking for objects that hold each other after every 700 new ones took a twelfth of the suite."""

settings.register_profile(
    "suite",
    max_examples=10,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    # Without `explain`: it traces every line of a run that fails, until the test's time is over.
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""The same examples each time: a change fails by what it changed. `make explore` looks for new ones."""
settings.register_profile(
    "explore",
    settings.get_profile("suite"),
    max_examples=int(os.environ.get("EXAMPLES") or 3000),
    derandomize=False,
)
settings.load_profile("suite")


def settings_in(home: Path) -> Settings:
    """Settings of a Tandem of its own: its own folder, its own ports, letters at any pace and hour."""
    temporal, ui, smtp, pages = free_ports(4)
    return Settings(
        home=home,
        temporal_port=temporal,
        ui_port=ui,
        smtp_port=smtp,
        pages_port=pages,
        mail_per_minute=60_000,
        mail_connections=10,
        mail_hours="",
        mail_days="all",
    )


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server's URL, of the database that may make others."""
    with postgres() as url:
        yield url


def new_postgres_database(server: str) -> str:
    """The URL of a fresh database with all tables in it."""
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = f"tandem_{os.getpid()}_{os.urandom(4).hex()}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    made = Database(url)
    made.upgrade()
    made.close()
    return url


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('store') / 'tandem.db'}")
    made.upgrade()
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgresql_store(postgres_url: str) -> Iterator[Database]:
    made = Database(new_postgres_database(postgres_url))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty store with all tables, once on SQLite and once on PostgreSQL. It is emptied after each
    test: quicker than a new one, which would have to learn its questions again."""
    yield from emptied(request.getfixturevalue(f"{request.param}_store"))


def emptied(store: Database) -> Iterator[Database]:
    """This store, emptied afterwards."""
    yield store
    with store.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table is not StoreRow.__table__:  # it is still the same store
                connection.execute(table.delete())


@pytest.fixture(scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A whole Tandem at work: server, store, catcher and a worker. Tests share it and keep apart by
    giving each its own cohort."""
    async with world_of(settings_in(tmp_path_factory.mktemp("world"))) as made:
        yield made


@asynccontextmanager
async def world_of(settings: Settings) -> AsyncIterator[World]:
    """A whole Tandem at work for as long as the context lasts."""
    configure_logging("text", level=logging.ERROR)
    store = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        await asyncio.to_thread(store.upgrade)
        async with working(client, store, settings):
            yield World(settings, client, store)
    store.close()


COSTS = {"unit", "store", "server", "docs", "slow", "containers", "chaos"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    if not COSTS & {mark.name for mark in item.iter_markers()}:
        pytest.fail(f"Nothing says what this costs: give its file a mark, one of {', '.join(sorted(COSTS))}.")


_LONG_ONES_FIRST = (
    *("rehearsal/test_demo", "ops/local/test_up", "rehearsal/test_run", "ops/reconcile/test_drill"),
    *("workflows/test_web_ui", "rehearsal/test_rehearse", "ops/metrics/test_worker"),
    *("cli/applications", "workflows/test_pairing", "ops/local/test_handover"),
    *("ops", "workflows", "rehearsal", "cli", "replay", "temporal", "activities", "mail", "storage"),
)
"""Files, then folders: what takes half a minute would otherwise be one process's alone at the end. Each
process takes the next file, in this order (`--no-loadscope-reorder`)."""


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _turn(item.path))
    for item in items:
        if "[postgresql" in item.name and _asks_no_database_itself(item):
            item.add_marker(pytest.mark.slow)


def _asks_no_database_itself(item: pytest.Item) -> bool:
    """A workflow does not know on which database it is recorded, nor a page or a service what the store is
    asked."""
    asks_itself = {"pages", "services"}.isdisjoint(item.path.parts)
    return item.get_closest_marker("server") is not None or not asks_itself


@cache
def _turn(path: Path) -> int:
    file = path.relative_to(Path(__file__).parent).with_suffix("").as_posix()
    turns = (turn for turn, long in enumerate(_LONG_ONES_FIRST) if f"{file}/".startswith(f"{long}/"))
    return next(turns, len(_LONG_ONES_FIRST))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores: real servers and lives in skipped time are waited for."""
    waits = not config.option.markexpr.startswith("unit")
    return (os.cpu_count() or 1) + waits
