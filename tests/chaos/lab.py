"""The lab: everything that a Tandem of an institution consists of, as real processes, to be broken."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mail import outbox
from rehearsal.play import Player
from settings import Settings
from storage.database import Database
from storage.engine import ON_REQUEST
from temporal.client import Pairings
from tests.chaos.disk import Disk, small_disk
from tests.chaos.mail_server import BadMailServer
from tests.chaos.processes import Server, Store, Workers, environ_of
from tests.conftest import settings_in

_COMMAND_SECONDS = 120
_LETTERS_SECONDS = 120
_LOOK_EVERY = 0.5


@dataclass
class Lab:
    settings: Settings
    disk: Disk
    server: Server
    store: Store
    workers: Workers
    mail: BadMailServer
    environ: dict[str, str]
    random: Random
    done: Counter[str] = field(default_factory=Counter)
    """How often each fault was done."""
    reset: set[str] = field(default_factory=set)
    """Lives that were reset: what they are told until a human has looked may not be heard."""

    def __post_init__(self) -> None:
        self.database = Database(self.store.url, ON_REQUEST)
        self.client = self.server.client
        self.pairings = Pairings(self.client)
        self.player = Player(self.client, self.database)

    async def tandem(self, *arguments: str) -> tuple[int, str]:
        """Run one command to its end: its exit code and what it said."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cli.main", *arguments),
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), _COMMAND_SECONDS)
        finally:
            if process.returncode is None:
                process.kill()
        return process.returncode or 0, said.decode()

    async def letters_arrive(self) -> None:
        """Wait until no letter is on its way, as long as that may take."""
        deadline = time.monotonic() + _LETTERS_SECONDS
        while await asyncio.to_thread(self._on_their_way) and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)

    def _on_their_way(self) -> int:
        with self.database.begin() as session:
            return sum(outbox.on_their_way(session).values())


@asynccontextmanager
async def lab(folder: Path, seed: int) -> AsyncIterator[Lab]:
    """A lab whose servers keep what they keep on a small disk in this folder; logs are beside it."""
    logs, place = _folders(folder)
    with small_disk(place) as disk, BadMailServer(seed) as mail:
        settings = settings_in(place / "home")
        server, store = Server(settings), Store(place / "postgres")
        await asyncio.to_thread(store.start)
        try:
            async with _at_work(settings, server, store, mail, logs) as (workers, environ):
                yield Lab(settings, disk, server, store, workers, mail, environ, Random(seed))
        finally:
            await asyncio.to_thread(store.close)


def _folders(folder: Path) -> tuple[Path, Path]:
    logs, place = folder / "logs", folder / "disk"
    for each in (logs, place):
        each.mkdir()
    folder.chmod(0o755)  # as root, PostgreSQL runs as somebody else
    return logs, place


@asynccontextmanager
async def _at_work(
    settings: Settings, server: Server, store: Store, mail: BadMailServer, logs: Path
) -> AsyncIterator[tuple[Workers, dict[str, str]]]:
    await asyncio.to_thread(Database(store.url).upgrade)
    await server.start()
    environ = {**environ_of(settings, store.url, mail.port), "PYTHONPATH": os.getcwd()}
    workers = Workers(environ, logs)
    keeping = asyncio.create_task(workers.keep())
    try:
        yield workers, environ
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        workers.close()
        await server.close()
