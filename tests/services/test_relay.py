"""Telling what commands have written: twice does it once, and each life hears it in its order."""

import asyncio
from datetime import UTC, datetime

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import ReviewChoice, Role
from domain.errors import Refused
from domain.pairing.events import Accept, End, Review
from services.relay import Relay
from storage import messages
from storage.messages import Message
from tests.world import World

pytestmark = pytest.mark.server

_TOO_EARLY = Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE)


@pytest.fixture
def relay(world: World) -> Relay:
    return Relay(world.client, world.database)


def _written(world: World, pairing: str, *events: Accept | End | Review) -> list[Message]:
    now = datetime.now(UTC)
    with world.database.begin() as session:
        return [messages.update(session, f"pairing-{pairing}", event, now) for event in events]


def _waiting(world: World, pairing: str) -> int:
    with world.database.begin() as session:
        return len(messages.waiting(session, [f"pairing-{pairing}"]))


def _kinds(world: World, pairing: str) -> list[OutcomeKind]:
    return [outcome.kind for outcome in world.outcomes(pairing)]


async def test_a_command_and_a_worker_that_tell_the_same_at_once_do_it_once(
    world: World, relay: Relay
) -> None:
    pairing = await world.begin()
    (message,) = _written(world, pairing, Accept(role=Role.MENTOR))

    told = await asyncio.gather(relay.update(message), relay.tell_all([f"pairing-{pairing}"]))

    assert told[0].stage == "application"
    assert _kinds(world, pairing).count(OutcomeKind.ACCEPTED) == 1
    assert _waiting(world, pairing) == 0


async def test_what_was_left_comes_before_what_is_told_now(world: World, relay: Relay) -> None:
    pairing = await world.begin()
    _written(world, pairing, Accept(role=Role.MENTOR))
    *_, latest = _written(world, pairing, Accept(role=Role.MENTEE))

    snapshot = await relay.update(latest)

    assert snapshot.stage == "induction"
    assert _waiting(world, pairing) == 0


async def test_a_refusal_of_what_was_left_is_not_that_of_what_is_told_now(world: World, relay: Relay) -> None:
    pairing = await world.begin()
    refused, message = _written(world, pairing, _TOO_EARLY, Accept(role=Role.MENTOR))

    await relay.update(message)

    assert _kinds(world, pairing).count(OutcomeKind.ACCEPTED) == 1
    with pytest.raises(Refused):
        await relay.update(refused)


async def test_what_a_life_heard_before_it_ended_is_not_taken_for_refused(world: World, relay: Relay) -> None:
    pairing = await world.begin()
    (message,) = _written(world, pairing, End())
    await relay.update(message)
    await world.player.to_the_end(world.pairings, pairing)

    assert (await relay.update(message)).stage == "ended"
