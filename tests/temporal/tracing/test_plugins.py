"""Traces are made only if the settings ask for them, and keep nobody waiting. What they look like is in
tests/ops/metrics/test_worker.py."""

import os
import subprocess
import sys
import time

import pytest

from tests.ports import free_ports

pytestmark = pytest.mark.unit

_OFF = """
import sys
from settings import read_settings
from temporal.tracing.plugins import traced, tracing_plugins

with traced(read_settings()):
    assert tracing_plugins(read_settings()) == []
sys.exit(" ".join(name for name in sys.modules if name.startswith("opentelemetry")) or 0)
"""
_AWAY = """
import time
from settings import read_settings
from temporal.tracing import plugins

plugins.PATIENCE_SECONDS = 0.3
with plugins.traced(read_settings()):
    print(time.time())
"""
"""It ends in the ordinary way, so that whoever waits or talks as the interpreter goes is noticed."""


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=30
    )


def test_nothing_of_opentelemetry_is_imported_unless_it_is_asked_for() -> None:
    done = _run(_OFF)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_collector_that_is_away_keeps_a_command_neither_waiting_nor_talking() -> None:
    (port,) = free_ports(1)

    done = _run(_AWAY, TANDEM_TRACES="otlp", OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{port}")
    took = time.time() - float(done.stdout)

    assert (done.returncode, done.stderr) == (0, "")
    assert 0.2 < took < 5
