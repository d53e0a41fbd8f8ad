"""`tandem person erase`: shown first, begun once it is confirmed, finished when all is over."""

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

import ops.reconcile.periodic
from domain.enums import BOTH, Role, Stage
from domain.pairing.events import Accept
from ops.personal_files import personal_files
from ops.reconcile.context import ReconcileContext
from ops.reconcile.periodic import Periodic
from storage.tables.people import ErasureRow, PersonRow
from tests.activities.company import open_in_store, pair_up
from tests.cli.conftest import Tandem
from tests.world import World

pytestmark = pytest.mark.server


async def _accepted(world: World) -> str:
    (pairing,) = await world.begin_many(1)
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))
    return pairing


def _erasure(world: World, person: str) -> ErasureRow:
    with world.database.begin() as session:
        return session.scalars(select(ErasureRow).where(ErasureRow.person == person)).one()


async def _a_minute_passes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker does what it does every minute, but for its look at other tests' lives."""

    async def look(_: ReconcileContext) -> None: ...

    monkeypatch.setattr(ops.reconcile.periodic, "look", look)
    periodic = Periodic(world.client, world.database, personal_files(world.settings))
    with pytest.raises(ApplicationError, match="it is done again"):
        await ActivityEnvironment().run(periodic.reconcile)


async def test_a_dry_run_shows_what_would_go_and_ends_nothing(tandem: Tandem, world: World) -> None:
    pairing = await _accepted(world)
    mentor = world.pairing(pairing).mentor

    done = await tandem("person", "erase", mentor.email, "--dry-run")

    assert (done.code, done.err) == (0, "")
    assert f"Ended first, as if they had withdrawn: {pairing}" in done.out
    assert "name, address and timezone" in done.out
    assert "Nothing was changed." in done.out
    assert world.pairing(pairing).mentor == mentor
    assert world.pairing(pairing).stage is Stage.INDUCTION


async def test_unasked_nobody_is_erased_by_a_part_of_a_name(tandem: Tandem, world: World) -> None:
    key = open_in_store(world)
    pair_up(world, key, ("canary-kim", "canary-lou"))

    done = await tandem("person", "erase", f"canary-kim@{key}", "--yes")

    assert done.code == 1
    assert f"'canary-kim@{key}' would be Canary-Kim <canary-kim@{key}.example>." in done.err


async def test_nobody_is_erased_before_it_is_confirmed(tandem: Tandem, world: World) -> None:
    key = open_in_store(world)
    (pairing,) = pair_up(world, key, ("canary-kim", "canary-lou"))

    done = await tandem("person", "erase", f"canary-kim@{key}.example")

    assert done.code == 1
    assert "Canary-Kim <canary-kim@" in done.out
    assert "if it is, add --yes" in done.err
    assert world.pairing(pairing).mentor.name == "Canary-Kim"


async def test_their_partner_is_told_as_if_they_had_withdrawn_and_then_they_are_erased(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairing = await _accepted(world)
    mentor = world.pairing(pairing).mentor

    done = await tandem("person", "erase", mentor.email, "--yes")
    assert (done.code, done.err) == (0, "")
    assert _erasure(world, mentor.id).asked_at

    assert f"  {pairing} is to come to its end" in done.out

    await world.player.to_the_end(world.pairings, pairing)  # their partner is told an hour later
    await world.delivered(pairing)
    await _a_minute_passes(world, monkeypatch)

    assert _erasure(world, mentor.id).erased_at
    told = {(letter.name, letter.role) for letter in world.letters(pairing)}
    assert {("leaving_confirmed", Role.MENTOR), ("partner_left", Role.MENTEE)} <= told
    with world.database.begin() as session:
        row = session.get_one(PersonRow, mentor.id)
        assert (row.name, row.email) == ("Erased person", f"{mentor.id}@erased.invalid")
    assert mentor.name not in "".join(str(letter) for letter in world.mailbox())


async def test_nobody_of_that_address_is_said(tandem: Tandem) -> None:
    done = await tandem("person", "erase", "nobody@uni.example", "--yes")

    assert (done.code, done.err.startswith("Nobody is known by nobody@uni.example")) == (1, True)
