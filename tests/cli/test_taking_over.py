"""A programme that has been running in a spreadsheet is brought in, with what has happened so far."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from tests.cli.conftest import Tandem
from tests.living import PROGRAMMES
from tests.pairs_csv import pairs_csv
from tests.world import World
from tests.worlds import pairings_of

pytestmark = pytest.mark.server

FIRST_DAY = (datetime.now(UTC) - timedelta(weeks=11)).date()
"""The introductions, the induction and the training are over, the review is to come."""


def programme() -> Programme:
    return starting(read_programme(PROGRAMMES / "bristol-2021.toml"), FIRST_DAY)


def opening(pairs: Path, key: str, *options: str) -> tuple[str, ...]:
    when = ("--starting", f"{FIRST_DAY}")
    return ("cohort", "open", "bristol-2021", "--pairs", str(pairs), "--key", key, *when, *options)


def filled_in(template: Path, key: str) -> date:
    """The first pair accepted on the day of introductions, which comes back, and was at the induction."""
    introduced, induction = programme().introductions.on, programme().gathering("induction").sittings[0].on
    with template.open("a", encoding="utf-8") as file:
        file.write(f"{key}-1,,,both,accepted,{introduced}\n")
        file.write(f"{key}-1,,,,attended,{induction},induction\n")
    return introduced


def married(pairs: Path, other: Path) -> str:
    """The name of the first mentor, who is called otherwise in the other file."""
    text = pairs.read_text(encoding="utf-8")
    name = text.splitlines()[1].split(",")[0]
    other.write_text(text.replace(name, "Jo Married"), encoding="utf-8")
    return name


@pytest.fixture
def key() -> str:
    return f"cohort-{uuid4().hex[:8]}"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    file = tmp_path / "pairs.csv"
    file.write_text(pairs_csv(2, seed=3), encoding="utf-8")
    return file


async def test_it_is_asked_first_whether_pairs_are_to_be_introduced_late(
    tandem: Tandem, world: World, pairs: Path, key: str
) -> None:
    dry = await tandem(*opening(pairs, key, "--dry-run"))
    asked = await tandem(*opening(pairs, key))

    assert "2 pairings would begin" in dry.out
    assert "written today: 4 letters (introduction)" in dry.out
    assert "4 people are introduced and asked to accept now" in asked.out
    assert (asked.code, pairings_of(world, key)) == (1, [])


async def test_a_programme_is_taken_over_with_what_has_happened_in_it(
    tandem: Tandem, world: World, pairs: Path, key: str, tmp_path: Path
) -> None:
    dry = await tandem(*opening(pairs, key, "--taken-over", "--dry-run"))
    opened = await tandem(*opening(pairs, key, "--taken-over"))
    template = tmp_path / "told.csv"
    listed = await tandem("cohort", "record-template", key, str(template))
    introduced = filled_in(template, key)
    foreseen = await tandem("cohort", "record", key, str(template), "--dry-run")
    done = await tandem("cohort", "record", key, str(template))
    again = await tandem("cohort", "record", key, str(template))
    shown = await tandem("pairing", "show", f"{key}-01")

    assert "written today: nothing" in dry.out
    assert f"tandem cohort record-template {key} FILE" in opened.out
    assert "is required and over already" not in opened.out
    assert [each.code for each in (opened, listed, foreseen, done, again)] == [0] * 5
    assert "Nothing has been recorded. 3 facts about 1 pairing, " in foreseen.out
    first = world.pairing(f"{key}-01")
    assert "Recorded. 3 facts about 1 pairing" in done.out
    assert f"About: {key}-01: {first.mentor.name} and {first.mentee.name}." in done.out
    assert "Recorded. 0 facts about 0 pairings, 2 rows known already" in again.out
    assert f"was on {introduced:%a %-d %b %Y}" in shown.out
    assert [len(world.letters(view.id)) for view in pairings_of(world, key)] == [0, 0]


async def test_a_template_for_excel_is_read_back_and_says_nothing(
    tandem: Tandem, pairs: Path, key: str, tmp_path: Path
) -> None:
    await tandem(*opening(pairs, key, "--taken-over"))
    template = str(tmp_path / "told.xlsx")

    listed = await tandem("cohort", "record-template", key, template)
    told = await tandem("cohort", "record", key, template, "--dry-run")

    assert (listed.code, told.code) == (0, 0)
    assert "Nothing has been recorded. 0 facts about 0 pairings, 15 rows without anything" in told.out


async def test_what_is_wrong_in_a_list_is_named_and_nothing_is_recorded(
    tandem: Tandem, world: World, pairs: Path, key: str, tmp_path: Path
) -> None:
    await tandem(*opening(pairs, key, "--taken-over"))
    told = tmp_path / "told.csv"
    told.write_text(
        f"pairing,who,what,when\n{key}-1,both,accepted,{programme().introductions.on}\n{key}-2,,met,soon\n"
    )

    done = await tandem("cohort", "record", key, str(told))

    assert (done.code, "told.csv, row 3, 'when': 'soon' is not a date" in done.err) == (1, True)
    assert {view.stage.value for view in pairings_of(world, key)} == {"application"}


async def test_another_name_in_a_file_of_pairs_is_said(
    tandem: Tandem, pairs: Path, key: str, tmp_path: Path
) -> None:
    await tandem(*opening(pairs, key, "--taken-over"))
    other = tmp_path / "again.csv"
    name = married(pairs, other)

    kept = await tandem(*opening(other, key, "--taken-over"))
    taken = await tandem(*opening(other, key, "--taken-over", "--update"))

    assert f"is {name!r} here and 'Jo Married' in the file; the name here stays" in kept.out
    assert "is called 'Jo Married' from now on" in taken.out
