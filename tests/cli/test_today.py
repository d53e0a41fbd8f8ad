"""`tandem today` says what the morning letter says."""

import json

import pytest

from domain.enums import Concern
from storage.tables.entities import PairingRow
from tests.activities.company import open_in_store, pair_up
from tests.cli.conftest import Tandem
from tests.world import World

pytestmark = pytest.mark.server


def _quiet_pair(world: World) -> str:
    key = open_in_store(world)
    (pairing,) = pair_up(world, key, ("canary-kim", "canary-lou"))
    with world.database.begin() as session:
        session.get_one(PairingRow, pairing).concerns = [str(Concern.GONE_QUIET)]
    return key


async def test_what_waits_is_named_with_the_command_to_run(tandem: Tandem, world: World) -> None:
    key = _quiet_pair(world)

    done = await tandem("today", key)

    assert done.code == 0, done.err
    assert f"Canary-Kim and Canary-Lou ({key}-01): no session for a long time" in " ".join(done.out.split())
    assert f"tandem pairing show {key}-01" in done.out


async def test_all_cohorts_are_looked_at_if_none_is_named(tandem: Tandem, world: World) -> None:
    one, other = _quiet_pair(world), _quiet_pair(world)

    told = json.loads((await tandem("today", "--json")).out)

    assert {one, other} <= set(told)
    assert told[one][0]["matters"][0]["command"] == f"tandem pairing show {one}-01"


async def test_a_day_with_nothing_to_do_is_said_to_be_one(tandem: Tandem, world: World) -> None:
    done = await tandem("today", open_in_store(world))

    assert (done.code, done.out) == (0, "Nothing waits for you today.\n")


async def test_a_cohort_that_does_not_exist_is_refused(tandem: Tandem) -> None:
    assert (await tandem("today", "nowhere")).code == 1
