"""Each way in which a row and its workflow come apart: made for real, found, mended, and lived on."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from temporalio.client import WorkflowExecutionStatus

from domain.cohort.cohort import Cohort, CohortStart
from domain.cohort.events import Approve
from domain.cohort.events import EndCohort as EndCohort
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, ApplicationStage, CohortStage, Role, Stage
from domain.errors import Refused
from domain.letter.states import LetterState
from domain.pairing.events import Accept, End, Pause, Reschedule, Withdraw
from domain.programme.timetable import calendar_of, rules_of
from ops.reconcile.context import ReconcileContext
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.repair import repair
from ops.reconcile.server import has_schedule
from ops.reconcile.starters import begin
from rehearsal.pair_personas import PairPersona, timeline
from storage import cohorts, queries
from storage.entities import load_entity
from storage.tables.entities import PairingRow
from temporal.client import start_digest
from tests.activities.company import MENTOR, apply, open_in_store, view
from tests.living import bristol, utc
from tests.ops.reconcile.broken import (
    Copy,
    anywhere,
    comes_to,
    drift_in,
    forgotten,
    mended,
    running,
    terminated,
)
from tests.world import World, eventually, pair
from workflows.names import SEARCH_ATTRIBUTES
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT
from workflows.visibility import introduction

pytestmark = [pytest.mark.server, pytest.mark.slow]


async def _accepted(world: World, pairing: str) -> None:
    await world.until(pairing, utc(2027, 6, 15))
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))
    await world.delivered(pairing)


async def _moved(world: World, pairing: str, minute: int = 0) -> None:
    """Something that neither the stage nor the next step shows."""
    starts = utc(2027, 10, 8, 12, minute)
    review = rules_of(bristol()).gathering("review").key
    moved = Reschedule(gathering=review, sitting="1", starts=starts, ends=starts + timedelta(hours=1))
    before = world.pairing(pairing).revision
    await world.pairings.signal(pairing, moved)
    await eventually(lambda: world.pairing(pairing).revision > before)


def _added(world: World, key: str) -> str:
    """The id of one more pairing of this cohort, in the store alone."""
    with world.database.begin() as session:
        cohort = queries.cohort(session, key)
        return cohorts.add_pairs(session, cohort, [pair(7, key)], datetime.now(UTC))[0]


async def _lives_to_its_end(world: World, pairing: str) -> None:
    """With no letter twice."""
    happenings = timeline(rules_of(bristol()), PairPersona.STEADY, seed=pairing)
    now = await world.player.now(world.pairings.handle(pairing))
    assert await world.live(pairing, [h for h in happenings if h.at > now]) is Stage.COMPLETED
    assert [x.name for x in world.letters(pairing)].count("thanks") == 2
    sent = [letter["Message-ID"] for letter in await world.delivered(pairing)]
    assert len(sent) == len(set(sent))


async def _ends(world: World, pairing: str) -> None:
    """With its last letters, and no letter twice."""
    await world.pairings.update(pairing, Withdraw(role=Role.MENTEE))
    assert await world.player.to_the_end(world.pairings, pairing) is Stage.ENDED
    names = [letter["Message-ID"] for letter in await world.delivered(pairing)]
    assert len(names) == len(set(names))
    assert {"leaving_confirmed", "partner_left"} <= {letter.name for letter in world.letters(pairing)}


async def test_a_cohort_that_is_well_has_no_drift(world: World) -> None:
    key, _ = await running(world)

    assert await drift_in(world, key, thorough=True) == []


async def test_a_pairing_whose_workflow_was_lost_goes_on_where_it_was(world: World) -> None:
    key, pairing = await running(world)
    await _accepted(world, pairing)
    before = world.letters(pairing)

    await terminated(world, f"pairing-{pairing}")
    await mended(world, key, DriftKind.WORKFLOW_LOST)

    state = await world.pairings.snapshot(pairing)
    assert state
    assert state.stage is Stage.INDUCTION
    assert [letter.id for letter in world.letters(pairing)] == [letter.id for letter in before]
    await _lives_to_its_end(world, pairing)


async def test_what_is_begun_again_is_found_and_shown_as_before(world: World) -> None:
    key, pairing = await running(world)
    assert await world.pairings.snapshot(pairing)
    facts = (await world.pairings.handle(pairing).describe()).typed_search_attributes
    before = [facts.get(key) for key in SEARCH_ATTRIBUTES]

    await terminated(world, f"pairing-{pairing}")
    await mended(world, key, DriftKind.WORKFLOW_LOST)

    assert await world.pairings.snapshot(pairing)
    described = await world.pairings.handle(pairing).describe()
    assert [described.typed_search_attributes.get(key) for key in SEARCH_ATTRIBUTES] == before
    config = described.raw_description.execution_config
    assert config.default_workflow_task_timeout.ToTimedelta() == WORKFLOW_TASK_TIMEOUT
    details = str(await described.static_details())
    assert details.startswith(introduction(EntityKind.PAIRING, pairing, key))
    assert "a reconciliation began it" in details


async def test_a_pairing_that_was_never_begun_is_begun(world: World) -> None:
    key, _ = await running(world)
    late = _added(world, key)

    await mended(world, key, DriftKind.WORKFLOW_LOST)

    await eventually(lambda: world.pairing(late).revision > 0)


async def test_a_cohort_whose_workflow_was_lost_goes_on(world: World) -> None:
    key, _ = await running(world)

    await terminated(world, f"cohort-{key}")
    await mended(world, key, DriftKind.WORKFLOW_LOST)

    late = _added(world, key)
    told = await world.cohorts.update(key, Approve())
    assert told.stage is CohortStage.RUNNING
    await eventually(lambda: world.pairing(late).revision > 0)


async def test_a_cohort_and_an_application_that_were_never_begun_are_begun(world: World) -> None:
    key = open_in_store(world)
    await mended(world, key, DriftKind.WORKFLOW_LOST, DriftKind.NO_MORNINGS)
    (ann,) = await apply(world, key, MENTOR)

    await terminated(world, f"application-{ann}")
    await mended(world, key, DriftKind.WORKFLOW_LOST)

    state = await world.applications.snapshot(ann)
    assert state
    assert state.stage is view(world, ann).stage is ApplicationStage.IN_ORDER


async def test_a_cohort_that_was_lost_before_it_had_handed_over_does_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = open_in_store(world)
    await mended(world, key, DriftKind.WORKFLOW_LOST, DriftKind.NO_MORNINGS)
    (ann,) = await apply(world, key, MENTOR)
    with monkeypatch.context() as nobody_is_told:
        nobody_is_told.delattr("activities.broadcast.signal")
        await world.cohorts.update(key, EndCohort(open=0))
        await terminated(world, f"cohort-{key}")
    assert view(world, ann).stage is ApplicationStage.IN_ORDER

    await mended(world, key, DriftKind.WORKFLOW_LOST)

    assert await world.cohorts.handle(key).result() is CohortStage.ENDED
    await eventually(lambda: view(world, ann).stage is ApplicationStage.CARRIED)
    with world.database.begin() as session:
        kept = load_entity(session, EntityKind.COHORT, key)
    assert isinstance(kept, Cohort)
    assert kept.todo == ()


async def test_a_workflow_without_a_row_is_ended(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    forgotten(world, pairing)

    await mended(world, key, DriftKind.ROW_LOST)

    described = await world.pairings.handle(pairing).describe()
    assert described.status is WorkflowExecutionStatus.TERMINATED


async def test_a_cohort_that_the_store_does_not_know_is_ended_and_its_mornings_with_it(world: World) -> None:
    key = f"unknown-{uuid4().hex[:8]}"
    start = CohortStart(cohort=key, rules=rules_of(bristol()), calendar=calendar_of(bristol()))
    await world.cohorts.begin(start)
    await start_digest(world.client, key, "Europe/London")
    found = await anywhere(world, lambda drift: drift.cohort == key)

    assert [drift.kind for drift in found] == [DriftKind.ROW_LOST]
    assert await repair(world.client, world.database, found) == found
    assert not any(d.cohort == key for d in await find_drift(world.client, world.database))
    assert not await has_schedule(world.client, f"digest-{key}")


async def test_a_store_of_before_takes_over_from_the_workflow_and_no_letter_goes_twice(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    backup = Copy(world, f"pairing-{pairing}")
    await _accepted(world, pairing)

    backup.put_back()
    await mended(world, key, DriftKind.STORE_BEHIND)

    assert world.pairing(pairing).stage is Stage.INDUCTION
    assert world.outcomes(pairing)[-1].kind is OutcomeKind.CAUGHT_UP
    await _ends(world, pairing)


async def test_what_could_not_be_recorded_in_a_store_of_before_is_recorded_once_it_has_caught_up(
    world: World,
) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    backup = Copy(world, f"pairing-{pairing}")
    await _accepted(world, pairing)
    backup.put_back()
    waits = asyncio.create_task(world.pairings.update(pairing, Pause()))

    await mended(world, key, DriftKind.STORE_BEHIND)

    assert (await waits).paused
    assert world.pairing(pairing).paused
    assert [o.kind for o in world.outcomes(pairing)][-2:] == [OutcomeKind.CAUGHT_UP, OutcomeKind.PAUSED]
    assert [letter.name for letter in world.letters(pairing)].count("paused") == 2


async def test_what_the_listing_does_not_show_is_found_by_a_thorough_look(world: World) -> None:
    key, pairing = await running(world)
    await _accepted(world, pairing)
    backup = Copy(world, f"pairing-{pairing}")
    await _moved(world, pairing)
    await world.delivered(pairing)
    backup.put_back()

    assert await drift_in(world, key) == []
    await mended(world, key, DriftKind.STORE_BEHIND, thorough=True)


async def test_a_life_that_ended_after_the_backup_is_over_in_the_store_too(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    backup = Copy(world, f"pairing-{pairing}")
    await world.pairings.update(pairing, End())
    await world.player.to_the_end(world.pairings, pairing)
    backup.put_back()

    await mended(world, key, DriftKind.STORE_BEHIND)

    assert world.pairing(pairing).stage is Stage.ENDED


async def _taken_back(world: World, pairing: str, then: Copy) -> None:
    """A server restored from an older backup: the workflow is where the store was then."""
    now = Copy(world, f"pairing-{pairing}")
    await terminated(world, f"pairing-{pairing}")
    then.put_back()
    assert await begin(ReconcileContext(world.client, world.database), EntityKind.PAIRING, pairing)
    assert await world.pairings.snapshot(pairing)
    now.put_back()


async def test_a_workflow_of_before_is_begun_again_where_the_store_is(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    then = Copy(world, f"pairing-{pairing}")
    await _accepted(world, pairing)

    await _taken_back(world, pairing, then)
    await mended(world, key, DriftKind.WORKFLOW_APART)

    state = await world.pairings.snapshot(pairing)
    assert state
    assert state.stage is Stage.INDUCTION
    await _ends(world, pairing)


async def test_what_a_workflow_of_before_tells_anew_is_refused_until_it_is_as_the_store_tells(
    world: World,
) -> None:
    key, pairing = await running(world)
    await _accepted(world, pairing)
    then = Copy(world, f"pairing-{pairing}")
    await _moved(world, pairing)
    store = world.outcomes(pairing)
    await _taken_back(world, pairing, then)
    for command in (Pause(), End()):  # an entry of the same number, which is recorded already
        with pytest.raises(Refused, match="has been recorded with another content"):
            await world.pairings.update(pairing, command)

    await mended(world, key, DriftKind.WORKFLOW_APART)

    state = await world.pairings.snapshot(pairing)
    assert state
    assert (state.stage, state.paused) == (Stage.INDUCTION, False)
    assert world.outcomes(pairing)[: len(store)] == store
    await world.pairings.update(pairing, Pause())
    assert world.pairing(pairing).paused


async def test_two_that_tell_different_stories_of_one_entry_are_one_again_as_the_store_tells(
    world: World,
) -> None:
    key, pairing = await running(world)
    await _accepted(world, pairing)
    with world.database.begin() as session:
        row = session.get_one(PairingRow, pairing)
        assert row.state
        row.state = row.state | {"letters_written": row.state["letters_written"][1:]}

    await mended(world, key, DriftKind.WORKFLOW_APART, thorough=True)


async def test_a_number_given_again_does_not_bring_a_pair_another_pairs_life(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    forgotten(world, pairing)
    assert _added(world, key) == pairing
    with world.database.begin() as session:
        session.execute(
            update(PairingRow)
            .values(since=datetime.now(UTC) + timedelta(hours=1))
            .where(PairingRow.id == pairing)
        )

    await mended(world, key, DriftKind.WORKFLOW_APART, thorough=True)
    await eventually(lambda: world.pairing(pairing).revision == 1)


def _kept_by_a_later_version(session: Session, pairing: str) -> None:
    unreadable = {"of": "a later version"}
    session.execute(update(PairingRow).where(PairingRow.id == pairing).values(state=unreadable))


async def test_what_cannot_be_read_cannot_be_begun_again(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    with world.database.begin() as session:
        session.execute(
            update(PairingRow).where(PairingRow.id == pairing).values(state={"of": "a later version"})
        )
    await terminated(world, f"pairing-{pairing}")

    found = await comes_to(world, key, DriftKind.WORKFLOW_LOST)

    assert await repair(world.client, world.database, found) == []


async def test_a_workflow_is_not_ended_that_could_not_be_begun_again(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    then = Copy(world, f"pairing-{pairing}")
    await _accepted(world, pairing)
    await _taken_back(world, pairing, then)
    with world.database.begin() as session:
        session.execute(
            update(PairingRow).where(PairingRow.id == pairing).values(state={"of": "a later version"})
        )

    found = await comes_to(world, key, DriftKind.WORKFLOW_APART)

    assert await repair(world.client, world.database, found) == []
    described = await world.pairings.handle(pairing).describe()
    assert described.status is WorkflowExecutionStatus.RUNNING


async def test_what_was_not_done_is_not_said_to_be_mended(world: World) -> None:
    key, pairing = await running(world)
    await world.pairings.update(pairing, End())
    await world.player.to_the_end(world.pairings, pairing)
    entity = f"pairing-{pairing}"
    passed = [
        Drift(DriftKind.WORKFLOW_LOST, entity, key),
        Drift(DriftKind.STORE_BEHIND, entity, key),
        Drift(DriftKind.LETTER_DONE, "no-such-letter", key, ended_as=LetterState.SENT),
    ]

    assert await repair(world.client, world.database, passed) == []
