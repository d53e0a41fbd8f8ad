"""What is measured: time, processor time of worker and server, and what a history holds."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import psutil
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle


@dataclass(frozen=True)
class Cost:
    """In seconds."""

    wall: float
    worker: float
    server: float

    @property
    def cpu(self) -> float:
        return self.worker + self.server

    def each_of(self, number: int) -> "Cost":
        return Cost(self.wall / number, self.worker / number, self.server / number)


class Meter:
    def __init__(self, server: psutil.Process, workers: dict[str, psutil.Process]) -> None:
        self._server = server
        self._workers = workers

    async def cost(self, worker: str, work: Callable[[], Awaitable[object]]) -> Cost:
        """What this work costs, done by this kind of worker."""
        before = self._now(worker)
        await work()
        after = self._now(worker)
        return Cost(*(end - begin for begin, end in zip(before, after, strict=True)))

    def resident(self, worker: str) -> float:
        """KiB of memory that the worker has."""
        size: int = self._workers[worker].memory_info().rss
        return size / 1024

    def _now(self, worker: str) -> tuple[float, float, float]:
        return time.perf_counter(), _cpu(self._workers[worker]), _cpu(self._server)


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@dataclass(frozen=True)
class History:
    events: Counter[str]
    size: int
    """In bytes."""

    @property
    def steps(self) -> dict[str, int]:
        """All but workflow tasks: two things that happen at once take one of them, or two."""
        return {name: n for name, n in self.events.items() if not name.startswith("WORKFLOW_TASK")}


_OF_THE_CLOCK = ("WORKFLOW_EXECUTION_OPTIONS_UPDATED", "WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED")
"""Events that are there because the bench skips time."""


async def history_of(handle: WorkflowHandle[Any, Any]) -> History:
    """Of a life, without what is there because the bench skips time."""
    events: Counter[str] = Counter()
    size = 0
    async for event in handle.fetch_history_events():
        name = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_")
        if name not in _OF_THE_CLOCK:
            events[name] += 1
            size += event.ByteSize()
    return History(events, size)


async def begun(handles: Iterable[WorkflowHandle[Any, Any]]) -> None:
    """Wait until each of these has recorded its beginning."""
    for handle in handles:
        async for event in handle.fetch_history_events(wait_new_event=True):
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
                break


def latency(seconds: list[float]) -> str:
    """In milliseconds."""
    return f"{median(seconds) * 1000:.0f} ms, p95 {quantiles(seconds, n=20)[-1] * 1000:.0f} ms"
