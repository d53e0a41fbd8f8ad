"""What tests stand on: real databases, a real Temporal server, a real mail server."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from embedded.catcher import mail_catcher
from embedded.server import temporal_server
from logs import configure_logging
from settings import Settings
from storage.database import Database
from tests.postgres import postgres
from tests.world import World
from worker import working


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for probe in sockets:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in sockets]
    for probe in sockets:
        probe.close()
    return ports


def settings_in(home: Path) -> Settings:
    """Settings of a Tandem of its own: its own folder, its own ports, no pacing of letters."""
    temporal, ui, smtp = free_ports(3)
    return Settings(
        home=home,
        temporal_port=temporal,
        ui_port=ui,
        smtp_port=smtp,
        mail_per_second=1000,
        mail_connections=10,
    )


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server's URL, of the database that may make others."""
    with postgres() as url:
        yield url


_migrated: set[str] = set()


def new_postgres_database(server: str) -> str:
    """The URL of a fresh database with all tables in it."""
    template = f"tandem_template_{os.getpid()}"
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if server not in _migrated:
            connection.execute(text(f"DROP DATABASE IF EXISTS {template}"))
            connection.execute(text(f"CREATE DATABASE {template}"))
            made = Database(make_url(server).set(database=template).render_as_string(hide_password=False))
            made.upgrade()
            made.close()
            _migrated.add(server)
        name = f"tandem_{os.getpid()}_{os.urandom(4).hex()}"
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh store with all tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'tandem.db'}")
        made.upgrade()
    else:
        made = Database(new_postgres_database(request.getfixturevalue("postgres_url")))
    yield made
    made.close()


@pytest.fixture(scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A whole Tandem at work: server, store, catcher and a worker. Tests share it and keep apart by
    giving each its own cohort."""
    configure_logging("text", level=logging.ERROR)
    settings = settings_in(tmp_path_factory.mktemp("world"))
    store = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        await asyncio.to_thread(store.upgrade)
        async with working(client, store, settings):
            yield World(settings, client, store)
    store.close()
