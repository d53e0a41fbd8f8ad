"""The looking itself: no false alarm, no silence, nothing twice."""

import asyncio

import pytest
from temporalio.client import Client

import workflows.cohort
from domain.cohort.events import Approve
from domain.errors import Unreachable
from domain.pairing.events import End
from domain.programme.timetable import rules_of
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import DriftKind
from ops.reconcile.repair import repair
from ops.reconcile.server import NoAnswer
from rehearsal.pair_personas import PairPersona, timeline
from temporal.client import start_digest
from tests.living import bristol
from tests.ops.reconcile.broken import Copy, comes_to, drift_in, running, terminated
from tests.world import World
from tests.worlds import all_begun, open_cohort

pytestmark = pytest.mark.server


@pytest.mark.slow
async def test_a_life_that_is_being_lived_is_no_drift(world: World) -> None:
    key, pairing = await running(world)
    happenings = timeline(rules_of(bristol()), PairPersona.RECOVERS, seed=pairing)
    entity, looks = asyncio.create_task(world.live(pairing, happenings)), 0
    while not entity.done():
        assert await drift_in(world, key, thorough=True) == []
        looks += 1
    await entity
    assert looks > 3
    assert await drift_in(world, key, thorough=True) == []


@pytest.mark.slow
async def test_pairings_that_wait_for_their_turn_to_begin_are_no_drift(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows.cohort, "BATCH", 2)
    key = await open_cohort(world, bristol(), pairs=6)
    await start_digest(world.client, key, "Europe/London")
    await world.cohorts.update(key, Approve())
    assert not all_begun(world, key)

    while not all_begun(world, key):
        assert await drift_in(world, key) == []


async def test_two_at_once_mend_once(world: World) -> None:
    key, pairing = await running(world)
    await terminated(world, f"pairing-{pairing}")
    found = await comes_to(world, key, DriftKind.WORKFLOW_LOST)

    await asyncio.gather(*(repair(world.client, world.database, found) for _ in range(2)))
    run = (await world.pairings.handle(pairing).describe()).run_id
    await repair(world.client, world.database, found)

    assert (await world.pairings.handle(pairing).describe()).run_id == run
    await comes_to(world, key)


async def test_a_workflow_that_does_not_answer_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, pairing = await running(world)

    async def silent(_: Client, kind: object, entity: str) -> None:
        raise NoAnswer(entity)

    monkeypatch.setattr("ops.reconcile.entities.state_of", silent)

    named = [(DriftKind.NO_ANSWER, f"cohort-{key}"), (DriftKind.NO_ANSWER, f"pairing-{pairing}")]
    assert await drift_in(world, key, thorough=True) == named


async def test_a_life_that_came_to_its_end_and_does_not_answer_is_not_begun_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    backup = Copy(world, f"pairing-{pairing}")
    await world.pairings.update(pairing, End())
    await world.player.to_the_end(world.pairings, pairing)
    backup.put_back()

    async def silent(_: Client, kind: object, entity: str) -> None:
        raise NoAnswer(entity)

    monkeypatch.setattr("ops.reconcile.entities.state_of", silent)

    found = await comes_to(world, key, DriftKind.NO_ANSWER)
    assert await repair(world.client, world.database, found) == []


async def test_without_a_worker_nobody_can_say_how_far_a_workflow_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = await running(world)
    monkeypatch.setattr("ops.reconcile.server.PAIRINGS_QUEUE", "nobody-works-here")
    monkeypatch.setattr("ops.reconcile.server._FOR_A_WORKER", 0.2)

    with pytest.raises(Unreachable, match="No worker is running"):
        await find_drift(world.client, world.database, key, thorough=True)
    assert await drift_in(world, key) == []
