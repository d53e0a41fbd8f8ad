"""A worker's sign of life, and what `tandem health` says of it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.main import run
from ops.metrics.heartbeat import heartbeat
from tests.logged import logged
from tests.world import eventually

pytestmark = pytest.mark.unit


async def test_the_file_is_there_while_it_is_at_work_and_gone_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "home" / "worker.alive"

    async with heartbeat(file, lambda: True):
        await eventually(file.exists)
    assert not file.exists()


async def test_who_is_not_at_work_gives_no_sign(tmp_path: Path) -> None:
    asked = []
    file = tmp_path / "worker.alive"

    async with heartbeat(file, lambda: bool(asked.append(1))):  # type: ignore[func-returns-value]
        await eventually(lambda: asked)
        assert not file.exists()


async def test_a_worker_that_may_not_write_there_says_so_once_and_works_on(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, where a folder should be")
    asked = []

    def is_at_work() -> bool:
        asked.append(1)
        return True

    with logged("no_sign_of_life") as logs:
        async with heartbeat(tmp_path / "home" / "worker.alive", is_at_work, every=0.01):
            await eventually(lambda: len(asked) > 3)

    assert [line["event"] for line in logs] == ["no_sign_of_life"]


async def test_a_worker_that_may_write_there_again_gives_a_sign_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file, where a folder should be")

    with logged("no_sign_of_life") as logs:
        async with heartbeat(home / "worker.alive", lambda: True, every=0.01):
            await eventually(lambda: logs)
            home.unlink()
            await eventually((home / "worker.alive").exists)


@pytest.mark.parametrize(
    ("seconds", "code", "sentence"),
    [
        (None, 3, "No worker is at work: there is no "),
        (2, 0, "The worker's last sign of life was 2 s ago."),
        (29, 0, "The worker's last sign of life was 29 s ago."),
        (31, 3, "The worker's last sign of life was 31 s ago. It should come every 5 s."),
        (-5, 0, "The worker's last sign of life was 0 s ago."),
    ],
)
def test_health_says_how_old_the_sign_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seconds: int | None,
    code: int,
    sentence: str,
) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    if seconds is not None:
        (tmp_path / "worker.alive").touch()
        then = time.time() - seconds
        os.utime(tmp_path / "worker.alive", (then, then))

    assert run(["health"]) == code

    said = capsys.readouterr()
    assert (said.err if code else said.out).startswith(sentence)


def test_health_needs_neither_server_nor_store(tmp_path: Path) -> None:
    code = (
        "import sys; from cli.main import run; run(['health']); heavy = {'temporalio', 'sqlalchemy'}; "
        "sys.exit(' '.join(heavy & sys.modules.keys()) or 0)"
    )
    environment = {**os.environ, "TANDEM_HOME": str(tmp_path)}

    assert subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True).returncode == 0
