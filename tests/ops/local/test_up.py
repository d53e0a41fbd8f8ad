"""`tandem up` with real processes: it stops cleanly, goes on where it was, and survives a kill -9."""

import getpass
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import psutil
import pytest
from sqlalchemy.orm import Session

from ops.local.up import surroundings
from settings import Settings
from storage import queries
from storage.database import Database
from tests.conftest import settings_in
from tests.ops.local.up import environment, letter_files, tandem, up
from tests.pairs_csv import pairs_csv

pytestmark = pytest.mark.slow

_LETTERS_ON_ACCEPTANCE = 1
"""To each partner: both have accepted, with the first invitation; the next comes on another day."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("up"))


def test_letters_to_the_catcher_go_at_all_hours_and_those_to_people_when_the_settings_say(
    settings: Settings,
) -> None:
    at_all_hours = {"TANDEM_MAIL_HOURS": "", "TANDEM_MAIL_DAYS": "all"}
    relay = settings.model_copy(update={"smtp_host": "relay.uni.example"})

    assert surroundings(settings).items() >= at_all_hours.items()
    assert not at_all_hours.keys() & surroundings(relay).keys()


def test_letters_in_the_catcher_lead_to_the_pages_beside_it(settings: Settings) -> None:
    theirs = settings.model_copy(update={"pages_url": "https://mentoring.uni.example"})

    assert surroundings(settings)["TANDEM_PAGES_URL"] == settings.letters_lead_to == settings.pages_address
    assert Settings(smtp_host="smtp.uni.example").letters_lead_to == ""
    assert "TANDEM_PAGES_URL" not in surroundings(theirs)  # it is in what they have set


def _open(settings: Settings, folder: Path, pairs: int) -> None:
    file = folder / "pairs.csv"
    file.write_text(pairs_csv(pairs, seed=7), encoding="utf-8")
    calendar = ("--starting", _four_weeks_ago(), "--yes")
    opened = tandem(settings, "cohort", "open", "bristol-2021", "--pairs", str(file), *calendar)
    assert opened.returncode == 0, opened.stderr


def _four_weeks_ago() -> str:
    """As the first date: introductions are due at once, the gatherings are still to come."""
    return (datetime.now(UTC) - timedelta(weeks=4)).date().isoformat()


@contextmanager
def _store(settings: Settings) -> Iterator[Session]:
    database = Database(settings.store_url)
    with database.begin() as session:
        yield session
    database.close()


def _wait_for_letters(settings: Settings, sent: int) -> None:
    deadline = time.monotonic() + 90
    while (counts := _letter_counts(settings)) != {"sent": sent}:
        assert time.monotonic() < deadline, counts
        time.sleep(0.2)


def _letter_counts(settings: Settings) -> dict[str, int]:
    with _store(settings) as session:
        return queries.letter_counts(session, "bristol-2021")


def _no_letter_twice(settings: Settings) -> None:
    ids = Counter(message_from_bytes(file.read_bytes())["Message-ID"] for file in letter_files(settings))
    assert set(ids.values()) == {1}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_everything_within_five_seconds(settings: Settings, number: int) -> None:
    with up(settings) as running:
        family = running.family()
        assert len(family) == 3

        seconds = running.stop(number)

    assert running.process.returncode == 0
    assert seconds < 5
    assert [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []


def test_whoever_brings_it_up_first_is_known_and_nobody_else(settings: Settings) -> None:
    with up(settings):
        pass

    known = tandem(settings, "coordinator", "list")
    other = tandem(settings, "--as", "somebody else", "cohort", "status", "none")

    assert f"{getpass.getuser()}  coordinate, look, operate, report" in known.stdout
    assert (other.returncode, "somebody else is not known here." in other.stderr) == (1, True)


def test_a_killed_up_leaves_no_process_behind(settings: Settings) -> None:
    with up(settings) as running:
        family = running.family()

        running.stop(signal.SIGKILL)

        _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_after_a_stop_the_file_of_the_store_alone_is_the_whole_store(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    with up(settings) as running:
        _open(settings, tmp_path, pairs=2)
        running.stop(signal.SIGTERM)

    copied = settings.model_copy(update={"home": tmp_path / "copy"})
    copied.home.mkdir()
    shutil.copy(settings.home / "tandem.db", copied.home)
    with _store(copied) as session:
        assert [cohort.key for cohort in queries.cohorts(session)] == ["bristol-2021"]
        assert len(queries.pairings(session, "bristol-2021")) == 2
    written = [file for file in settings.home.rglob("*") if file.is_file()]
    assert {oct(file.stat().st_mode & 0o077) for file in written} == {"0o0"}, "nobody else may read it"


def test_an_up_that_has_lost_its_server_ends(tmp_path: Path) -> None:
    with up(settings_in(tmp_path)) as running:
        (server,) = [process for process in running.family() if "start-dev" in process.cmdline()]

        server.kill()

        assert running.process.wait(20) == 3


def test_a_second_up_says_that_the_port_is_taken(settings: Settings) -> None:
    with up(settings):
        second = tandem(settings, "up")

    assert second.returncode == 1
    assert f"Port {settings.temporal_port}, for the Temporal server, is already in use." in second.stderr
    assert "Traceback" not in second.stderr


def test_only_our_own_catcher_is_written_to_without_a_real_servers_pace() -> None:
    assert surroundings(Settings())["TANDEM_MAIL_PER_MINUTE"] == "1200"
    assert "TANDEM_MAIL_PER_MINUTE" not in surroundings(Settings(mail_per_minute=10))
    assert "TANDEM_MAIL_PER_MINUTE" not in surroundings(Settings(smtp_host="smtp.uni.example"))


def test_pairings_go_on_after_a_kill_and_after_a_restart(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    with up(settings) as running:
        _open(settings, tmp_path, pairs=6)
        running.worker().kill()
        paced = {**environment(settings), **surroundings(settings), "TANDEM_MAIL_PER_MINUTE": "1200"}
        by_hand = subprocess.Popen([sys.executable, "-m", "cli.main", "worker"], env=paced)
        _wait_for_letters(settings, sent=2 * 6)
        tandem(settings, "pairing", "accept", "bristol-2021-01", "both")
        _wait_for_letters(settings, sent=2 * 6 + 2 * _LETTERS_ON_ACCEPTANCE)
        by_hand.terminate()
        assert by_hand.wait(10) == 0
        _no_letter_twice(settings)

    with up(settings):
        accepted = tandem(settings, "pairing", "accept", "bristol-2021-02", "both")
        _wait_for_letters(settings, sent=2 * 6 + 4 * _LETTERS_ON_ACCEPTANCE)

    assert accepted.returncode == 0, accepted.stderr
    _no_letter_twice(settings)
    with _store(settings) as session:
        stages = Counter(pairing.stage for pairing in queries.pairings(session, "bristol-2021"))
    assert stages == {"induction": 2, "application": 4}
