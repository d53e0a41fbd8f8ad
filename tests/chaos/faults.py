"""What is broken, and how. Each is done once by a call, and whole again when the call has returned."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import psycopg
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError

from domain.entity.entity import EntityKind
from tests.chaos.lab import Lab
from tests.chaos.processes import insist, stopped_for

STOPPED_SECONDS = 2.5
_STORE_AWAY_SECONDS = 10
_DISK_FULL_SECONDS = 4
_CLOCKS_SECONDS = 20
_TASK_DONE = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED


@dataclass(frozen=True)
class Pairs:
    """The pairings of a round."""

    lively: list[str]
    """Those who live their half year."""
    silent: list[str]
    """Those of whom nothing is heard, so that only their clock moves them."""


@dataclass(frozen=True)
class Fault:
    name: str
    do: Callable[[Lab, Pairs], Awaitable[bool]]
    """Does it; says whether it could be done."""
    every: float
    """About so many seconds from one to the next."""


async def _kill_worker(lab: Lab, _: Pairs) -> bool:
    worker = lab.workers.one(lab.random)
    if worker:
        worker.kill()
    return worker is not None


async def _stop_worker(lab: Lab, _: Pairs) -> bool:
    worker = lab.workers.one(lab.random)
    if worker:
        await stopped_for(worker, STOPPED_SECONDS)
    return worker is not None


async def _kill_server(lab: Lab, _: Pairs) -> bool:
    await lab.server.kill()
    await insist(lab.server.start)
    return True


async def _cut(lab: Lab, _: Pairs) -> bool:
    try:
        return await asyncio.to_thread(lab.store.cut_connections) > 0
    except psycopg.Error:
        return False  # it is away anyway


async def _stop_store(lab: Lab, _: Pairs) -> bool:
    await asyncio.to_thread(lab.store.stop)
    await asyncio.sleep(_STORE_AWAY_SECONDS)
    await insist(lab.store.start_again)
    return True


async def _fill_disk(lab: Lab, _: Pairs) -> bool:
    if not lab.disk.is_own:
        return False
    await asyncio.to_thread(lab.disk.fill)
    await asyncio.sleep(_DISK_FULL_SECONDS)
    lab.disk.relieve()
    await lab.server.is_up_again()
    await insist(lab.store.start_again)
    return True


async def _reset(lab: Lab, pairs: Pairs) -> bool:
    """As the Web UI does: back to some earlier task, with signals and updates applied again."""
    entity = EntityKind.PAIRING.workflow_id(lab.random.choice(pairs.lively))
    handle = lab.client.get_workflow_handle(entity)
    try:
        found = await handle.describe()
        history = await lab.client.get_workflow_handle(entity, run_id=found.run_id).fetch_history()
        tasks = [event.event_id for event in history.events if event.event_type == _TASK_DONE]
        if found.status is not WorkflowExecutionStatus.RUNNING or len(tasks) < 2:
            return False
        request = ResetWorkflowExecutionRequest(
            namespace=lab.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=entity, run_id=found.run_id),
            reason="The lab",
            workflow_task_finish_event_id=lab.random.choice(tasks[1:]),
            request_id=str(uuid4()),
        )
        await lab.client.workflow_service.reset_workflow_execution(request)
        lab.reset.add(entity)
    except RPCError:
        return False
    return True


async def _misbehave(lab: Lab, _: Pairs) -> bool:
    lab.mail.misbehaves = True
    return True


async def _crash(lab: Lab, _: Pairs) -> bool:
    """From now on each worker that begins ends itself at one of the points; one that does not is killed."""
    if lab.workers.end_themselves:
        return False
    lab.workers.end_themselves = True
    return await _kill_worker(lab, _) and await _kill_worker(lab, _)


async def _put_clocks_forward(lab: Lab, pairs: Pairs) -> bool:
    """By some weeks for all the silent at one instant: whatever falls due on the way does so together."""
    ahead = timedelta(days=lab.random.randint(7, 60))
    handles = [lab.pairings.handle(each) for each in pairs.silent]
    forward = [asyncio.wait_for(lab.player.forward(handle, ahead), _CLOCKS_SECONDS) for handle in handles]
    done = await asyncio.gather(*forward, return_exceptions=True)
    return not any(isinstance(each, BaseException) for each in done)


KILLS = Fault("kills", _kill_worker, every=3)
STOPS = Fault("stops", _stop_worker, every=1)
SERVER_KILLS = Fault("server kills", _kill_server, every=14)
CUTS = Fault("cuts", _cut, every=1)
STORE_STOPS = Fault("store stops", _stop_store, every=20)
DISKS_FULL = Fault("disks full", _fill_disk, every=15)
RESETS = Fault("resets", _reset, every=6)
BAD_MAIL = Fault("bad mail", _misbehave, every=10)
CRASHES = Fault("crash points", _crash, every=15)
CLOCKS = Fault("clocks put forward", _put_clocks_forward, every=5)
ALL = (KILLS, STOPS, SERVER_KILLS, CUTS, STORE_STOPS, DISKS_FULL, RESETS, BAD_MAIL, CRASHES, CLOCKS)


async def keep_breaking(lab: Lab, fault: Fault, pairs: Pairs, over: asyncio.Event) -> None:
    """Do it again and again until that is over; what has begun is brought to its end."""
    wait = fault.every * lab.random.uniform(0, 0.5)
    while not await _within(over, wait):
        if await fault.do(lab, pairs):
            lab.done[fault.name] += 1
        wait = fault.every * lab.random.uniform(0.5, 1.5)


async def _within(over: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(over.wait(), seconds)
    except TimeoutError:
        return False
    return True
