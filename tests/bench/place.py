"""Where the bench is held: a server, a store, a mail catcher, and each worker in a process of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from temporalio.client import Client

from domain.programme.timetable import rules_of
from ops.local.catcher import mail_catcher
from ops.local.server import server_process
from ops.logging import configure_logging
from storage.database import Database
from tests.bench.measuring import Cost, Meter
from tests.bench.script import Rehearsed
from tests.bench.ways import Bare, Everything, Leader, Way, Workflow
from tests.bench.workers import BARE, EVERYTHING, WORKFLOW, worker_of
from tests.conftest import settings_in
from tests.living import bristol
from tests.world import World


@dataclass
class Place:
    world: World
    meter: Meter
    rehearsed: Rehearsed
    leader: Leader
    ways: dict[str, Way]

    async def whole_lives(self, way: Way, lives: int) -> Cost:
        """What each of so many whole lives costs, lived at once."""
        cost = await self.meter.cost(way.worker, lambda: self.leader.whole_lives(way, lives))
        return cost.each_of(lives)


@asynccontextmanager
async def place() -> AsyncIterator[Place]:
    configure_logging("text", level=logging.ERROR)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        settings = settings_in(Path(folder))
        store = Database(settings.store_url)
        await asyncio.to_thread(store.upgrade)
        async with server_process(settings) as (client, server), mail_catcher(settings):
            workers = {
                kind: stack.enter_context(worker_of(kind, settings)) for kind in (BARE, WORKFLOW, EVERYTHING)
            }
            world = World(settings, client, store)
            bare = await Client.connect(settings.embedded_address)
            rehearsed = Rehearsed(rules_of(bristol()), datetime.now(UTC))
            ways: dict[str, Way] = {
                "bare": Bare(bare, rehearsed.script.without_letters()),
                "workflow": Workflow(world),
                "bare with letters": Bare(bare, rehearsed.script),
                "everything": Everything(world),
            }
            meter = Meter(psutil.Process(server.pid), workers)
            yield Place(world, meter, rehearsed, Leader(client, rehearsed), ways)
