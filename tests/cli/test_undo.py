"""`tandem pairing undo` and `tandem application undo`: what was told last, and taking it back."""

from pathlib import Path
from uuid import uuid4

import pytest

from services.cohorts.opening import open_cohort as open_with_pairs
from tests.cli.applications.applied import open_cohort, write
from tests.cli.conftest import Tandem
from tests.living import bristol
from tests.services.asking import asking
from tests.world import World, pair

pytestmark = pytest.mark.server


async def test_what_was_told_last_is_listed_with_its_numbers_and_taken_back_by_one(
    tandem: Tandem, world: World
) -> None:
    pairing = await world.begin()
    await tandem("pairing", "accept", pairing, "both")

    listed = await tandem("pairing", "undo", pairing)
    assert f"Told of {pairing}, the latest first" in listed.out
    lines = [line.split() for line in listed.out.splitlines() if "accepted" in line]
    assert [(line[0], "mentee" in line, line[-1]) for line in lines] == [
        ("3", True, "yes"),
        ("2", False, "yes"),
    ]
    assert f"Take one back by its number: tandem pairing undo {pairing} 3" in listed.out

    done = await tandem("pairing", "undo", pairing, "3")
    mentee = world.pairing(pairing).mentee.name
    assert done.out.startswith(f"Taken back: accepted, {mentee} (mentee), recorded ")
    assert "It waits for the mentee to accept." in done.out
    shown = await tandem("pairing", "show", pairing)
    assert "taken back" in shown.out
    assert "accepted mentee of" in shown.out
    again = await tandem("pairing", "undo", pairing, "3")
    assert again.code == 0
    assert again.out.startswith("Number 3 had been taken back before; nothing has changed.")
    refused = await tandem("pairing", "undo", pairing, "9")
    assert refused.code == 1
    assert "has number 9; without a number you see what there is." in refused.err


async def test_an_application_that_was_declined_by_mistake_is_where_it_was(
    tandem: Tandem, tmp_path: Path
) -> None:
    key = await open_cohort(tandem, "south-west-2022")
    row = ("Ada", f"ada@{key}.example", "mentor", f"boss@{key}.example", "listening")
    file = write(tmp_path, [row], ("Name", "Email", "Role", "Manager email", "Goals"))
    assert (await tandem("application", "import", key, file)).code == 0
    assert "Nothing has been told" in (await tandem("application", "undo", key, "ada")).out
    await tandem("application", "decline", key, "ada", "--yes")

    listed = await tandem("application", "undo", key, "ada")
    assert f"Take one back by its number: tandem application undo {key} {key}-a01 3" in listed.out
    done = await tandem("application", "undo", key, "ada", "3")
    assert done.out.startswith("Taken back: declined, recorded ")
    assert f"{key}-a01, Ada <ada@{key}.example> (mentor): checking." in done.out
    shown = await tandem("application", "show", key, "ada")
    assert "taken back" in shown.out
    refused = await tandem("application", "undo", key, "ada", "9")
    assert refused.code == 1
    assert "has number 9; without a number you see what there is." in refused.err


async def test_two_are_paired_again_once_that_is_confirmed(tandem: Tandem, world: World) -> None:
    key = f"cohort-{uuid4().hex[:8]}"
    pairing = f"{key}-01"
    await open_with_pairs(asking(world), bristol(), key, [pair(0, key)])
    unsure = await tandem("pairing", "end", pairing)
    await tandem("pairing", "end", pairing, "--yes")
    back = await tandem("pairing", "undo", pairing, "2")
    await tandem("pairing", "end", pairing, "--yes")

    asked = await tandem("pairing", "again", pairing)
    done = await tandem("pairing", "again", pairing, "--yes")

    both = "Canary Mentor 0 (mentor) and Canary Mentee 0 (mentee)"
    assert back.out.startswith("Taken back: ended by coordinator, recorded ")
    assert (unsure.code, asked.code) == (1, 1)
    assert f"This ends {pairing}: {both}. Both are written to." in unsure.out
    assert "add --yes" in unsure.err
    assert f"This pairs {both} once more, in {key}. Both are written to." in asked.out
    assert done.out == f"{key}-02, {both}: application. {pairing} stays as it ended.\n"
