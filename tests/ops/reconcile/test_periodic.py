"""Telling and looking go on for as long as there is a worker: each once, however many workers begin it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

import ops.reconcile.periodic
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role
from domain.pairing.events import Accept, LetterFailed
from ops.personal_files import personal_files
from ops.reconcile.periodic import RELAY_EVERY, Periodic, periodic_activities
from storage import messages
from storage.database import Database
from temporal import client
from tests.logged import logged
from tests.world import World, beside, eventually, start_of, written_down
from workflows.names import RELAY

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops.reconcile.periodic, "LEFT", timedelta())


@pytest.fixture
async def nobody_works(world: World, database: Database) -> World:
    """On the same server, with lives that nobody carries on."""
    return await beside(world, database)


def _leave(world: World, pairing: str, event: Accept) -> None:
    with world.database.begin() as session:
        messages.update(session, f"pairing-{pairing}", event, datetime.now(UTC))


def _accepted(world: World, pairing: str) -> bool:
    return OutcomeKind.ACCEPTED in [outcome.kind for outcome in world.outcomes(pairing)]


async def test_what_was_left_is_told_by_one_activity_however_many_workers_begin_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ops.reconcile.periodic, "KINDS", (RELAY,))  # a look would mend what other tests break
    pairing = await world.begin()
    _leave(world, pairing, Accept(role=Role.MENTOR))

    async with periodic_activities(world.client), periodic_activities(world.client):
        await eventually(lambda: _accepted(world, pairing))
        handle = world.client.get_activity_handle(f"tandem-{RELAY}")
        deadline = asyncio.get_running_loop().time() + 10
        while (again := (await handle.describe()).next_attempt_schedule_time) is None:
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.05)
    count = await world.client.count_activities(f"ActivityType = '{RELAY}' AND ExecutionStatus = 'Running'")
    await handle.terminate()

    assert count.count == 1
    assert timedelta() < again - datetime.now(UTC) <= RELAY_EVERY


async def test_one_that_does_not_answer_keeps_nobody_else_from_being_told(
    nobody_works: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_PATIENCE", timedelta(seconds=1))
    silent, other = written_down(nobody_works.database, 2)
    for pairing in (silent, other):
        await nobody_works.client.start_workflow(
            *("Pairing", start_of(pairing)), id=f"pairing-{pairing}", task_queue="nobody-works-here"
        )
    with nobody_works.database.begin() as session:
        messages.signal(session, f"pairing-{other}", LetterFailed(role=Role.MENTOR), datetime.now(UTC))
    _leave(nobody_works, silent, Accept(role=Role.MENTOR))
    periodic = Periodic(nobody_works.client, nobody_works.database, personal_files(nobody_works.settings))

    with logged("message_waits") as lines:
        await periodic.tell_what_is_left()

    assert [line["target"] for line in lines] == [f"pairing-{silent}"]
    with nobody_works.database.begin() as session:
        left = messages.waiting(session, [f"pairing-{pairing}" for pairing in (silent, other)])
    assert [message.target for message in left] == [f"pairing-{silent}"]
    for pairing in (silent, other):
        await nobody_works.client.get_workflow_handle(f"pairing-{pairing}").terminate()
