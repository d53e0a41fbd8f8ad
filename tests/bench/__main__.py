"""`make bench`: Tandem's pairing against a bare workflow of the same shape, in one run, on one server.

The two are played in turns, so that whatever else the machine does falls on both. Times vary with
the machine; the ratio is what to look at.
"""

import asyncio
import gc
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

import psutil
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from domain.timetable import rules_of
from embedded.catcher import mail_catcher
from embedded.server import temporal_server
from logs import configure_logging
from rehearsal.fates import Fate, Happening, timeline
from storage.database import Database
from tests.bench.bare import BARE_MAIL_QUEUE, BARE_QUEUE, BareRecords, BareWorkflow, deliver
from tests.conftest import settings_in
from tests.living import Life, bristol, utc
from tests.world import World
from worker import working

_LIVES = 12
_ROUNDS = 3
_IDLE = 300


class Shape:
    """The shape of one steady life, counted on the domain: letters by step, and the events told."""

    def __init__(self) -> None:
        rules = rules_of(bristol())
        self.happenings: list[Happening] = timeline(rules, Fate.STEADY, seed="bench")
        life = Life(rules, now=utc(2026, 11, 21))
        for happening in self.happenings:
            life.until(happening.at)
            life.tell(happening.event)
        self.letters = [len(entry.letters) for entry in life.entries]
        self.updates = len(self.happenings)
        self.timers = len(life.entries) - self.updates - 1

    def timers_before_each_update(self) -> list[int]:
        """The timers spread over the life as evenly as they can be."""
        marks = [round(self.timers * (number + 1) / self.updates) for number in range(self.updates)]
        return [mark - before for before, mark in zip([0, *marks], marks, strict=False)]


async def _tandem_lives(world: World, shape: Shape) -> None:
    pairings = await world.begin_many(_LIVES)
    await asyncio.gather(*(world.player.play(pairing, shape.happenings) for pairing in pairings))


async def _bare_lives(world: World, shape: Shape) -> None:
    await asyncio.gather(*(_bare_life(world, shape) for _ in range(_LIVES)))


async def _bare_life(world: World, shape: Shape) -> WorkflowHandle[BareWorkflow, int]:
    handle = await world.client.start_workflow(
        BareWorkflow.run, shape.letters, id=f"bare-{uuid4()}", task_queue=BARE_QUEUE
    )
    for number, timers in enumerate(shape.timers_before_each_update(), 1):
        if timers:
            await world.player.forward(handle, timedelta(days=10 * timers, hours=1))
        await handle.execute_update(BareWorkflow.step, number == shape.updates)
    await handle.result()
    return handle


async def _timed(play: Callable[[World, Shape], Awaitable[None]], world: World, shape: Shape) -> float:
    began = time.perf_counter()
    await play(world, shape)
    return time.perf_counter() - began


async def _memory(start: Callable[[], Awaitable[None]]) -> float:
    """KiB of this process for each workflow that is open and cached."""
    gc.collect()
    process = psutil.Process()
    before: int = process.memory_info().rss
    await start()
    await asyncio.sleep(1)
    gc.collect()
    after: int = process.memory_info().rss
    return (after - before) / 1024 / _IDLE


async def _open_pairings(world: World) -> None:
    await world.begin_many(_IDLE)


async def _open_bare(client: Client) -> None:
    for number in range(_IDLE):
        await client.start_workflow(
            BareWorkflow.run, [0], id=f"idle-{number}-{uuid4()}", task_queue=BARE_QUEUE
        )


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


async def _bench(world: World) -> None:
    shape = Shape()
    _say(f"A life: {shape.updates} updates, {shape.timers} timers, {sum(shape.letters)} letters.")
    await _bare_lives(world, shape)
    await _tandem_lives(world, shape)
    ratios = []
    for number in range(1, _ROUNDS + 1):
        bare, tandem = await _timed(_bare_lives, world, shape), await _timed(_tandem_lives, world, shape)
        ratios.append(bare / tandem)
        _say(f"Round {number}: bare {_LIVES / bare:.2f} lives/s, Tandem {_LIVES / tandem:.2f} lives/s")
    _say(f"Ratio: {median(ratios):.2f} (median of {_ROUNDS}; aim 0.8)")
    await _events(world, shape)
    bare_kib = await _memory(lambda: _open_bare(world.client))
    tandem_kib = await _memory(lambda: _open_pairings(world))
    _say(f"Memory: {tandem_kib:.0f} KiB an open pairing, {bare_kib:.0f} KiB a bare workflow")


async def _events(world: World, shape: Shape) -> None:
    (pairing,) = await world.begin_many(1)
    await world.player.play(pairing, shape.happenings)
    handle = await _bare_life(world, shape)
    bare = (await handle.describe()).history_length
    _say(f"Events a life: Tandem {await world.history_length(pairing)} (aim 300), bare {bare}")


async def _main() -> None:
    configure_logging("text", level=logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        database = Database(settings.store_url)
        database.upgrade()
        async with (
            temporal_server(settings) as client,
            mail_catcher(settings),
            working(client, database, settings),
            _bare_workers(client),
        ):
            await _bench(World(settings, client, database))


@asynccontextmanager
async def _bare_workers(client: Client) -> AsyncIterator[None]:
    lives = Worker(
        client,
        task_queue=BARE_QUEUE,
        workflows=[BareWorkflow],
        activities=[BareRecords(client).record],
        max_concurrent_workflow_tasks=20,
    )
    mail = Worker(client, task_queue=BARE_MAIL_QUEUE, activities=[deliver], max_concurrent_activities=10)
    async with lives, mail:
        yield


if __name__ == "__main__":
    asyncio.run(_main())
