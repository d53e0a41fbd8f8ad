"""`tandem retention`: shown first, removed once it is confirmed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.main import run
from storage.database import Database
from tests.services.erasure.canaries import CANARY
from tests.services.retained import lived

pytestmark = pytest.mark.store

Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """What a command answers in a home whose only cohort was over a hundred days ago."""
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    store = Database(f"sqlite:///{tmp_path / 'tandem.db'}")
    store.upgrade()
    lived(store, datetime.now(UTC) - timedelta(days=100))
    store.close()

    def command(*arguments: str) -> tuple[int, str]:
        code = run(arguments)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return command


def test_what_is_due_is_shown_and_by_a_dry_run_nothing_goes(said: Said) -> None:
    code, shown = said("retention", "apply", "--dry-run")

    assert code == 0
    assert "text, subject and server's answer of letters" in shown
    assert "Nothing was changed." in shown
    assert said("retention", "apply", "--dry-run")[1].splitlines()[:4] == shown.splitlines()[:4]


def test_nothing_goes_where_nobody_can_be_asked(said: Said) -> None:
    code, told = said("retention", "apply")

    assert code == 1
    assert "Nothing was done. Nobody can be asked here" in told
    assert "Nothing is due" not in said("retention", "apply", "--dry-run")[1]


def test_what_was_removed_is_said_and_nothing_is_due_then(said: Said) -> None:
    code, told = said("retention", "apply", "--yes")

    assert code == 0
    assert "Removed: text, subject and server's answer of letters: 3" in told
    assert CANARY not in told
    assert said("retention", "apply", "--yes") == (0, "Nothing is due to go.\n")


def test_machines_are_told_the_same(said: Said) -> None:
    _, told = said("retention", "show", "--json")

    assert '"class": "letters"' in told
    assert '"due": 3' in told


def test_a_programme_says_its_clocks(said: Said) -> None:
    _, shown = said("programme", "show", "bristol-2021")
    _, checked = said("programme", "check", "programmes/bristol-2021.toml")

    for told in (shown, checked):
        assert "letters 90 days, links 90 days, drafts 90 days, unsuccessful applications 180 days" in told
