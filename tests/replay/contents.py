"""What a recorded history tells about the life that was lived."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from workflows.names import RECORDS

Question = Callable[[WorkflowHistory], object]

_LOST = (EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)


def kind(history: WorkflowHistory) -> str:
    """The name of its workflow."""
    started = history.events[0].workflow_execution_started_event_attributes
    return started.workflow_type.name


def activities(history: WorkflowHistory) -> set[str]:
    """The names of those that it asked for."""
    return {event.activity_task_scheduled_event_attributes.activity_type.name for event in _asked(history)}


def updates(history: WorkflowHistory) -> set[str]:
    """The names of the commands that it accepted."""
    accepted = (event.workflow_execution_update_accepted_event_attributes for event in history.events)
    return {each.accepted_request.input.name for each in accepted} - {""}


def signals(history: WorkflowHistory) -> set[str]:
    return {event.workflow_execution_signaled_event_attributes.signal_name for event in history.events} - {""}


def lost_tasks(history: WorkflowHistory) -> int:
    """How many workflow tasks came to nothing."""
    return sum(event.event_type in _LOST for event in history.events)


def tries(history: WorkflowHistory) -> int:
    """How many the most tried of its activities took."""
    return max((event.activity_task_started_event_attributes.attempt for event in history.events), default=0)


def is_carried_on(history: WorkflowHistory) -> bool:
    """Whether it began where an earlier run, or workflow, had come to."""
    started = history.events[0].workflow_execution_started_event_attributes
    (start,) = started.input.payloads
    value = _value(start)
    return isinstance(value, dict) and bool(value.get("initial_state"))


def in_conflict(history: WorkflowHistory) -> bool:
    """Whether the store refused one of its entries."""
    failures = (event.activity_task_failed_event_attributes.failure for event in history.events)
    return any(failure.application_failure_info.type == "Conflict" for failure in failures)


def has(history: WorkflowHistory, event: EventType.ValueType) -> bool:
    return any(each.event_type == event for each in history.events)


def entries(history: WorkflowHistory) -> list[Any]:
    """All that it recorded, in order, as JSON."""
    asked = (event.activity_task_scheduled_event_attributes for event in _asked(history))
    return [_value(each.input.payloads[0]) for each in asked if each.activity_type.name in RECORDS]


def _asked(history: WorkflowHistory) -> Iterator[HistoryEvent]:
    return (e for e in history.events if e.HasField("activity_task_scheduled_event_attributes"))


def _value(payload: Payload) -> Any:
    return json.loads(payload.data)
