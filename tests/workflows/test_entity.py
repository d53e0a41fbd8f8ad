"""No life fills its history without end, and none without somebody being told."""

import asyncio
from copy import deepcopy
from uuid import uuid4

import pytest
from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.worker import Replayer, Worker

from activities.records import Records
from storage.database import Database
from temporal.plugin import WORKFLOWS, tandem_plugin
from tests.logged import logged
from tests.replay.corpus import history_of
from tests.workflows.endless import Endless
from tests.world import World, beside, start_of, written_down
from workflows.entity import MAX_ENTRIES_IN_A_ROW

pytestmark = pytest.mark.server


async def _failure(handle: WorkflowHandle[Endless, object]) -> str:
    """What the first workflow task that fails says."""
    async with asyncio.timeout(30):
        while True:
            for event in (await handle.fetch_history()).events:
                if event.HasField("workflow_task_failed_event_attributes"):
                    return event.workflow_task_failed_event_attributes.failure.message
            await asyncio.sleep(0.05)


async def test_a_life_that_always_has_one_more_entry_to_record_stops_and_says_so(
    world: World, database: Database
) -> None:
    world = await beside(world, database)
    queue = f"endless-{uuid4().hex[:8]}"
    (pairing,) = written_down(world.database)
    start = start_of(pairing)
    records = Records(world.database, world.client, "tandem@localhost.example")
    async with Worker(world.client, task_queue=queue, workflows=[Endless], activities=records.activities):
        handle = await world.client.start_workflow(
            Endless.run, start, id=world.pairings.handle(pairing).id, task_queue=queue
        )
        failure = await _failure(handle)
        await handle.terminate()

    assert failure == f"There is always one more entry to record, up to number {MAX_ENTRIES_IN_A_ROW + 1}."
    assert world.pairing(pairing).revision == MAX_ENTRIES_IN_A_ROW


@pytest.mark.parametrize("story", ["pairing-completed", "application-placed"])
async def test_a_history_that_grows_long_is_logged_once_and_the_life_goes_on(story: str) -> None:
    history = _as_if_long(deepcopy(history_of(story)))

    with logged("history_is_long") as lines:
        await Replayer(workflows=WORKFLOWS, plugins=[tandem_plugin()]).replay_workflow(history)

    assert [line["level"] for line in lines] == ["warning"]
    assert lines[0]["events"] > 0


def _as_if_long(history: WorkflowHistory) -> WorkflowHistory:
    """The same if the server had suggested all along to continue as new."""
    for event in history.events:
        if event.HasField("workflow_task_started_event_attributes"):
            event.workflow_task_started_event_attributes.suggest_continue_as_new = True
    return history
