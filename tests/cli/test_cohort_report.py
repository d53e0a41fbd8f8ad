"""The report in each of its forms, what a human recommends in it, and two cohorts beside each other."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.main import run
from domain.enums import CohortStage, Stage
from storage.database import Database
from storage.tables.entities import CohortRow, PairingRow
from tests.world import written_down

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """With two cohorts of forty pairs each, over."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('store')}/tandem.db")
    database.upgrade()
    for key in ("spring", "autumn"):
        _over(database, key, written_down(database, pairs=40, key=key))
    yield database
    database.close()


@pytest.fixture(autouse=True)
def folder(store: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands are given in an empty one."""
    monkeypatch.setenv("TANDEM_DATABASE_URL", store.where)
    monkeypatch.chdir(tmp_path)


def _over(database: Database, key: str, pairings: list[str]) -> None:
    with database.begin() as session:
        session.get_one(CohortRow, key).stage = CohortStage.ENDED
        for one in pairings:
            session.get_one(PairingRow, one).stage = Stage.COMPLETED


def test_each_form_has_a_file_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cohort", "report", "spring", "--html", "--pdf", "--docx"]) == 0

    files = {file.suffix: file.read_bytes() for file in tmp_path.iterdir()}
    assert files[".html"].startswith(b"<!DOCTYPE html>")
    assert files[".pdf"].startswith(b"%PDF")
    assert files[".docx"].startswith(b"PK")
    assert "The report of spring is in report-spring-1.pdf." in capsys.readouterr().out


def test_the_ending_of_the_file_says_the_form_and_nothing_is_overwritten(tmp_path: Path) -> None:
    assert run(["cohort", "report", "spring", "--out", "mine.html"]) == 0
    kept = (tmp_path / "mine.html").read_bytes()

    assert kept.startswith(b"<!DOCTYPE html>")
    assert run(["cohort", "report", "spring", "--out", "mine.html"]) == 1
    assert (tmp_path / "mine.html").read_bytes() == kept


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--pdf", "--out", "mine.html"), "does not end with .pdf"),
        (("--pdf", "--html", "--out", "mine.pdf"), "names one file"),
        (("--pdf", "--out", "nowhere/mine.pdf"), "cannot be written"),
        (("--recommend", "a", "--recommend", "b", "--recommend", "c", "--recommend", "d"), "at most three"),
        (("--recommend", " "), "Say in a sentence"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    options: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cohort", "report", "spring", *options]) == 1

    assert says in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_what_is_recommended_replaces_what_was_and_stands_in_the_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["cohort", "report", "spring", "--recommend", "Wait a year."])
    assert run(["cohort", "report", "spring", "--recommend", "Do it again.", "--recommend", "Soon."]) == 0
    assert "1. Do it again." in capsys.readouterr().out

    run(["cohort", "report", "spring"])

    text = capsys.readouterr().out
    assert "- Do it again.\n- Soon." in text
    assert "Wait a year." not in text


def test_two_cohorts_stand_beside_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cohort", "compare", "spring", "autumn", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert run(["cohort", "compare", "spring", "autumn"]) == 0

    shares = {one["what"]: (one["spring"], one["autumn"]) for one in told["per_cent"]}
    assert shares["Pairs: came to the end"] == (100, 100)
    assert shares["Pairs: met the minimum"] == (0, 0)
    assert "no share differs by ten points or more" in " ".join(capsys.readouterr().out.split())
