"""Each way in which a row and its workflow come apart: made for real, found, mended, and lived on."""

from collections import Counter

from domain.events import Accept
from domain.outcomes import OutcomeKind
from domain.timetable import rules_of
from domain.words import BOTH, Role, Stage
from reconciliation.drift import DriftKind
from rehearsal.fates import Fate, timeline
from tests.living import bristol, utc
from tests.reconciliation.broken import Copy, comes_to, drift_in, mended, running, terminated
from tests.world import World


async def _lives_to_its_end(world: World, pairing: str) -> None:
    """With every letter once."""
    happenings = timeline(rules_of(bristol()), Fate.STEADY, seed=pairing)
    now = await world.player.now(world.pairings.handle(pairing))
    assert await world.live(pairing, [h for h in happenings if h.at > now]) is Stage.COMPLETED
    names = [(letter.name, str(letter.role)) for letter in world.letters(pairing)]
    once = {"introduction", "both_accepted", "evaluation", "thanks"}
    assert {name for name, _ in names} >= once
    assert max(count for (name, _), count in Counter(names).items() if name in once) == 1
    sent = [letter["Message-ID"] for letter in await world.delivered(pairing)]
    assert len(sent) == len(set(sent))


async def test_a_cohort_that_is_well_has_no_drift(world: World) -> None:
    key, _ = await running(world)

    assert await drift_in(world, key, thorough=True) == []


async def test_a_pairing_whose_workflow_was_lost_goes_on_where_it_was(world: World) -> None:
    key, pairing = await running(world)
    await world.until(pairing, utc(2027, 6, 15))
    for role in BOTH:
        await world.pairings.tell(pairing, Accept(role=role))
    before = world.letters(pairing)

    await terminated(world, f"pairing-{pairing}")
    await mended(world, key, DriftKind.WORKFLOW_LOST)

    state = await world.pairings.state(pairing)
    assert state
    assert state.stage is Stage.INDUCTION
    assert [letter.id for letter in world.letters(pairing)] == [letter.id for letter in before]
    await _lives_to_its_end(world, pairing)
