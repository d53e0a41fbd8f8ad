"""`tandem audit`: every command that changes or shows something is in it, with who gave it and about whom."""

import json
import re
from typing import Any

import pytest

from domain.rights import Right
from storage import coordinators
from tests.cli.conftest import Tandem
from tests.world import World

pytestmark = pytest.mark.server


async def _entries(tandem: Tandem, *options: str) -> list[dict[str, Any]]:
    done = await tandem("audit", "list", "--json", *options)
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


async def test_a_change_and_a_look_are_written_down_with_who_and_about_whom(
    tandem: Tandem, world: World
) -> None:
    (pairing,) = await world.begin_many(1)
    await tandem("--as", "kate", "pairing", "accept", pairing, "mentor")
    await tandem("--as", "tom", "pairing", "show", pairing)
    await tandem("--as", "tom", "pairing", "answer", pairing, "both")  # long before there is an evaluation

    found = [(e["name"], e["action"], e["result"]) for e in await _entries(tandem, "--about", pairing)]

    assert ("kate", "pairings.accept", "done") in found
    assert ("tom", "pairings.history", "done") in found
    assert ("tom", "pairings.answer", "refused") in found
    kates = await _entries(tandem, "--who", "kate", "--about", pairing)
    assert {e["name"] for e in kates} == {"kate"}


async def test_no_name_and_no_address_is_in_it(tandem: Tandem, world: World) -> None:
    (pairing,) = await world.begin_many(1)
    person = world.pairing(pairing).mentor
    await tandem("pairing", "show", person.email)
    await tandem("pairing", "list", "--cohort", pairing.rpartition("-")[0])

    said = json.dumps([{k: v for k, v in e.items() if k != "name"} for e in await _entries(tandem)])

    assert pairing in said
    assert person.email not in said
    assert person.name not in said


async def test_the_chain_of_all_that_was_asked_is_whole(tandem: Tandem) -> None:
    await tandem("today")

    done = await tandem("audit", "verify")

    assert done.code == 0
    whole, end = done.out.splitlines()
    assert re.fullmatch(r"\d+ entries, each as it was written\.", whole)
    assert re.fullmatch(r"The last has the digest [0-9a-f]{64}", end)


async def test_who_was_refused_is_in_it_and_who_was_made_known(tandem: Tandem, world: World) -> None:
    (pairing,) = await world.begin_many(1)
    may = [option for right in Right for option in ("--may", right.value)]
    await tandem("coordinator", "add", "kate", *may)
    unknown = await tandem("--as", "mallory", "pairing", "show", pairing)
    with world.database.begin() as session:  # as the last who may operate, she cannot remove herself
        kate = coordinators.remove(session, "kate")

    (refused,) = await _entries(tandem, "--who", "mallory")
    (added,) = await _entries(tandem, "--about", kate.actor if kate else "nobody")

    assert "mallory is not known here" in unknown.err
    assert (refused["action"], refused["result"]) == ("pairing_lookup.find_pairing", "refused")
    assert (added["action"], added["result"]) == ("coordinators.add", "done")
