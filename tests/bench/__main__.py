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

from domain.life import LifeKind
from domain.timetable import rules_of
from domain.words import Arrangement
from embedded.catcher import mail_catcher
from embedded.server import temporal_server
from logs import configure_logging
from rehearsal.fates import Fate, Happening, timeline
from storage.database import Database
from tests.bench.bare import (
    BARE_MAIL_QUEUE,
    BARE_QUEUE,
    PAIRING_ONLY_QUEUE,
    BareRecords,
    BareWorkflow,
    deliver,
)
from tests.conftest import settings_in
from tests.living import Life, bristol, utc
from tests.world import World
from worker import working
from workflows.pairing import PairingWorkflow
from workflows.start import PairingStart

_LIVES = 12
_ROUNDS = 3
_IDLE = 300
_A_MOMENT = timedelta(seconds=1)


class Shape:
    """The shape of one steady life, counted on the domain: letters by step, and the events told."""

    def __init__(self) -> None:
        self.rules = rules_of(bristol())
        self.happenings: list[Happening] = timeline(self.rules, Fate.STEADY, seed="bench")
        life = Life(self.rules, now=utc(2026, 11, 21))
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


async def _whole_lives(world: World, shape: Shape) -> None:
    """Everything Tandem does: store, letters, mail server."""
    pairings = await world.begin_many(_LIVES)
    await asyncio.gather(*(_pairing_life(world, shape, pairing) for pairing in pairings))
    await asyncio.gather(*(world.player.letters_read(world.pairings, pairing) for pairing in pairings))


async def _workflow_lives(world: World, shape: Shape) -> None:
    """Tandem's pairing with the yardstick's activities: what the workflow itself costs."""
    pairings = [f"bench-{uuid4()}" for _ in range(_LIVES)]
    for pairing in pairings:
        start = PairingStart(
            pairing=pairing, cohort="bench", arrangement=Arrangement.RECIPROCAL, rules=shape.rules
        )
        await world.client.start_workflow(
            PairingWorkflow.run, start, id=LifeKind.PAIRING.of(pairing), task_queue=PAIRING_ONLY_QUEUE
        )
    await asyncio.gather(*(_pairing_life(world, shape, pairing) for pairing in pairings))


async def _pairing_life(world: World, shape: Shape, pairing: str) -> None:
    handle = world.pairings.handle(pairing)
    now = await world.player.now(handle)
    for happening in shape.happenings:
        await world.player.forward(handle, happening.at - now + _A_MOMENT)
        await world.pairings.tell(pairing, happening.event)
        now = happening.at + _A_MOMENT
    await handle.result()


async def _bare_lives(world: World, shape: Shape) -> None:
    await asyncio.gather(*(_bare_life(world, shape) for _ in range(_LIVES)))


async def _bare_life(world: World, shape: Shape) -> WorkflowHandle[BareWorkflow, int]:
    handle = await world.client.start_workflow(
        BareWorkflow.run, shape.letters, id=f"bare-{uuid4()}", task_queue=BARE_QUEUE
    )
    for number, timers in enumerate(shape.timers_before_each_update(), 1):
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
    kinds = {"bare": _bare_lives, "workflow": _workflow_lives, "whole": _whole_lives}
    for play in kinds.values():
        await play(world, shape)
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(1, _ROUNDS + 1):
        for kind, play in kinds.items():
            seconds[kind].append(await _timed(play, world, shape))
        _say(f"Round {number}: " + ", ".join(f"{k} {_LIVES / s[-1]:.2f} lives/s" for k, s in seconds.items()))
    _say(
        f"Ratio of the pairing's workflow to the bare one, the same activities under both: "
        f"{_ratio(seconds, 'workflow'):.2f} (median of {_ROUNDS}; aim 0.8)",
        f"Ratio of all that Tandem does, letters delivered: {_ratio(seconds, 'whole'):.2f}",
    )
    await _events(world, shape)
    bare_kib = await _memory(lambda: _open_bare(world.client))
    tandem_kib = await _memory(lambda: _open_pairings(world))
    _say(f"Memory: {tandem_kib:.0f} KiB an open pairing, {bare_kib:.0f} KiB a bare workflow")


def _ratio(seconds: dict[str, list[float]], kind: str) -> float:
    pairs = zip(seconds["bare"], seconds[kind], strict=True)
    return median(bare / other for bare, other in pairs)


async def _events(world: World, shape: Shape) -> None:
    (pairing,) = await world.begin_many(1)
    await _pairing_life(world, shape, pairing)
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
    pairings = Worker(
        client,
        task_queue=PAIRING_ONLY_QUEUE,
        workflows=[PairingWorkflow],
        activities=[BareRecords(client).record_entry],
        max_concurrent_workflow_tasks=20,
    )
    mail = Worker(client, task_queue=BARE_MAIL_QUEUE, activities=[deliver], max_concurrent_activities=10)
    async with lives, pairings, mail:
        yield


if __name__ == "__main__":
    asyncio.run(_main())
