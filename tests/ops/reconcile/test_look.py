"""A look counts, lists only what does not add up, and heals only what the server has never heard of."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from temporalio.client import Client

import ops.reconcile.look
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role
from domain.letter.states import LetterState
from domain.pairing.events import Accept
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.reconcile.context import ReconcileContext
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import DriftKind
from ops.reconcile.look import look
from ops.reconcile.repair import repair
from ops.reconcile.server import count_running, has_schedule, latest_run
from storage import looks, messages
from storage.database import Database
from storage.entities import going_on
from storage.tables.letters import LetterRow
from storage.tables.server import LookRow
from temporal.client import stop_digest
from tests.conftest import settings_in
from tests.living import accepted, lived, utc
from tests.ops.reconcile.asked import counting
from tests.ops.reconcile.broken import running, terminated
from tests.ops.reconcile.kept import recorded
from tests.world import World, eventually, written_down
from worker import working

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
async def alone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world in which nothing differs but what a test makes differ."""
    settings = settings_in(tmp_path_factory.mktemp("alone"))
    store = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        await asyncio.to_thread(store.upgrade)
        async with working(client, store, settings):
            world = World(settings, client, store)
            await running(world, pairs=5)  # what is lost of it is not the most of what there is
            yield world
    store.close()


@pytest.fixture
async def world(alone: World) -> AsyncIterator[World]:
    """Everything has been looked at within the last minutes, and is well."""
    await _settled(alone)
    await look(ReconcileContext(alone.client, alone.database))
    assert _drift(alone) == {}
    yield alone
    await repair(alone.client, alone.database, await find_drift(alone.client, alone.database))
    with alone.database.begin() as session:
        session.execute(delete(LookRow))


def _drift(world: World) -> dict[str, int]:
    with world.database.begin() as session:
        return dict(looks.drift(session)[0])


def _age(world: World, by: timedelta) -> None:
    """All that was looked at was so long ago."""
    with world.database.begin() as session:
        session.execute(update(LookRow).values(at=datetime.now(UTC) - by))


async def _look(world: World) -> Counter[str]:
    """What the server is asked by a look."""
    client, asked = counting(world.client)
    await look(ReconcileContext(client, world.database))
    return asked


def _forgotten(world: World) -> tuple[str, str]:
    """A pairing some months on, and its name among all lives: the server knows no run of it, open or closed,
    nor one of its cohort."""
    (name,) = recorded(world.database, lived(accepted), pairs=1)
    return name.removeprefix("pairing-"), name


async def _runs(world: World, entity: str) -> bool:
    run = await latest_run(world.client, entity)
    return run is not None and run.is_running


async def _settled(world: World, lost: int = 0) -> None:
    """The server's counts have caught up; `lost`: so many workflows fewer run than the store has."""

    def kept() -> int:
        with world.database.begin() as session:
            return going_on(session).total()

    async def is_even() -> bool:
        return await count_running(world.client) == kept() - lost

    for _ in range(200):
        if await is_even():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the counts do not agree")


async def test_where_all_is_well_it_counts_and_lists_nothing(world: World) -> None:
    assert await _look(world) == {"count": 1, "count deliveries": 1}


async def test_after_an_hour_it_lists_though_the_counts_agree(world: World) -> None:
    _age(world, timedelta(minutes=61))

    assert (await _look(world))["list"] > 0


async def test_a_life_that_the_server_has_never_heard_of_is_begun_again_where_it_was(world: World) -> None:
    pairing, name = _forgotten(world)
    before = world.outcomes(pairing)

    await _look(world)

    assert await _runs(world, name)
    snapshot = await world.pairings.snapshot(pairing)
    assert snapshot
    assert snapshot.stage is world.pairing(pairing).stage
    assert world.outcomes(pairing)[: len(before)] == before
    assert _drift(world) == {}


async def test_a_cohort_without_mornings_has_them_again(world: World) -> None:
    key, _ = await running(world)
    await stop_digest(world.client, key)

    await _look(world)

    assert await has_schedule(world.client, f"digest-{key}")


async def test_what_a_human_has_ended_is_left_and_counted_until_it_is_mended(world: World) -> None:
    key, pairing = await running(world)
    await _look(world)
    await terminated(world, f"pairing-{pairing}")
    await _settled(world, lost=1)
    _age(world, timedelta(minutes=6))

    await _look(world)
    left = _drift(world)
    await repair(world.client, world.database, await find_drift(world.client, world.database, key))
    await _settled(world)
    _age(world, timedelta(minutes=6))
    await _look(world)

    assert left == {DriftKind.WORKFLOW_LOST: 1}
    assert _drift(world) == {}


async def test_what_differs_is_not_listed_again_within_five_minutes(world: World) -> None:
    _, pairing = await running(world)
    await _look(world)
    await terminated(world, f"pairing-{pairing}")
    await _settled(world, lost=1)  # counts that have not caught up agree, and nothing is listed yet
    _age(world, timedelta(minutes=6))
    await _look(world)

    again = await _look(world)

    assert again["list"] == 0


async def test_a_letter_that_nobody_delivers_is_delivered(world: World) -> None:
    _, pairing = await running(world)
    await world.until(pairing, utc(2027, 6, 15))
    await world.delivered(pairing)
    letter = world.letters(pairing)[0].id
    with world.database.begin() as session:
        session.execute(
            update(LetterRow).where(LetterRow.id == letter).values(state="pending", asked_for=True)
        )
    _age(world, timedelta(minutes=6))

    await _look(world)

    await eventually(lambda: {letter.state for letter in world.letters(pairing)} == {LetterState.SENT})


async def test_a_server_that_lacks_most_of_what_there_should_be_is_left_to_a_human(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, name = _forgotten(world)

    async def hardly_any(_: Client, cohort: str | None = None) -> int:
        return 1

    with monkeypatch.context() as nearly_empty:
        nearly_empty.setattr(ops.reconcile.look, "count_running", hardly_any)
        await _look(world)

    assert not await _runs(world, name)
    assert _drift(world)[DriftKind.WORKFLOW_LOST] == 2
    _age(world, timedelta(minutes=6))
    await _look(world)
    assert await _runs(world, name)


async def test_a_pairing_in_the_store_alone_begins(world: World) -> None:
    (pairing,) = written_down(world.database)

    await _look(world)

    assert await _runs(world, f"pairing-{pairing}")


async def test_what_has_waited_too_long_to_be_told_counts_as_drift_and_can_be_mended(world: World) -> None:
    key, pairing = await running(world)
    with world.database.begin() as session:
        messages.update(session, f"pairing-{pairing}", Accept(role=Role.MENTOR), datetime.now(UTC))
    _age(world, timedelta(minutes=61))

    await _look(world)
    left = _drift(world)
    await repair(world.client, world.database, await find_drift(world.client, world.database, key))

    assert left == {DriftKind.NOT_TOLD: 1}
    assert OutcomeKind.ACCEPTED in [outcome.kind for outcome in world.outcomes(pairing)]
