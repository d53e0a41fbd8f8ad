"""Programmes are found by key or by file."""

import shutil
from pathlib import Path

import pytest

from domain.errors import BadInput, NotFound
from services.programmes import FOLDER, check_programme, find_programme, shipped_programmes

pytestmark = pytest.mark.unit


def test_a_programme_that_ships_is_found_by_its_key() -> None:
    assert [find_programme(programme.key) for programme in shipped_programmes()] == shipped_programmes()


def test_its_calendar_begins_on_the_day_that_is_asked_for() -> None:
    assert find_programme("bristol-2021", "2027-01-04").introductions.on.year == 2027


@pytest.mark.parametrize(
    ("programme", "starting", "error"),
    [("bristol", None, NotFound), ("no-file.toml", None, BadInput), ("bristol-2021", "soon", BadInput)],
)
def test_what_is_not_there_is_refused(programme: str, starting: str | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        find_programme(programme, starting)


def test_its_own_words_come_with_it(tmp_path: Path) -> None:
    file = tmp_path / "spring.toml"
    shutil.copy(FOLDER / "bristol-2021.toml", file)
    words = tmp_path / "spring-letters" / "introduction"
    words.mkdir(parents=True)
    (words / "paragraph.txt").write_text("Welcome, all of you.", "utf-8")

    assert "Welcome, all of you." in str(check_programme(file).words)
