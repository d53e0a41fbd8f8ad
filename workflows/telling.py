"""What operations see in the Temporal Web UI: where a pairing stands, in plain words."""

from typing import Any

from temporalio.common import SearchAttributeUpdate

from domain.entry import Snapshot
from domain.words import CONCERN_SENTENCES
from workflows.names import NEEDS_ATTENTION, NEXT_DUE, STAGE


def details(snapshot: Snapshot, timezone: str) -> str:
    """The current details of a pairing, in Markdown."""
    lines = [f"**{_stage(snapshot)}** since {snapshot.since:%d %b %Y %H:%M} UTC"]
    if snapshot.waits_for:
        lines.append(f"Waits for {snapshot.waits_for} (local times: {timezone}).")
    if snapshot.until:
        lines.append(f"Acts by itself on {snapshot.until:%d %b %Y %H:%M} UTC.")
    lines.append(f"Sessions: {snapshot.sessions} of {snapshot.minimum}.")
    lines += [f"Needs attention: {CONCERN_SENTENCES[concern]}." for concern in snapshot.concerns]
    return "\n\n".join(lines)


def search_attribute_changes(before: Snapshot | None, now: Snapshot) -> list[SearchAttributeUpdate[Any]]:
    """What must be told to find pairings by: only what has changed, since each telling is an event."""
    changes: list[SearchAttributeUpdate[Any]] = []
    if before is None or before.stage is not now.stage:
        changes.append(STAGE.value_set(now.stage.value))
    if before is None or bool(before.concerns) != bool(now.concerns):
        changes.append(NEEDS_ATTENTION.value_set(bool(now.concerns)))
    if before is None or before.until != now.until:
        changes.append(NEXT_DUE.value_set(now.until) if now.until else NEXT_DUE.value_unset())
    return changes


def _stage(snapshot: Snapshot) -> str:
    stage = snapshot.stage.value.replace("_", " ").capitalize()
    if snapshot.reason:
        return f"{stage} ({snapshot.reason.value.replace('_', ' ')})"
    return f"{stage}, paused" if snapshot.paused else stage
