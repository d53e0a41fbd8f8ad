"""What operations see in the Temporal Web UI: where something stands, in plain words."""

from enum import StrEnum
from typing import Any

from temporalio.common import SearchAttributeUpdate

from domain.admission.due import ApplicationSnapshot
from domain.cohort.due import CohortSnapshot
from domain.entry import PairingSnapshot, Snapshot
from domain.words import CONCERN_SENTENCES
from workflows.names import NEEDS_ATTENTION, NEXT_DUE, STAGE


def details(snapshot: Snapshot, timezone: str) -> str:
    """The current details, in Markdown."""
    lines = [f"**{_stage(snapshot)}** since {snapshot.since:%d %b %Y %H:%M} UTC"]
    if snapshot.waits_for:
        lines.append(f"Waits for {snapshot.waits_for} (local times: {timezone}).")
    if snapshot.until:
        lines.append(f"Acts by itself on {snapshot.until:%d %b %Y %H:%M} UTC.")
    if isinstance(snapshot, PairingSnapshot):
        lines.append(f"Sessions: {snapshot.sessions} of {snapshot.minimum}.")
    if isinstance(snapshot, CohortSnapshot):
        lines.append(f"Pairings: {snapshot.pairings} begun.")
    lines += [f"Needs attention: {CONCERN_SENTENCES[concern]}." for concern in snapshot.concerns]
    return "\n\n".join(lines)


def search_attribute_changes(before: Snapshot | None, now: Snapshot) -> list[SearchAttributeUpdate[Any]]:
    """What must be told to find it by: only what has changed, since each telling is an event."""
    changes: list[SearchAttributeUpdate[Any]] = []
    if before is None or before.stage is not now.stage:
        changes.append(STAGE.value_set(now.stage.value))
    if before is None or bool(before.concerns) != bool(now.concerns):
        changes.append(NEEDS_ATTENTION.value_set(bool(now.concerns)))
    if before is None or before.until != now.until:
        changes.append(NEXT_DUE.value_set(now.until) if now.until else NEXT_DUE.value_unset())
    return changes


def _stage(snapshot: Snapshot) -> str:
    stage = _plain(snapshot.stage).capitalize()
    if isinstance(snapshot, PairingSnapshot | ApplicationSnapshot) and snapshot.reason:
        return f"{stage} ({_plain(snapshot.reason)})"
    return f"{stage}, paused" if isinstance(snapshot, PairingSnapshot) and snapshot.paused else stage


def _plain(word: StrEnum) -> str:
    return word.value.replace("_", " ")
