"""What the server is asked about a workflow, a delivery or a schedule."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio.client import (
    ActivityExecutionStatus,
    Client,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
)
from temporalio.service import RPCError, RPCStatusCode

from domain.entity.entity import Entity, EntityKind
from domain.errors import Unreachable
from domain.suggestion import suggest
from storage.entities import ENTITY_TYPES
from temporal.diagnosis import is_polled, server_answered
from workflows.names import (
    COHORT,
    DELIVER,
    PAIRINGS_QUEUE,
    STAGE,
    delivery_of,
    letter_of,
)

T = TypeVar("T")

_PATIENCE = timedelta(seconds=10)
_FOR_A_WORKER = 5.0
"""Seconds: a server that has just come up does not know its workers yet."""
_LOOK_EVERY = 0.1
_BROKEN = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED)


class NoAnswer(Exception):
    """The workflow does not answer a query: its code fails, or it is too busy."""


@dataclass(frozen=True)
class Listed:
    """A running workflow as the listing shows it, which is some moments old."""

    kind: EntityKind
    workflow_id: str
    cohort: str | None
    stage: str | None

    @property
    def key(self) -> str:
        return self.workflow_id.removeprefix(f"{self.kind}-")


@dataclass(frozen=True)
class WorkflowRun:
    """The latest run of a workflow, as it is now."""

    id: str
    cohort: str | None
    is_running: bool
    is_completed: bool
    """It came to its end by itself."""
    is_busy: bool
    """Something is being done for it, or waits for a worker: what it says may not be the last word."""
    began: datetime


async def running(client: Client, cohort: str | None) -> AsyncIterator[Listed]:
    """All running workflows, or those of this cohort."""
    query = _running(cohort)
    async for found in client.list_workflows(query):
        kind = EntityKind(found.workflow_type.lower())
        facts = found.typed_search_attributes
        yield Listed(kind, found.id, facts.get(COHORT), facts.get(STAGE))


async def count_running(client: Client, cohort: str | None = None) -> int:
    """How many workflows run, or how many of this cohort."""
    return (await client.count_workflows(_running(cohort))).count


async def count_deliveries(client: Client) -> int:
    """How many letters are on their way."""
    return (await client.count_activities(_DELIVERING)).count


async def deliveries(client: Client) -> set[str]:
    """The ids of the letters that are on their way."""
    listed = [letter_of(found.activity_id) async for found in client.list_activities(_DELIVERING)]
    return {letter for letter in listed if letter}


def _running(cohort: str | None) -> str:
    types = ", ".join(f"'{kind.capitalize()}'" for kind in EntityKind)
    query = f"WorkflowType IN ({types}) AND ExecutionStatus = 'Running'"
    return query if cohort is None else f"{query} AND {COHORT.name} = '{cohort}'"


_DELIVERING = f"ActivityType = '{DELIVER}' AND ExecutionStatus = 'Running'"


async def latest_run(client: Client, workflow_id: str) -> WorkflowRun | None:
    """None if the server knows no such workflow (any more)."""
    found = await _if_there(client.get_workflow_handle(workflow_id).describe())
    return await _run(found) if found else None


async def how_delivered(client: Client, letter: str) -> tuple[bool, str | None]:
    """Whether this letter is being delivered; if not, the state in which its delivery ended, where the
    server still knows it."""
    handle = client.get_activity_handle(delivery_of(letter), result_type=str)
    found = await _if_there(handle.describe())
    if found is None or found.status is not ActivityExecutionStatus.COMPLETED:
        return found is not None and found.status is ActivityExecutionStatus.RUNNING, None
    return False, await handle.result()


async def has_schedule(client: Client, name: str) -> bool:
    return await _if_there(client.get_schedule_handle(name).describe()) is not None


async def state_of(client: Client, kind: EntityKind, workflow_id: str, run: str | None = None) -> Entity:
    """The state of an entity as its workflow, or this run of it, has last recorded it. Raises NoAnswer."""
    try:
        found: Entity = await client.get_workflow_handle(workflow_id, run_id=run).query(
            "state", result_type=ENTITY_TYPES[kind], rpc_timeout=_PATIENCE
        )
    except (WorkflowQueryFailedError, WorkflowQueryRejectedError) as problem:
        raise NoAnswer(str(problem)) from None
    except RPCError as problem:
        if problem.status in _BROKEN:
            raise
        raise NoAnswer(problem.message) from None
    return found


async def check_worker(client: Client) -> None:
    """Raises Unreachable if no worker is there, or comes soon: only one can say how far a workflow is."""
    deadline = asyncio.get_running_loop().time() + _FOR_A_WORKER
    while not await is_polled(client, PAIRINGS_QUEUE):
        if asyncio.get_running_loop().time() > deadline:
            raise Unreachable(
                "No worker is running, and only a worker can say how far a workflow is. Start one "
                f"({suggest('up')}, or {suggest('worker')}) and look again."
            )
        await asyncio.sleep(_LOOK_EVERY)


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """Raises Unreachable, in a sentence, if the server goes away meanwhile."""
    try:
        yield
    except RPCError as problem:
        raise server_answered(problem) from None


async def _if_there(asked: Awaitable[T]) -> T | None:
    """The answer; None if the server knows of no such thing."""
    try:
        return await asked
    except RPCError as problem:
        if problem.status is not RPCStatusCode.NOT_FOUND:
            raise
        return None


async def _run(found: WorkflowExecutionDescription) -> WorkflowRun:
    raw = found.raw_description
    return WorkflowRun(
        id=found.run_id,
        cohort=found.typed_search_attributes.get(COHORT),
        is_running=found.status is WorkflowExecutionStatus.RUNNING,
        is_completed=found.status is WorkflowExecutionStatus.COMPLETED,
        is_busy=raw.HasField("pending_workflow_task") or bool(raw.pending_activities),
        began=found.start_time,
    )
