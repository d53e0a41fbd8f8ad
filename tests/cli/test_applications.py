"""From an applications file to approved pairs, as a coordinator does it."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.conftest import Tandem
from tests.world import World, eventually

pytestmark = pytest.mark.server

_HEADINGS = ("Name", "Email", "Role", "Department", "Goals", "Offers")


def _file(folder: Path, rows: Sequence[tuple[str, ...]]) -> str:
    path = folder / f"{uuid4().hex[:8]}.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([_HEADINGS, *rows])
    return str(path)


def _people(key: str, mentors: int, mentees: int) -> list[tuple[str, ...]]:
    """Everybody says what the programme needs, a department and goals, so that all is in order."""
    here = f"{key}.example"
    return [
        *((f"Mentor {n}", f"m{n}@{here}", "mentor", "Arts", "peace", f"skill {n}") for n in range(mentors)),
        *((f"Mentee {n}", f"t{n}@{here}", "mentee", "Law", f"skill {n}", "") for n in range(mentees)),
    ]


@pytest.fixture
async def key(tandem: Tandem) -> str:
    """An open cohort of Bristol's programme, in which Mentor n offers what Mentee n looks for."""
    key = f"cohort-{uuid4().hex[:8]}"
    soon = (datetime.now(UTC) + timedelta(weeks=2)).date().isoformat()
    opened = await tandem("cohort", "open", "bristol-2021", "--key", key, "--starting", soon)
    assert opened.code == 0, opened.err
    return key


@pytest.fixture
async def applied(tandem: Tandem, key: str, tmp_path: Path) -> str:
    """A cohort to which three mentors and two mentees have applied."""
    done = await tandem("application", "import", key, _file(tmp_path, _people(key, 3, 2)))
    assert done.code == 0, done.err
    return key


async def test_a_draft_pairs_people_whose_goals_meet(tandem: Tandem, applied: str) -> None:
    drafted = await tandem("match", "draft", applied)
    shown = json.loads((await tandem("match", "show", applied, "--json")).out)

    assert drafted.code == 0, drafted.err
    assert {(pair["mentor"], pair["mentee"]) for pair in shown["pairs"]} == {
        (f"m{n}@{applied}.example", f"t{n}@{applied}.example") for n in range(2)
    }
    assert [one["email"] for one in shown["unplaced"]] == [f"m2@{applied}.example"]


async def test_why_somebody_has_this_partner_or_none_is_said_in_words(tandem: Tandem, applied: str) -> None:
    await tandem("match", "draft", applied)

    placed = await tandem("match", "why", applied, f"t1@{applied}.example")
    unplaced = await tandem("match", "why", applied, f"m2@{applied}.example")

    assert "skill 1" in placed.out
    assert "Mentor 2" in unplaced.out


async def test_pins_and_forbids_survive_a_new_draft(tandem: Tandem, applied: str) -> None:
    m, t = f"@{applied}.example", f"@{applied}.example"
    await tandem("match", "pin", applied, f"m2{m}", f"t0{t}")
    await tandem("match", "forbid", applied, f"m1{m}", f"t1{t}")

    for _ in range(2):
        await tandem("match", "draft", applied)
        shown = json.loads((await tandem("match", "show", applied, "--json")).out)

        pairs = {(pair["mentor"], pair["mentee"]) for pair in shown["pairs"]}
        assert pairs == {(f"m2{m}", f"t0{t}"), (f"m0{m}", f"t1{t}")}


async def test_approving_begins_the_pairs_and_says_who_approved(
    tandem: Tandem, applied: str, world: World
) -> None:
    await tandem("match", "draft", applied)

    approved = await tandem("--as", "Jo Coordinator", "match", "approve", applied, "--yes")
    again = await tandem("--as", "Somebody Else", "match", "approve", applied, "--yes")

    assert "2 pairings begun" in approved.out
    assert "0 pairings begun" in again.out
    assert (
        json.loads((await tandem("match", "show", applied, "--json")).out)["approved_by"] == "Jo Coordinator"
    )
    await eventually(lambda: world.pairing(f"{applied}-01").waits_for == "both partners to accept")


async def test_a_draft_older_than_a_change_cannot_be_approved(tandem: Tandem, applied: str) -> None:
    await tandem("match", "draft", applied)
    await tandem("match", "forbid", applied, f"m0@{applied}.example", f"t0@{applied}.example")

    done = await tandem("--as", "Jo", "match", "approve", applied, "--yes")

    assert done.code == 1
    assert "make a new one" in done.err


async def test_who_has_a_partner_is_not_drafted_again(tandem: Tandem, applied: str) -> None:
    await tandem("match", "draft", applied)
    await tandem("--as", "Jo", "match", "approve", applied, "--yes")

    await tandem("match", "draft", applied)

    shown = json.loads((await tandem("match", "show", applied, "--json")).out)
    assert shown["pairs"] == []
    assert [one["email"] for one in shown["unplaced"]] == [f"m2@{applied}.example"]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("match", "draft"), "Nobody has applied yet"),
        (("match", "show"), "There is no draft for"),
        (("match", "approve", "--yes"), "There is no draft for"),
        (("match", "pin", "a@x.example", "b@x.example"), "Nobody has applied to"),
    ],
)
async def test_what_cannot_be_done_yet_is_said(
    tandem: Tandem, key: str, command: tuple[str, ...], sentence: str
) -> None:
    done = await tandem(*command[:2], key, *command[2:])

    assert done.code == 1
    assert sentence in done.err


async def test_a_draft_is_shown_with_names_departments_and_who_has_nobody(
    tandem: Tandem, applied: str
) -> None:
    await tandem("match", "draft", applied)

    shown = (await tandem("match", "show", applied)).out

    rows = [" ".join(line.split()) for line in shown.splitlines()]
    for number in range(2):
        pair = f"Mentor {number} (Arts) Mentee {number} (Law)"
        assert any(pair in row for row in rows), shown
    assert "Mentor 2 (Arts) (mentor): " in shown
    assert "2 pairs, 4 people placed, 1 without a partner." in shown
