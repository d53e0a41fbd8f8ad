"""Measuring again and again, without harm to the worker that does it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from temporalio.common import MetricMeter

from domain.errors import TandemError
from ops.metrics.gauges import Level
from temporal.version import this_version

log = structlog.get_logger()


@dataclass(frozen=True)
class Measurement:
    name: str
    every: timedelta
    measure: Callable[[], Awaitable[Iterable[Level]]]
    patience: timedelta = timedelta(minutes=1)
    """What takes longer counts as failed."""


@asynccontextmanager
async def measuring(meter: MetricMeter, measurements: Iterable[Measurement]) -> AsyncIterator[None]:
    """Each measurement at its own pace, for as long as the context lasts."""
    shown = Exporter(meter)
    tasks = [asyncio.create_task(_repeat(one, shown)) for one in measurements]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(measurement: Measurement, shown: "Exporter") -> None:
    shown.begin(measurement.name)
    while True:
        await measure_once(measurement, shown)
        await asyncio.sleep(measurement.every.total_seconds())


async def measure_once(measurement: Measurement, shown: "Exporter") -> None:
    """Measure and show. What fails is logged and counted; the numbers of before stay, and their age tells."""
    try:
        async with asyncio.timeout(measurement.patience.total_seconds()):
            levels = await measurement.measure()
    except Exception as problem:  # noqa: BLE001
        # Of errors that are not our own sentences the text may hold anything.
        reason = str(problem) if isinstance(problem, TandemError) else None
        kind = type(problem).__name__
        log.warning("measurement_failed", measurement=measurement.name, kind=kind, reason=reason)
        shown.failed(measurement.name)
        return
    shown.show(measurement.name, levels)


class Exporter:
    """What the worker's endpoint shows of our own."""

    def __init__(self, meter: MetricMeter) -> None:
        self._meter = meter
        self._at = meter.create_gauge_float(
            "tandem_measured_at_seconds",
            "When this was measured last, or first tried if it never was (Unix time)",
        )
        self._failures = meter.create_counter(
            "tandem_measurements_failed", "How often measuring this has failed"
        )
        info = meter.create_gauge("tandem_info", "1; the label tells which version of Tandem this is")
        info.set(1, {"version": this_version()})

    def begin(self, measurement: str) -> None:
        """Its age is shown from now on, so that one that never works is noticed too."""
        self._at.set(time.time(), {"measurement": measurement})
        self._failures.add(0, {"measurement": measurement})

    def show(self, measurement: str, levels: Iterable[Level]) -> None:
        for level in levels:
            self._show(level)
        self._at.set(time.time(), {"measurement": measurement})

    def failed(self, measurement: str) -> None:
        self._failures.add(1, {"measurement": measurement})

    def _show(self, level: Level) -> None:
        gauge = level.gauge
        shown = self._meter.create_gauge_float(gauge.name, gauge.meaning)
        for value in gauge.values:
            shown.set(float(level.found.get(value, 0)), {gauge.label: str(value)} if gauge.label else None)
