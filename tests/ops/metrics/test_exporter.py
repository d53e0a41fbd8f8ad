"""Measuring again and again, shown by a real endpoint; what fails harms nobody."""

import asyncio
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

import pytest
from temporalio.runtime import Runtime

from domain.errors import BadInput, Unreachable
from ops.metrics.exporter import Exporter, Measurement, measure_once, measuring
from ops.metrics.gauges import Gauge, Level
from ops.metrics.runtime import telemetry
from settings import Settings
from tests.logged import logged
from tests.ports import free_ports
from tests.world import eventually

pytestmark = pytest.mark.unit

_GAUGE = Gauge("tandem_test", "For tests", "kind", ("a", "b"))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    (port,) = free_ports(1)
    return Settings(home=tmp_path_factory.mktemp("measuring"), metrics=f"127.0.0.1:{port}")


@pytest.fixture(scope="module")
def runtime(settings: Settings) -> Runtime:
    """Held here, since its endpoint goes when nobody holds it."""
    return telemetry(settings)


@pytest.fixture(scope="module")
def shown(runtime: Runtime) -> Exporter:
    return Exporter(runtime.metric_meter)


def _scrape(settings: Settings) -> list[str]:
    with urllib.request.urlopen(f"http://{settings.metrics}/metrics", timeout=5) as answer:
        return str(answer.read().decode()).splitlines()


def _measurement(name: str, *results: Iterable[Level] | Exception) -> Measurement:
    left = list(results)

    async def measure() -> Iterable[Level]:
        result = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(result, Exception):
            raise result
        return result

    return Measurement(name, timedelta(milliseconds=10), measure)


async def test_what_is_none_any_more_is_shown_as_zero(settings: Settings, shown: Exporter) -> None:
    await measure_once(_measurement("zero", [Level(_GAUGE, {"a": 3})]), shown)
    assert {'tandem_test{kind="a"} 3', 'tandem_test{kind="b"} 0'} <= set(_scrape(settings))

    await measure_once(_measurement("zero", [Level(_GAUGE, {"b": 1})]), shown)
    assert {'tandem_test{kind="a"} 0', 'tandem_test{kind="b"} 1'} <= set(_scrape(settings))


async def test_a_failure_is_counted_and_the_numbers_of_before_stay(
    settings: Settings, shown: Exporter
) -> None:
    await measure_once(_measurement("fails", [Level(_GAUGE, {"a": 7})]), shown)
    await measure_once(_measurement("fails", RuntimeError("canary")), shown)

    lines = _scrape(settings)
    assert 'tandem_test{kind="a"} 7' in lines
    assert 'tandem_measurements_failed_total{measurement="fails"} 1' in lines


@pytest.mark.parametrize(
    ("problem", "reason"),
    [(RuntimeError("canary"), None), (Unreachable("The store is away."), "The store is away.")],
)
async def test_a_failure_is_logged_with_our_own_sentences_alone(
    shown: Exporter, problem: Exception, reason: str | None
) -> None:
    with logged("measurement_failed") as logs:
        await measure_once(_measurement("fails", problem), shown)

    (line,) = logs
    assert (line["event"], line["kind"], line["reason"]) == (
        "measurement_failed",
        type(problem).__name__,
        reason,
    )


async def test_one_that_never_works_has_an_age_from_its_first_try(
    runtime: Runtime, settings: Settings
) -> None:
    began = time.time()

    with logged("measurement_failed") as logs:
        async with measuring(runtime.metric_meter, [_measurement("never", RuntimeError())]):
            await eventually(lambda: len(logs) > 2)

    (line,) = [line for line in _scrape(settings) if 'measured_at_seconds{measurement="never"}' in line]
    assert began <= float(line.split()[1]) < time.time()


async def test_what_takes_too_long_has_failed(runtime: Runtime, settings: Settings) -> None:
    hanging: Callable[[], Awaitable[Iterable[Level]]] = asyncio.Event().wait  # type: ignore[assignment]
    soon = timedelta(milliseconds=10)

    with logged("measurement_failed") as logs:
        async with measuring(runtime.metric_meter, [Measurement("slow", soon, hanging, patience=soon)]):
            await eventually(lambda: len(logs) > 1)

    assert {(line["event"], line["kind"]) for line in logs} == {("measurement_failed", "TimeoutError")}


async def test_one_that_hangs_or_fails_does_not_stop_the_others(runtime: Runtime) -> None:
    hanging: Callable[[], Awaitable[Iterable[Level]]] = asyncio.Event().wait  # type: ignore[assignment]
    counted = []

    async def count() -> list[Level]:
        counted.append(1)
        return []

    every = timedelta(milliseconds=10)
    measurements = [
        Measurement("hangs", every, hanging),
        _measurement("fails", RuntimeError()),
        Measurement("counts", every, count),
    ]
    async with measuring(runtime.metric_meter, measurements):
        await eventually(lambda: len(counted) > 3)


def test_an_address_where_nobody_can_listen_is_refused_in_a_sentence(
    settings: Settings, runtime: Runtime
) -> None:
    with pytest.raises(BadInput, match=f"TANDEM_METRICS: {settings.metrics} cannot be used. .*in use"):
        telemetry(settings)
