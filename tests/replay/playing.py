"""Playing a story on a real server: what is told and when, and what comes in its way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    PollWorkflowTaskQueueRequest,
    ResetWorkflowExecutionRequest,
)
from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.worker import Worker

from activities.records import Records
from domain.entity.entity import Entry
from domain.errors import NotFound, Refused
from domain.value import Value
from ops.reconcile.context import ReconcileContext
from ops.reconcile.starters import RUNS, begin
from temporal.client import EntityClient
from temporal.plugin import WORKFLOWS
from tests.replay import contents
from tests.world import World

Handle = WorkflowHandle[Any, Any]
Story = Callable[[World, str], Awaitable[Handle]]
"""Played in a world, with the key of the cohort it is to be in."""

_A_LOOK = 0.02
_SOON_LOST = timedelta(seconds=1)


class Told(NamedTuple):
    at: datetime
    event: Value


async def play(world: World, lives: EntityClient[Any, Any], key: str, story: Iterable[Told]) -> Handle:
    """Let all of this happen to it, each at its moment; what it refuses, or what comes after its end, does
    not happen."""
    for at, event in story:
        await world.player.carry(lives, key, at)
        try:
            await (lives.update if _is_command(lives, event) else lives.signal)(key, event)
        except (Refused, NotFound):
            continue
    return await settled(lives, key)


def _is_command(lives: EntityClient[Any, Any], event: Any) -> bool:
    kinds = [workflow._Definition.must_from_class(kind) for kind in WORKFLOWS]
    (known,) = (kind for kind in kinds if kind.name == lives.kind.capitalize())
    return event.kind in known.updates


async def settled(lives: EntityClient[Any, Any], key: str) -> Handle:
    """Once nothing is under way that it has begun."""
    handle = lives.handle(key)
    while True:
        described = (await handle.describe()).raw_description
        if not described.pending_activities and not described.HasField("pending_workflow_task"):
            return handle
        await asyncio.sleep(_A_LOOK)


class Stumbling(Records):
    """The records of a worker whose first try of each entry fails, for lives that are named."""

    lives: ClassVar[set[str]] = set()

    async def _record(self, entry: Entry) -> None:
        if entry.workflow_id in self.lives and activity.info().attempt == 1:
            raise ConnectionError("The store is away.")
        await super()._record(entry)


async def begun_again(world: World, lives: EntityClient[Any, Any], key: str) -> None:
    """Its workflow is lost, and begun again from what the store has kept."""
    await settled(lives, key)
    await lives.handle(key).terminate()
    assert await begin(ReconcileContext(world.client, world.database), lives.kind, key)


async def reset(world: World, lives: EntityClient[Any, Any], key: str) -> Handle:
    """To its first task, as the Web UI does it: what it records from then on is another story."""
    handle = await settled(lives, key)
    history = await handle.fetch_history()
    completed = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    await world.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=world.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            reason="Reset from the Web UI",
            workflow_task_finish_event_id=next(
                e.event_id for e in history.events if e.event_type == completed
            ),
            request_id=uuid4().hex,
        )
    )
    await _comes_to(lives.handle(key), contents.in_conflict)
    return await settled(lives, key)


async def losing_tasks(
    world: World, lives: EntityClient[Any, Any], key: str, start: Value, unrecorded_outcomes: Value
) -> Handle:
    """A life whose worker is lost with a task in hand: with the first, and once more when there is news."""
    queue = f"lost-{key}"
    records = Records(world.database, world.client, world.settings.mail_from)
    await world.client.start_workflow(
        RUNS[lives.kind],
        start,
        id=lives.kind.workflow_id(key),
        task_queue=queue,
        task_timeout=_SOON_LOST,
    )

    def worker() -> Worker:
        return Worker(world.client, task_queue=queue, workflows=WORKFLOWS, activities=records.activities)

    await _lost(world, lives.handle(key), queue, times=1)
    async with worker():
        await _recorded(lives, key)
    await lives.signal(key, unrecorded_outcomes)
    await _lost(world, lives.handle(key), queue, times=2)
    async with worker():
        return await settled(lives, key)


async def _lost(world: World, handle: Handle, queue: str, times: int) -> None:
    """Take the task that waits, and be heard of no more."""
    await world.client.workflow_service.poll_workflow_task_queue(
        PollWorkflowTaskQueueRequest(
            namespace=world.client.namespace, task_queue=TaskQueue(name=queue), identity="lost"
        )
    )
    await _comes_to(handle, lambda history: contents.lost_tasks(history) >= times)


async def _recorded(lives: EntityClient[Any, Any], key: str) -> None:
    while await lives.snapshot(key) is None:  # noqa: ASYNC110
        await asyncio.sleep(_A_LOOK)
    await settled(lives, key)


async def _comes_to(handle: Handle, condition: Callable[[WorkflowHistory], bool]) -> None:
    while not condition(await handle.fetch_history()):  # noqa: ASYNC110
        await asyncio.sleep(_A_LOOK)
