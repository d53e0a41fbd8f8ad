"""The recorded histories, and replaying them under the code as it is."""

import lzma
from collections.abc import AsyncIterator, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowReplayResult

from temporal.plugin import WORKFLOWS, tandem_plugin
from tests.released import HISTORIES, released

_ENDING = ".json.xz"


def recorded() -> list[str]:
    """The names of all histories."""
    return sorted(file.name.removesuffix(_ENDING) for file in HISTORIES.glob(f"*{_ENDING}"))


def keep(name: str, history: WorkflowHistory) -> int:
    """Write this history down; returns how many bytes it takes."""
    packed = lzma.compress(history.to_json().encode())
    history_of.cache_clear()
    return _file(name).write_bytes(packed)


def size(name: str) -> int:
    """In bytes, as it is kept."""
    return _file(name).stat().st_size


@lru_cache(1)
def history_of(name: str) -> WorkflowHistory:
    packed = _file(name).read_bytes()
    return WorkflowHistory.from_json(name, lzma.decompress(packed).decode())


def is_released(name: str) -> bool:
    """Whether a release has frozen this history."""
    return _file(name) in released()


def forget_unreleased() -> None:
    for file in set(HISTORIES.iterdir()) - released().keys():
        file.unlink()


def _file(name: str) -> Path:
    return HISTORIES / f"{name}{_ENDING}"


def is_replayed() -> bool:
    """Whether the workflow that asks is being replayed; others may live in this process meanwhile."""
    return workflow.info().namespace == "ReplayNamespace"


async def replayed(
    names: Iterable[str], workflows: Iterable[type] = WORKFLOWS
) -> AsyncIterator[WorkflowReplayResult]:
    """What comes of replaying each of these histories, one after the other."""
    replayer = Replayer(workflows=list(workflows), plugins=[tandem_plugin()])
    async with replayer.workflow_replay_iterator(_histories(names)) as results:
        async for result in results:
            yield result


async def _histories(names: Iterable[str]) -> AsyncIterator[WorkflowHistory]:
    for name in names:
        yield history_of(name)


async def replay(name: str, workflows: Iterable[type] = WORKFLOWS) -> Any:
    """Raises what stops this life under the code as it is."""
    async for result in replayed([name], workflows):
        if result.replay_failure:
            raise result.replay_failure
