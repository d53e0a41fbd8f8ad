"""How processes log: whatever goes to standard error, each line is one JSON object where machines read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.enums import Concern, Stage
from tests.living import Life, utc
from tests.logged import logged
from workflows.visibility import log_snapshot

pytestmark = [pytest.mark.unit, pytest.mark.slow]

_TROUBLE = """
import logging, threading, warnings
import structlog
from ops.logging import configure_logging

configure_logging("json")
name = "canary"
threading.Thread(target=lambda: 1 / 0).start()
warnings.warn("a warning\\nin two lines")
logging.getLogger("elsewhere").error("of %s\\nsecond line", "elsewhere")
try:
    [][len(name)]
except IndexError:
    structlog.get_logger().exception("failed")
for _ in range(3000):
    structlog.get_logger().info("many")
logging.shutdown()
"""


_UNREAD = """
import sys
import structlog
from ops.logging import configure_logging

configure_logging("json")
for _ in range(2000):
    structlog.get_logger().info("more than a pipe can hold")
sys.stdout.write("done")
sys.stdout.flush()
sys.stdin.read()
"""


_IN_WORDS = """
import structlog
from ops.logging import configure_logging

configure_logging("text")
name = "canary"
try:
    [][len(name)]
except IndexError:
    structlog.get_logger().exception("failed")
"""


def _lines(*command: str, **environment: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == ""
    assert "canary" not in done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_whoever_writes_a_line_it_is_json_and_none_is_lost() -> None:
    lines = _lines("-c", _TROUBLE)

    events = [line["event"] for line in lines]
    assert events.count("many") == 3000
    assert {"thread_failed", "failed", "of elsewhere\nsecond line"} <= set(events)
    assert any("a warning" in event for event in events)
    failures = [line["exception"][0] for line in lines if "exception" in line]
    assert {failure["exc_type"] for failure in failures} == {"ZeroDivisionError", "IndexError"}


def test_in_words_an_exception_is_told_plainly_and_without_what_its_variables_hold() -> None:
    done = subprocess.run([sys.executable, "-c", _IN_WORDS], capture_output=True, text=True, timeout=60)

    assert "\nTraceback (most recent call last):\n" in done.stderr
    assert "\nIndexError: list index out of range" in done.stderr
    assert "canary" not in done.stderr


def test_nobody_waits_for_whoever_reads_the_log() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _UNREAD], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        assert process.stdout.read(4) == b"done"  # or the test's own time is over
        process.kill()


def test_a_worker_that_cannot_begin_says_why_in_the_same_way(tmp_path: Path) -> None:
    lines = _lines("-m", "cli.main", "worker", TANDEM_LOG="json", TANDEM_HOME=str(tmp_path / "none"))

    (line,) = lines
    assert (line["event"], line["level"]) == ("ended", "error")
    assert "The database at" in line["reason"]


def test_what_is_new_in_a_standing_is_logged_and_nothing_else() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 15))
    now = entity.entries[0].snapshot
    troubled = now.replace(concerns=(Concern.NOT_ACCEPTED,))
    later = now.replace(stage=Stage.INDUCTION)

    with logged("stage_changed", "needs_attention", "needs_no_attention") as logs:
        for before, after in ((None, now), (now, now), (now, troubled), (troubled, troubled)):
            log_snapshot(before, after)
        log_snapshot(troubled, later)

    assert [(line["event"], line.get("before"), line.get("concerns")) for line in logs] == [
        ("stage_changed", None, None),
        ("needs_attention", None, ["not_accepted"]),
        ("stage_changed", "application", None),
        ("needs_no_attention", None, None),
    ]
