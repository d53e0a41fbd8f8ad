"""What a recorded history tells about the life that was lived."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from temporalio.api.common.v1 import Payload
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

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
    regular = (e.activity_task_scheduled_event_attributes for e in history.events if _is_activity(e))
    return {asked.activity_type.name for asked in regular} | {
        detail["activity_type"] for _, detail in _markers(history, "core_local_activity", "data")
    }


def patches(history: WorkflowHistory) -> set[str]:
    """Those whose new way it went."""
    return {detail["id"] for _, detail in _markers(history, "core_patch", "patch-data")}


def entries(history: WorkflowHistory) -> list[Recorded]:
    """What it recorded, in order, as the summaries say."""
    summaries = (
        _value(event.user_metadata.summary)
        for event, detail in _markers(history, "core_local_activity", "data")
        if detail["activity_type"].startswith("record")
    )
    return [Recorded(*map(int, _NUMBER.findall(summary)[:2])) for summary in summaries]


def _markers(history: WorkflowHistory, name: str, detail: str) -> Iterator[tuple[HistoryEvent, Any]]:
    for event in history.events:
        marker = event.marker_recorded_event_attributes
        if marker.marker_name == name:
            yield event, _value(marker.details[detail].payloads[0])


def _is_activity(event: HistoryEvent) -> bool:
    return event.HasField("activity_task_scheduled_event_attributes")


def _value(payload: Payload) -> Any:
    return json.loads(payload.data)
