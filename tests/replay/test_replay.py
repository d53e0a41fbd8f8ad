"""Histories of lives that were lived by earlier code must replay under today's: nothing may break an
application, a pairing or a cohort that is half-way through."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from domain.course import Due
from domain.due import due
from domain.entry import Entry, PairingEntry
from domain.life import LifeKind
from domain.pairing import Pairing
from tests.replay import contents
from tests.replay.record import FOLDER, STORIES
from tests.workflows.changed import Careful, Careless, chased
from workflows import names
from workflows.living import Living
from workflows.pairing import PairingWorkflow
from workflows.plugin import WORKFLOWS, tandem_plugin

HISTORIES = sorted(FOLDER.glob("*.json"))
_PAIRINGS = [file for file in HISTORIES if f"-{LifeKind.PAIRING}-" in file.stem]
_NAMES = {name: value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)}
_QUEUES = {value for name, value in _NAMES.items() if name.endswith("_QUEUE")}
_REPLAYED = "replay-"
_BY_THEMSELVES = {names.DELIVER}
"""Activities that no workflow asks for."""


def _history(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(f"{_REPLAYED}{file.stem}", file.read_text("utf-8"))


def _is_replayed() -> bool:
    """Other lives may be lived in this process at the same time."""
    return workflow.info().workflow_id.startswith(_REPLAYED)


async def _replay(file: Path, pairing: type = PairingWorkflow) -> None:
    kinds = [pairing if kind is PairingWorkflow else kind for kind in WORKFLOWS]
    await Replayer(workflows=kinds, plugins=[tandem_plugin()]).replay_workflow(_history(file))


async def _replay_all(pairing: type) -> None:
    for file in _PAIRINGS:
        await _replay(file, pairing)


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> list[contents.Recorded]:
    """What the lives that are replayed have recorded."""
    found: list[contents.Recorded] = []
    original = Living._record

    async def note(self: Living[Any, Any], entry: Entry) -> None:
        if _is_replayed():
            found.append(contents.Recorded(entry.revision, len(entry.letters)))
        await original(self, entry)

    monkeypatch.setattr(Living, "_record", note)
    return found


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
async def test_a_recorded_history_replays_and_records_what_it_did(
    file: Path, entries: list[contents.Recorded]
) -> None:
    await _replay(file)

    recorded = contents.entries(_history(file))
    assert entries[: len(recorded)] == recorded


def test_each_story_is_recorded() -> None:
    assert {file.stem.split("-", 3)[3] for file in HISTORIES} >= STORIES.keys()


def test_every_kind_of_workflow_is_recorded() -> None:
    assert {contents.kind(_history(file)) for file in HISTORIES} == {
        workflow._Definition.must_from_class(kind).name for kind in WORKFLOWS
    }


def test_every_activity_that_a_workflow_asks_for_is_recorded() -> None:
    asked = {activity for file in HISTORIES for activity in contents.activities(_history(file))}

    assert asked == set(_NAMES.values()) - _QUEUES - {names.CONFLICT} - _BY_THEMSELVES


@pytest.mark.parametrize("kind", LifeKind)
async def test_the_histories_would_catch_a_changed_order(
    monkeypatch: pytest.MonkeyPatch, kind: LifeKind
) -> None:
    """If a life waited before it recorded, the first command would be another."""
    original = Living._record

    async def wait_first(self: Living[Any, Any], entry: Entry) -> None:
        if _is_replayed():
            await workflow.sleep(1)
        await original(self, entry)

    monkeypatch.setattr(Living, "_record", wait_first)

    with pytest.raises(NondeterminismError):
        await _replay(next(file for file in HISTORIES if f"-{kind}-" in file.stem))


async def test_the_histories_would_catch_a_letter_before_one_that_was_written() -> None:
    with pytest.raises(NondeterminismError):
        await _replay_all(Careless)


async def test_the_histories_let_the_same_letter_pass_behind_a_patch() -> None:
    await _replay_all(Careful)


async def test_the_histories_would_catch_a_letter_that_living_pairings_would_only_believe_written(
    monkeypatch: pytest.MonkeyPatch, entries: list[contents.Recorded]
) -> None:
    """In an entry that is recorded already: the commands stay the same, and nobody would ever get it."""

    def chased_on_the_day(pairing: Pairing, now: datetime) -> Due[Pairing, PairingEntry]:
        return due(chased(pairing, 0, 5, 12), now)

    monkeypatch.setattr("workflows.pairing.due", chased_on_the_day)
    await _replay(_PAIRINGS[0])

    recorded = contents.entries(_history(_PAIRINGS[0]))
    assert entries[: len(recorded)] != recorded
