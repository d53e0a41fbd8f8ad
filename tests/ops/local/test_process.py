"""Processes of ours, and what they say."""

import sys
from pathlib import Path

import pytest

from ops.local.process import start

pytestmark = pytest.mark.unit


def _say(log: Path, word: str) -> None:
    start([sys.executable, "-c", f"print({word!r})"], log).wait()


def test_what_a_process_says_is_added_to_its_log(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"

    _say(log, "one")
    _say(log, "two")

    assert log.read_text() == "one\ntwo\n"


def test_of_a_log_that_has_grown_large_one_older_file_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.local.process._LARGE", 3)
    log = tmp_path / "worker.log"

    for word in ("one", "two", "three"):
        _say(log, word)

    assert log.read_text() == "three\n"
    assert (tmp_path / "worker.log.1").read_text() == "two\n"
    assert len(list(tmp_path.iterdir())) == 2
