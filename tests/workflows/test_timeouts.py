"""How soon a life is given to another worker if the one that has it in hand says nothing more."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle
from temporalio.worker import Worker

import workflows.cohort
from activities.records import Records
from domain.cohort.events import Approve
from domain.pairing.due import PairingEntry
from storage.database import Database
from temporal.client import EntityClient
from tests.living import bristol
from tests.world import World, beside, eventually, start_of, written_down
from tests.worlds import all_begun, apply_to_south_west, open_cohort, pairings_of
from workflows.names import RECORD
from workflows.pairing import PairingWorkflow
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT

pytestmark = pytest.mark.server

_SHORT = timedelta(seconds=1)


async def _patience(handle: WorkflowHandle[Any, Any]) -> timedelta:
    first = (await handle.fetch_history()).events[0]
    patience: timedelta = (
        first.workflow_execution_started_event_attributes.workflow_task_timeout.ToTimedelta()
    )
    return patience


async def test_an_application_a_cohort_its_next_run_and_its_pairings_are_given_on_as_soon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows.cohort, "BATCH", 1)
    key = await open_cohort(world, bristol(), pairs=2)
    first = (await world.cohorts.handle(key).describe()).run_id
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key) and len(pairings_of(world, key)) == 2)
    application = await apply_to_south_west(world)

    lives: list[tuple[EntityClient[Any, Any], str]] = [
        (world.applications, application),
        (world.cohorts, key),
    ]
    lives += [(world.pairings, pairing.id) for pairing in pairings_of(world, key)]
    assert {await _patience(kind.handle(entity)) for kind, entity in lives} == {WORKFLOW_TASK_TIMEOUT}
    assert (await world.cohorts.handle(key).describe()).run_id != first


class _Slow(Records):
    """Takes longer to record than a worker may think about a task."""

    recorded = 0

    @activity.defn(name=RECORD)
    async def record(self, entry: PairingEntry) -> None:
        self.recorded += 1
        await asyncio.sleep(1.5 * _SHORT.total_seconds())
        await super().record(entry)


async def test_a_record_that_takes_longer_than_a_task_may_is_waited_for_and_asked_for_once(
    world: World, database: Database
) -> None:
    world = await beside(world, database)
    queue = f"slow-{uuid4().hex[:8]}"
    (pairing,) = written_down(world.database)
    start = start_of(pairing)
    slow = _Slow(world.database, world.client, "tandem@localhost.example")
    async with Worker(
        world.client, task_queue=queue, workflows=[PairingWorkflow], activities=slow.activities
    ):
        handle = await world.client.start_workflow(
            PairingWorkflow.run,
            start,
            id=world.pairings.handle(pairing).id,
            task_queue=queue,
            task_timeout=_SHORT,
        )
        await eventually(lambda: world.pairing(pairing).revision)
        assert await world.pairings.snapshot(pairing)
        await handle.terminate()

    kinds = [event.event_type for event in (await handle.fetch_history()).events]
    assert EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT not in kinds
    assert kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) == 1
    assert slow.recorded  # tried again where a machine had no time for the worker's heartbeat
