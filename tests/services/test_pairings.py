"""What a coordinator may ask about one pairing, and who is said to have done it."""

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, EndReason, ReviewChoice, Role, Stage
from domain.errors import NotFound, Refused
from services import pairings
from tests.services.asking import asking
from tests.world import World

pytestmark = pytest.mark.server


async def test_whoever_gives_a_command_is_known_in_the_store_and_not_to_temporal(world: World) -> None:
    pairing = await world.begin()

    await pairings.accept(asking(world, "Canary Coordinator"), pairing, BOTH)

    history = pairings.history(asking(world), pairing)
    accepted = [outcome for outcome in history.outcomes if outcome.kind is OutcomeKind.ACCEPTED]
    assert [history.actors[outcome.actor or ""] for outcome in accepted] == ["Canary Coordinator"] * 2
    events = (await world.pairings.handle(pairing).fetch_history()).events
    recorded = b"".join(event.SerializeToString() for event in events)
    assert b"canary" not in recorded.lower()
    assert {str(outcome.actor).encode() in recorded for outcome in accepted} == {True}


async def test_what_tandem_does_by_itself_is_nobodys(world: World) -> None:
    pairing = await world.begin()
    await pairings.accept(asking(world), pairing, BOTH)

    history = pairings.history(asking(world), pairing)

    by_itself = {outcome.kind for outcome in history.outcomes if outcome.actor is None}
    assert by_itself == {OutcomeKind.PROPOSED, OutcomeKind.STAGE}


async def test_how_it_stands_then_is_what_comes_back(world: World) -> None:
    pairing = await world.begin()

    updated = await pairings.end(asking(world), pairing, EndReason.COORDINATOR)

    assert (updated.id, updated.snapshot.stage, updated.snapshot.reason) == (
        pairing,
        Stage.ENDED,
        EndReason.COORDINATOR,
    )


async def test_what_the_rules_refuse_comes_back_as_their_sentence(world: World) -> None:
    pairing = await world.begin()

    with pytest.raises(Refused, match="review"):
        await pairings.review(asking(world), pairing, Role.MENTOR, ReviewChoice.CONTINUE)


async def test_nothing_is_told_to_a_pairing_that_is_over_or_is_not_there(world: World) -> None:
    pairing = await world.begin()
    await pairings.end(asking(world), pairing, EndReason.COORDINATOR)

    with pytest.raises(Refused, match="nothing more can be recorded"):
        await pairings.pause(asking(world), pairing)
    with pytest.raises(NotFound):
        await pairings.pause(asking(world), "nobodys-01")
