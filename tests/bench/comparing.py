"""Tandem's pairing beside the bare workflow: what their histories hold, and what they cost."""

import time
from collections.abc import AsyncIterator, Iterator
from statistics import median

from tests.bench.measuring import Cost, History, begun, history_of
from tests.bench.place import Place

_AGAINST = (
    ("the workflow", "workflow", "bare", 0.9),
    ("everything", "everything", "bare with letters", 0.65),
)
_MOST_EVENTS = 500


async def histories(place: Place) -> AsyncIterator[str]:
    """One life of each, which warms everything up. Raises AssertionError unless all have the same durable
    steps, and no more than there should be."""
    found: dict[str, History] = {}
    for name, way in place.ways.items():
        (handle,) = await place.leader.whole_lives(way, 1)
        found[name] = history = await history_of(handle)
        yield f"A life, {name}: {history.events.total()} events, {history.size / 1000:.0f} kB"
    for name, history in found.items():
        assert history.steps == found["bare"].steps, (name, history.steps, found["bare"].steps)
        assert history.events.total() <= _MOST_EVENTS, (name, history.events)
    steps, rehearsed = found["everything"].steps, place.rehearsed
    assert steps["WORKFLOW_EXECUTION_UPDATE_COMPLETED"] == len(rehearsed.happenings)
    assert steps["ACTIVITY_TASK_COMPLETED"] == len(rehearsed.records)


async def memory(place: Place, lives: int) -> str:
    """Of open lives that the worker knows: those beyond the first, for which it has room anyhow."""
    kib = {}
    for name in ("bare", "workflow"):
        way = place.ways[name]
        await begun(await way.begin(lives // 4))
        before = place.meter.resident(way.worker)
        await begun(await way.begin(lives))
        kib[name] = (place.meter.resident(way.worker) - before) / lives
    ours, bare = kib["workflow"], kib["bare"]
    return (
        f"Memory of an open life: {ours:.0f} KiB, bare {bare:.0f} KiB; {ours / bare:.2f} times it (aim: 1.1)"
    )


async def throughput(place: Place, rounds: int, lives: int, until: float) -> AsyncIterator[str]:
    """So many rounds, in each of which every way lives so many whole lives at once; none but the first begins
    after this moment (`time.monotonic`)."""
    costs: dict[str, list[Cost]] = {name: [] for name in place.ways}
    for number in range(1, rounds + 1):
        for name, way in place.ways.items():
            costs[name].append(await place.whole_lives(way, lives))
        walls = (f"{name} {1 / each[-1].wall:.2f}" for name, each in costs.items())
        yield f"Round {number}, whole lives a second: {', '.join(walls)}"
        if time.monotonic() > until:
            break
    for name, each in costs.items():
        worker, server = median(cost.worker for cost in each), median(cost.server for cost in each)
        yield f"Processor time of a life, {name}: worker {worker:.2f} s, server {server:.2f} s"
    for line in _ratios(costs):
        yield line


def _ratios(costs: dict[str, list[Cost]]) -> Iterator[str]:
    for says, ours, bare, aim in _AGAINST:
        pairs = list(zip(costs[bare], costs[ours], strict=True))
        cpu, wall = median(b.cpu / o.cpu for b, o in pairs), median(b.wall / o.wall for b, o in pairs)
        figures = f"{cpu:.2f} by processor time, {wall:.2f} by the clock (aim: {aim})"
        yield f"Throughput of {says} against {bare}: {figures}"
