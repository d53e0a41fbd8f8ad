"""`tandem pairing undo`: what was told last, and taking it back."""

import pytest

from tests.cli.conftest import Tandem
from tests.world import World

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
    refused = await tandem("pairing", "undo", pairing, "9")
    assert refused.code == 1
    assert "has number 9; without a number you see what there is." in refused.err
