"""What was told of a pairing by mistake, seen and taken back: on a server, and in the store beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, EndReason, Role, Stage
from domain.errors import Refused
from services import pairings, slips
from services.context import Context
from storage import cohorts, queries
from storage.tables.entities import CohortRow
from tests.living import utc
from tests.services.asking import asking
from tests.world import World, pair

pytestmark = pytest.mark.server


async def test_what_was_told_last_is_shown_with_who_told_it_and_one_of_it_is_taken_back(world: World) -> None:
    pairing, jo = await world.begin(), asking(world, "Jo Reid")
    await pairings.accept(jo, pairing, BOTH)

    last, first = slips.last_told(jo, pairing).told
    assert [(thing.outcomes[0].role, thing.by, thing.why_not) for thing in (last, first)] == [
        (Role.MENTEE, "Jo Reid", None),
        (Role.MENTOR, "Jo Reid", None),
    ]
    updated = await slips.undo(asking(world, "Ed Moss"), pairing, last.number)

    assert updated.snapshot.stage is Stage.APPLICATION
    history = pairings.history(jo, pairing)
    (correction,) = (o for o in history.outcomes if o.kind is OutcomeKind.TAKEN_BACK)
    assert (correction.corrects, history.actors[correction.actor or ""]) == (last.number, "Ed Moss")
    assert [thing.number for thing in slips.last_told(jo, pairing).told] == [first.number]


async def test_an_ended_pairing_whose_workflow_is_over_begins_a_new_run_where_it_was(world: World) -> None:
    pairing, jo = await world.begin(), asking(world, "Jo Reid")
    await pairings.accept(jo, pairing, [Role.MENTOR])
    await pairings.end(jo, pairing, EndReason.COORDINATOR)
    await world.player.to_the_end(world.pairings, pairing)
    ended, *_ = slips.last_told(jo, pairing).told

    updated = await slips.undo(jo, pairing, ended.number)

    assert updated.snapshot.stage is Stage.APPLICATION
    assert (await slips.undo(jo, pairing, ended.number)).snapshot == updated.snapshot
    await pairings.accept(jo, pairing, [Role.MENTEE])
    kinds = [outcome.kind for outcome in world.outcomes(pairing)]
    assert kinds == [
        OutcomeKind.PROPOSED,
        OutcomeKind.ACCEPTED,
        OutcomeKind.ENDED,
        OutcomeKind.TAKEN_BACK,
        OutcomeKind.REOPENED,
        OutcomeKind.ACCEPTED,
        OutcomeKind.STAGE,
    ]


async def _ended(world: World, context: Context, pairing: str) -> int:
    """The number of its end, once its workflow is over."""
    await pairings.end(context, pairing, EndReason.COORDINATOR)
    await world.player.to_the_end(world.pairings, pairing)
    return slips.last_told(context, pairing).told[0].number


async def test_what_was_taken_back_before_a_pairing_ended_once_more_begins_nothing(world: World) -> None:
    pairing, jo = await world.begin(), asking(world)
    first = await _ended(world, jo, pairing)
    await slips.undo(jo, pairing, first)
    await _ended(world, jo, pairing)
    recorded = world.outcomes(pairing)

    again = await slips.undo(jo, pairing, first)

    assert (again.snapshot.stage, again.snapshot.waits_for) == (Stage.ENDED, None)
    assert await world.pairings.is_over(pairing)
    assert world.outcomes(pairing) == recorded


async def test_a_slip_of_a_pairing_that_stays_over_without_it_is_taken_back(world: World) -> None:
    pairing = await world.begin()
    late = asking(world, now=utc(2028, 1, 10))
    await world.player.to_the_end(world.pairings, pairing)
    await pairings.extend_sessions(late, pairing, date(2028, 3, 1))
    longer = slips.last_told(late, pairing).told[0].number
    await world.player.to_the_end(world.pairings, pairing)

    updated = await slips.undo(asking(world, now=utc(2028, 3, 10)), pairing, longer)

    assert (updated.snapshot.stage, updated.snapshot.reason) == (Stage.ENDED, EndReason.NEVER_BEGAN)
    assert slips.last_told(late, pairing).told == []


async def test_what_a_worker_can_no_longer_reopen_stays_over_and_says_so(world: World) -> None:
    """The clock of whoever asks is years ahead of the worker's, for which that day is too far away."""
    pairing, now = await world.begin(), datetime.now(UTC)
    await world.player.to_the_end(world.pairings, pairing)
    before = world.pairing(pairing)

    later, too_far = asking(world, now=now + timedelta(days=1500)), (now + timedelta(days=2200)).date()

    with pytest.raises(Refused, match=f"{pairing} stays over: by the rules as they are now"):
        await pairings.extend_sessions(later, pairing, too_far)

    assert world.pairing(pairing) == before
    assert await world.pairings.is_over(pairing)


async def test_a_pairing_that_ended_by_itself_says_so_and_goes_on_with_more_time(world: World) -> None:
    pairing, jo = await world.begin(), asking(world, now=utc(2028, 1, 10))
    await pairings.accept(jo, pairing, [Role.MENTOR])
    assert slips.last_told(jo, pairing).by_itself is None
    await world.player.to_the_end(world.pairings, pairing)
    assert slips.last_told(jo, pairing).by_itself == (
        f"{pairing} ended by itself on Thu 6 Jan 2028, when its time for sessions was over (never began). "
        f"With more time it goes on: ⟦pairing extend {pairing} --to DATE⟧"
    )

    updated = await pairings.extend_sessions(jo, pairing, date(2028, 3, 1))

    assert updated.snapshot.stage is Stage.APPLICATION
    assert slips.last_told(jo, pairing).by_itself is None
    again = await pairings.extend_sessions(jo, pairing, date(2028, 3, 1))
    assert again.snapshot == updated.snapshot


async def test_a_pairing_stays_over_where_its_cohort_is_or_a_partner_has_another_since(world: World) -> None:
    pairing, jo = await world.begin(), asking(world)
    await pairings.end(jo, pairing, EndReason.COORDINATOR)
    (ended,) = slips.last_told(jo, pairing).told
    assert ended.why_not is None

    with world.database.begin() as session:
        cohort = queries.cohort(session, pairing.rpartition("-")[0])
        two = pair(0, cohort.key).replace(mentee=pair(1, cohort.key).mentee)
        (other,) = cohorts.add_pairs(session, cohort, [two], datetime.now(UTC))
    (ended,) = slips.last_told(jo, pairing).told
    with pytest.raises(Refused, match=f"Canary Mentor 0 has another partner since .{other}."):
        await slips.undo(jo, pairing, ended.number)
    with world.database.begin() as session:
        session.get_one(CohortRow, cohort.key).stage = "ended"
    (ended,) = slips.last_told(jo, pairing).told
    with pytest.raises(Refused, match="is over, and so is every pairing in it"):
        await slips.undo(jo, pairing, ended.number)
    assert ended.why_not
