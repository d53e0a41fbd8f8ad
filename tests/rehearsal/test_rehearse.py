"""`tandem rehearse`, from the outside: it ends well, writes its page, and touches nothing else."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories import BRISTOL
from tests.rehearsal.reading import Page

pytestmark = pytest.mark.slow

_FILE = """\
Name,Email,Role,Department,Goals
<b>Ada</b> {{7*7}},ada@staff.example,mentor,Arts,public speaking
Ravi Shah,ravi@staff.example,mentor,Law,
Claire Hughes,claire@staff.example,mentee,Estates,career planning
Tom Bell,tom@staff.example,mentee,Finance,career planning
"""
_REAL = {
    "TANDEM_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real",
    "TANDEM_SMTP_HOST": "mail.real.invalid",
    "TANDEM_SMTP_PORT": "not a port",
    "TEMPORAL_ADDRESS": "temporal.real.invalid:7233",
}
"""What an institution's environment may hold; some of it wrong. None of it may be read."""


def _rehearse(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **_REAL, "TANDEM_HOME": str(folder / "home"), "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-m", "cli.main", "rehearse", *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=110)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rehearsed")
    (folder / "people.csv").write_text(_FILE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[str]:
    """A small rehearsal with the people of a file."""
    done = _rehearse(folder, "bristol-2021", "--applications", "people.csv", "--seed", "3")
    assert done.returncode == 0, done.stderr
    return done


def test_it_says_what_happened_and_where_the_page_is(done: subprocess.CompletedProcess[str]) -> None:
    assert "so it is rehearsed from" in done.stdout
    assert "4 people of people.csv applied, and 2 pairs came about" in done.stdout
    assert "2 of 2 pairs over" in done.stdout
    assert "What to look at before the launch" in done.stdout
    assert "The page: rehearsal-bristol-2021/rehearsal.html" in done.stdout


def test_the_page_shows_the_letters_that_were_written(
    folder: Path, done: subprocess.CompletedProcess[str]
) -> None:
    page = Page((folder / "rehearsal-bristol-2021" / "rehearsal.html").read_text("utf-8"))

    titles = [frame["title"] for frame in page.all("iframe")]
    assert {"The letter: application received", "The letter: introduction"} <= set(titles)
    assert "The letter: application incomplete" in titles  # Ravi's form says no goals
    assert not page.all("script")
    assert "<b>Ada</b> {{7*7}}" in page.text


def test_the_page_says_that_the_dates_were_moved(
    folder: Path, done: subprocess.CompletedProcess[str]
) -> None:
    page = Page((folder / "rehearsal-bristol-2021" / "rehearsal.html").read_text("utf-8"))

    assert "The dates of bristol-2021 are over, so it is rehearsed from" in page.text


def test_a_programme_that_is_under_way_is_rehearsed_in_its_own_dates(tmp_path: Path) -> None:
    year = datetime.now(UTC).year
    own = BRISTOL.read_text("utf-8").replace("2022-", f"{year + 1}-").replace("2021-", f"{year}-")
    (tmp_path / "ours.toml").write_text(own, "utf-8")

    done = _rehearse(tmp_path, "ours.toml", "--pairs", "1", "--out", "page")

    assert done.returncode == 0, done.stderr
    assert "so it is rehearsed from" not in done.stdout
    assert f"14 Jun {year}" in Page((tmp_path / "page" / "rehearsal.html").read_text("utf-8")).text


def test_it_leaves_only_the_page_behind(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    assert {path.name for path in folder.iterdir()} == {"people.csv", "rehearsal-bristol-2021"}
    assert [path.name for path in (folder / "rehearsal-bristol-2021").iterdir()] == ["rehearsal.html"]


def test_a_file_with_a_problem_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(_FILE.replace("tom@staff.example", "nowhere"), "utf-8")

    done = _rehearse(tmp_path, "bristol-2021", "--applications", "people.csv")

    assert done.returncode == 1
    assert "people.csv, row 5" in done.stderr
    assert not (tmp_path / "rehearsal-bristol-2021").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bristol-2021", "--starting", "2021-05-27"], "a rehearsal needs dates that are to come"),
        (["bristol-2021", "--starting", "soon"], "is not a date"),
        (["nothing"], "There is no programme 'nothing'"),
    ],
)
def test_what_cannot_be_rehearsed_is_told_in_a_sentence(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    done = _rehearse(tmp_path, *arguments)

    assert done.returncode == 1
    assert sentence in done.stderr
