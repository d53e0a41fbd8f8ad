"""The ways in which one and the same life is lived; each is led through its months alike."""

import asyncio
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from domain.entity.entity import EntityKind
from tests.bench.bare import BareWorkflow
from tests.bench.script import A_MOMENT, Rehearsed, Script
from tests.bench.workers import BARE, EVERYTHING, WORKFLOW
from tests.world import World, start_of, start_pairing, written_down
from workflows.names import PAIRINGS_QUEUE

Handle = WorkflowHandle[Any, Any]


class Way(ABC):
    worker: str
    """The kind of process that does it."""

    @abstractmethod
    async def begin(self, lives: int) -> list[Handle]:
        """Begin so many, one after another."""

    async def update(self, handle: Handle, event: Any) -> None:
        await handle.execute_update(event.kind, event)

    async def end(self, handle: Handle) -> None:
        await handle.result()


class Bare(Way):
    worker = BARE

    def __init__(self, client: Client, script: Script) -> None:
        self._client = client
        self._script = script

    async def begin(self, lives: int) -> list[Handle]:
        return [await self._begin(f"bare-{uuid4()}") for _ in range(lives)]

    async def _begin(self, key: str) -> Handle:
        return await self._client.start_workflow(BareWorkflow.run, self._script, id=key, task_queue=BARE)

    async def update(self, handle: Handle, event: Any) -> None:
        await handle.execute_update(BareWorkflow.update, event.model_dump_json())


class Workflow(Way):
    """Tandem's pairing, while what it records is kept nowhere."""

    worker = WORKFLOW

    def __init__(self, world: World) -> None:
        self._world = world

    async def begin(self, lives: int) -> list[Handle]:
        return [await self._begin(f"bench-{uuid4()}", WORKFLOW) for _ in range(lives)]

    async def _begin(self, pairing: str, queue: str) -> Handle:
        await start_pairing(self._world.client, start_of(pairing), queue)
        return self._world.pairings.handle(pairing)


class Everything(Workflow):
    """All that Tandem does: it is recorded in the store, and letters go to a mail server."""

    worker = EVERYTHING

    async def begin(self, lives: int) -> list[Handle]:
        pairings = await asyncio.to_thread(written_down, self._world.database, lives)
        return [await self._begin(pairing, PAIRINGS_QUEUE) for pairing in pairings]

    async def end(self, handle: Handle) -> None:
        await handle.result()
        pairing = handle.id.removeprefix(f"{EntityKind.PAIRING}-")
        await self._world.player.letters_read(self._world.pairings, pairing)


class Leader:
    """Leads lives through their months on the server's skipped clock."""

    def __init__(self, client: Client, rehearsed: Rehearsed) -> None:
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=10_000))
        self._rehearsed = rehearsed

    async def whole_lives(self, way: Way, lives: int) -> list[Handle]:
        """So many whole lives at once."""
        handles = await way.begin(lives)
        await asyncio.gather(*(self._lead(way, handle) for handle in handles))
        return handles

    async def _lead(self, way: Way, handle: Handle) -> None:
        now = await self._skipper.get_current_time(handle)
        for happening in self._rehearsed.happenings:
            now = await self._forward(handle, now, happening.at)
            await way.update(handle, happening.event)
        await self._forward(handle, now, self._rehearsed.ends)
        await way.end(handle)

    async def _forward(self, handle: Handle, now: datetime, until: datetime) -> datetime:
        ahead = until + A_MOMENT - now
        if ahead > timedelta():
            await self._skipper.fast_forward(handle, ahead)
        return max(now, until + A_MOMENT)
