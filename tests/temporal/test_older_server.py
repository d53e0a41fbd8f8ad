"""A Temporal server that has no standalone activities: who starts is told, and no store is blamed for it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from domain.application.events import WithdrawApplication
from domain.errors import Refused, Unreachable
from ops.local import server
from ops.local.process import start, stop
from ops.local.server import temporal_server
from ops.local.web_ui import hidden_address
from settings import Settings
from storage.database import Database
from temporal.connection import connect_embedded, is_ready
from temporal.server_setup import register_search_attributes
from tests.conftest import settings_in
from tests.ops.local.up import tandem
from tests.world import World
from tests.worlds import apply_to_south_west
from worker import working

pytestmark = pytest.mark.slow

_SENTENCE = "The Temporal server has no standalone activities, and letters are delivered as such."
_PATIENCE = 30
"""Seconds."""
_LOOK_EVERY = 0.1


@pytest.fixture(scope="module", autouse=True)
def _switched_off() -> Iterator[None]:
    """For every server that this file starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(server.DYNAMIC, "activity.enableStandalone", "false")
        yield


@pytest.fixture(scope="module")
async def older(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Up without a look at what it can do, and without a worker."""
    settings = settings_in(tmp_path_factory.mktemp("older"))
    store = Database(settings.store_url)
    store.upgrade()
    process = start(server._command(settings, hidden_address()), settings.home / "temporal.log")
    try:
        async with asyncio.timeout(_PATIENCE):
            client = await _ready(settings)
        yield World(settings, client, store)
    finally:
        await asyncio.to_thread(stop, process, 2)
        store.close()


async def _ready(settings: Settings) -> Client:
    while True:
        try:
            client = await connect_embedded(settings)
        except Unreachable:
            await asyncio.sleep(_LOOK_EVERY)
            continue
        if await is_ready(client):
            await register_search_attributes(client)
            return client


async def test_a_worker_says_so_in_a_sentence_and_ends(older: World) -> None:
    done = await asyncio.to_thread(tandem, older.settings, "worker")

    assert done.returncode == 1
    assert done.stderr.startswith(_SENTENCE)
    assert "activity.enableStandalone" in done.stderr
    assert done.stderr.count("\n") == 1


async def test_tandem_up_does_not_begin_with_it(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=_SENTENCE):
        async with temporal_server(settings_in(tmp_path)):
            pass


async def test_a_record_that_it_does_not_help_with_blames_the_server_and_not_the_store(
    older: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working(older.client, older.database, older.settings):
        application = await apply_to_south_west(older, datetime.now(UTC))
        monkeypatch.setattr("temporal.client._PATIENCE", timedelta(seconds=5))
        with pytest.raises(Unreachable) as told:
            await older.applications.update(application, WithdrawApplication())

    assert "has heard it, but its record is not taken: The Temporal server answered UNIMPLEMENTED." in str(
        told.value
    )
    assert "store" not in str(told.value)
