"""Histories of lives that were lived by earlier code must replay under today's: nothing may break an
application, a pairing or a cohort that is half-way through."""

from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from domain.entry import Entry
from domain.life import LifeKind
from tests.replay.record import FOLDER, STORIES
from workflows.living import Living
from workflows.plugin import WORKFLOWS, tandem_plugin

HISTORIES = sorted(FOLDER.glob("*.json"))


def _history(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(f"replay-{file.stem}", file.read_text("utf-8"))


async def _replay(file: Path) -> None:
    await Replayer(workflows=WORKFLOWS, plugins=[tandem_plugin()]).replay_workflow(_history(file))


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
async def test_a_recorded_history_replays(file: Path) -> None:
    await _replay(file)


def test_each_story_is_recorded() -> None:
    assert {file.stem.split("-", 3)[3] for file in HISTORIES} >= STORIES.keys()


@pytest.mark.parametrize("kind", LifeKind)
async def test_the_histories_would_catch_a_changed_order(
    monkeypatch: pytest.MonkeyPatch, kind: LifeKind
) -> None:
    """If a life waited before it recorded, the first command would be another."""
    original = Living._record

    async def wait_first(self: Living[Any, Any], entry: Entry) -> None:
        await workflow.sleep(1)
        await original(self, entry)

    monkeypatch.setattr(Living, "_record", wait_first)

    with pytest.raises(NondeterminismError):
        await _replay(next(file for file in HISTORIES if f"-{kind}-" in file.stem))
