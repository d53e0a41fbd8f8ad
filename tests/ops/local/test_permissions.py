"""The home of a Tandem is for nobody else on this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import Refused
from ops.local.permissions import keep_private
from ops.local.server import _surroundings
from tests.every import every

pytestmark = pytest.mark.unit


def _mode(folder: Path) -> str:
    return oct(folder.stat().st_mode & 0o7777)


def test_a_home_that_others_can_read_is_tightened(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)

    keep_private(home)

    assert _mode(home) == "0o700"


def test_a_home_that_is_not_there_is_made_private(tmp_path: Path) -> None:
    keep_private(tmp_path / "a" / "home")

    assert _mode(tmp_path / "a" / "home") == "0o700"


def test_a_folder_for_everybody_is_no_home_and_stays_as_it_is(tmp_path: Path) -> None:
    everybodys = tmp_path / "everybodys"
    everybodys.mkdir()
    everybodys.chmod(0o1777)

    with pytest.raises(Refused, match="is everybody's"):
        keep_private(everybodys)

    assert _mode(everybodys) == "0o1777"


def test_the_embedded_server_is_told_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_SMTP_PASSWORD", "canary")
    monkeypatch.setenv("HOME", "/home/kate")

    told = _surroundings()

    assert "TANDEM_SMTP_PASSWORD" not in told
    assert told["HOME"] == "/home/kate"


@pytest.mark.slow
@every("command", [("db", "upgrade"), ("rehearse", "bristol-2021", "--pairs", "2", "--out", "page")])
def test_what_a_command_writes_is_for_nobody_else(
    tmp_path_factory: pytest.TempPathFactory, command: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.mktemp("open")
    folder.chmod(0o755)
    environment = {**os.environ, "TANDEM_HOME": str(folder / "home")}

    subprocess.run(
        [sys.executable, "-m", "cli.main", *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": os.getcwd()},
        umask=0o022,
        check=True,
        capture_output=True,
        timeout=60,
    )

    written = [file for file in folder.rglob("*") if file.is_file()]
    assert written
    assert {oct(file.stat().st_mode & 0o077) for file in written} == {"0o0"}
