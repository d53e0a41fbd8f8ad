"""A worker that is asked to stop comes to its end by itself, whoever does not answer."""

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from domain.errors import Unreachable
from domain.letter.states import LetterState
from domain.pairing.events import Pause
from ops.local.server import temporal_server
from settings import Settings
from storage.database import Database
from storage.engine import AT_WORK
from tests.conftest import settings_in
from tests.living import utc
from tests.mail.fake_smtp import FakeMailServer
from tests.ops.local.up import environment
from tests.world import World, eventually

pytestmark = pytest.mark.slow

_SAYS_SO = '"event": "stops_without_an_answer"'
_PATIENCE = 5
"""Seconds."""
_BUSY = 30
"""Seconds, for a test that fails."""


class Worker:
    def __init__(self, settings: Settings, smtp_port: int) -> None:
        self.log = settings.home / "worker.log"
        environ = {
            **environment(settings),
            "TANDEM_SMTP_PORT": str(smtp_port),
            "TANDEM_MAIL_PER_MINUTE": "6000",
            "TANDEM_MAIL_HOURS": "",
            "TANDEM_MAIL_DAYS": "all",
            "TANDEM_LOG": "json",
        }
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "cli.main", "worker"]
            self.process = subprocess.Popen(command, env=environ, stderr=log)

    def says(self, what: str) -> bool:
        return what in self.log.read_text("utf-8")

    async def ends(self, seconds: float) -> int:
        return await asyncio.to_thread(self.process.wait, seconds)


@contextmanager
def _working(settings: Settings, smtp_port: int = 1) -> Iterator[Worker]:
    worker = Worker(settings, smtp_port)
    try:
        yield worker
    finally:
        worker.process.kill()
        worker.process.wait()


async def test_while_the_server_is_away_it_finishes_its_deliveries_and_ends(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    store = Database(settings.store_url)
    may_answer, given = threading.Event(), threading.Event()

    def wait() -> None:
        given.set()
        may_answer.wait(30)

    async with AsyncExitStack() as server:
        client = await server.enter_async_context(temporal_server(settings))
        await asyncio.to_thread(store.upgrade)
        with FakeMailServer() as relay, _working(settings, relay.port) as worker:
            relay.when_given = wait
            world = World(settings, client, store)
            pairing = await world.begin()
            await world.until(pairing, utc(2027, 6, 15))
            await eventually(given.is_set, 30)
            await server.aclose()

            worker.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(_PATIENCE + 1)
            assert worker.process.poll() is None
            may_answer.set()

            assert await worker.ends(_BUSY) == 0
            assert worker.says(_SAYS_SO)
            assert {letter.state for letter in world.letters(pairing)} == {LetterState.SENT}
    store.close()


async def test_while_the_store_hangs_in_the_middle_of_a_record_it_ends(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    store = Database(settings.store_url)
    async with temporal_server(settings) as client:
        await asyncio.to_thread(store.upgrade)
        with _working(settings) as worker:
            pairings = World(settings, client, store).pairings
            pairing = await World(settings, client, store).begin()
            assert await pairings.snapshot(pairing)
            with store.engine.begin():  # whoever else would write waits
                told = asyncio.create_task(pairings.update(pairing, Pause()))
                await asyncio.sleep(0.5)

                began = time.monotonic()
                worker.process.send_signal(signal.SIGTERM)
                assert await worker.ends(_BUSY) == 0
                assert time.monotonic() - began < _PATIENCE + 3 < AT_WORK.writer
                told.cancel()
                with suppress(asyncio.CancelledError, Unreachable):
                    await told
    store.close()
