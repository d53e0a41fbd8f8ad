"""What a recorded history tells about the life that was lived."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from temporalio.api.common.v1 import Payload
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from workflows.names import RECORDS

_NUMBER = re.compile(r"\d+")


class Recorded(NamedTuple):
    revision: int
    letters: int


def kind(history: WorkflowHistory) -> str:
    """The name of its workflow."""
    started = history.events[0].workflow_execution_started_event_attributes
    return started.workflow_type.name


def activities(history: WorkflowHistory) -> set[str]:
    """The names of those that it asked for."""
    return {event.activity_task_scheduled_event_attributes.activity_type.name for event in _asked(history)}


def entries(history: WorkflowHistory) -> list[Recorded]:
    """What it recorded, in order, as the summaries say."""
    summaries = (
        _value(event.user_metadata.summary)
        for event in _asked(history)
        if event.activity_task_scheduled_event_attributes.activity_type.name in RECORDS
    )
    return [Recorded(*map(int, _NUMBER.findall(summary)[:2])) for summary in summaries]


def _asked(history: WorkflowHistory) -> Iterator[HistoryEvent]:
    return (e for e in history.events if e.HasField("activity_task_scheduled_event_attributes"))


def _value(payload: Payload) -> Any:
    return json.loads(payload.data)
