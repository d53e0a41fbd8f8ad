"""Letters that nobody delivers, and mornings that nobody brings."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from domain.letter.states import LetterState
from mail import circuit_breaker
from ops.reconcile.kinds import DriftKind
from storage.tables.letters import LetterRow, MailOutageRow
from temporal.dispatch import recall
from tests.living import utc
from tests.ops.reconcile.broken import drift_in, mended, running
from tests.world import World, eventually

pytestmark = pytest.mark.server


@pytest.fixture
def stopped(world: World) -> Iterator[None]:
    """Nothing is sent: letters wait."""
    with world.database.begin() as session:
        circuit_breaker.open_circuit(session, "421 later", datetime.now(UTC))
    yield
    with world.database.begin() as session:
        session.execute(delete(MailOutageRow))


def _states(world: World, pairing: str) -> set[LetterState]:
    return {letter.state for letter in world.letters(pairing)}


def _set(world: World, pairing: str, **values: object) -> None:
    with world.database.begin() as session:
        here = LetterRow.workflow_id == f"pairing-{pairing}"
        session.execute(update(LetterRow).where(here).values(**values))


async def _introduced(world: World, pairing: str) -> None:
    await world.until(pairing, utc(2027, 6, 15))
    assert len(world.letters(pairing)) == 2


@pytest.mark.usefixtures("stopped")
async def test_a_letter_whose_delivery_was_lost_goes_out(world: World) -> None:
    key, pairing = await running(world)
    await _introduced(world, pairing)
    assert await drift_in(world, key) == []
    for letter in world.letters(pairing):
        await recall(world.client, letter.id)
    with world.database.begin() as session:
        session.execute(delete(MailOutageRow))

    await mended(world, key, DriftKind.LETTER_UNATTENDED, DriftKind.LETTER_UNATTENDED)

    await eventually(lambda: _states(world, pairing) == {LetterState.SENT})
    assert len(await world.delivered(pairing)) == 2


@pytest.mark.parametrize("state", [LetterState.CLAIMED, LetterState.IN_DATA])
async def test_a_letter_that_was_half_way_when_all_was_lost_is_taken_up(
    world: World, state: LetterState
) -> None:
    key, pairing = await running(world)
    await _introduced(world, pairing)
    await world.delivered(pairing)
    _set(world, pairing, state=state, asked_for=True)

    await mended(world, key, DriftKind.LETTER_UNATTENDED, DriftKind.LETTER_UNATTENDED)


async def test_a_letter_that_went_after_the_backup_is_not_sent_again(world: World) -> None:
    key, pairing = await running(world)
    await _introduced(world, pairing)
    await world.delivered(pairing)
    _set(world, pairing, state=LetterState.PENDING, sent_at=None, reply=None, attempts=0)

    await mended(world, key, DriftKind.LETTER_DONE, DriftKind.LETTER_DONE)

    assert _states(world, pairing) == {LetterState.SENT}
    assert {letter.attempts for letter in world.letters(pairing)} == {0}


async def test_letters_that_are_held_or_over_are_no_drift(world: World) -> None:
    key, pairing = await running(world)
    await _introduced(world, pairing)
    await world.delivered(pairing)
    _set(world, pairing, state=LetterState.HELD)

    assert await drift_in(world, key) == []


async def test_a_cohort_without_mornings_has_them_again(world: World) -> None:
    key, _ = await running(world)
    await world.client.get_schedule_handle(f"digest-{key}").delete()

    await mended(world, key, DriftKind.NO_MORNINGS)
