"""Whatever a workflow waits for or has done says in plain words what it is, in the Web UI."""

from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import DescribeActivityExecutionRequest
from temporalio.client import WorkflowHistory

from temporal.plugin import WORKFLOWS
from tests.every import every
from tests.living import utc
from tests.replay.record import STORIES
from tests.world import World

pytestmark = [pytest.mark.server, pytest.mark.slow]

_SAY_WHAT_THEY_ARE = (
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
)
_LOCAL_ACTIVITY = "core_local_activity"


def _should_say(event: HistoryEvent) -> bool:
    """A local activity is a marker; of other markers, such as a patch's, the SDK lets nobody say more."""
    return (
        event.event_type in _SAY_WHAT_THEY_ARE
        or event.marker_recorded_event_attributes.marker_name == _LOCAL_ACTIVITY
    )


def _silent(history: WorkflowHistory) -> list[HistoryEvent]:
    said = [event for event in history.events if _should_say(event)]
    assert len(said) > 2
    return [event for event in said if not event.user_metadata.summary.data.strip(b'"')]


@pytest.mark.parametrize("story", ["pairing-paused", "application-placed", "cohort-ended"])
async def test_every_step_of_a_life_says_what_it_is(world: World, story: str) -> None:
    handle = await STORIES[story](world, f"{story}-summaries")

    assert _silent(await handle.fetch_history()) == []


async def test_every_letter_on_its_way_says_that_it_is_one(world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    await world.delivered(pairing)

    for letter in world.letters(pairing):
        question = DescribeActivityExecutionRequest(namespace="default", activity_id=f"letter:{letter.id}")
        described = await world.client.workflow_service.describe_activity_execution(question)
        assert described.info.user_metadata.summary.data == b'"Deliver one letter"'


@every("kind", WORKFLOWS)
def test_every_message_to_a_workflow_is_described(kind: type) -> None:
    known = workflow._Definition.must_from_class(kind)

    messages: list[Any] = [*known.updates.values(), *known.signals.values(), *known.queries.values()]

    for message in messages:
        assert message.description, message.name
