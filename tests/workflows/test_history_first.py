"""Nothing is recorded that is not durable in the history before; another story than the one recorded is
refused."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.worker import Worker

from activities.records import Records
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Role, Stage
from domain.errors import NotFound, Refused, TandemError
from domain.pairing.due import PairingEntry
from domain.pairing.events import Accept, Pause, Reschedule
from domain.pairing.pairing import Pairing
from domain.programme.dates import Slot, moved
from ops.reconcile.kinds import DriftKind
from storage import cohorts, queries
from storage.database import Database
from storage.entities import load_entity
from tests.living import utc
from tests.logged import logged
from tests.ops.reconcile.broken import mended, running
from tests.resetting import reset_to_its_first_task
from tests.world import World, beside, eventually, start_of, written_down
from workflows.names import CONFLICT, NEEDS_ATTENTION, NEXT_DUE, RECORD, STAGE
from workflows.pairing import PairingWorkflow

pytestmark = [pytest.mark.server, pytest.mark.slow]


class _LosesItsAnswer(Records):
    """The store has committed, and the worker is lost before it can say so; each time at the first try."""

    @activity.defn(name=RECORD)
    async def record(self, entry: PairingEntry) -> None:
        await super().record(entry)
        if activity.info().attempt == 1:
            raise ConnectionError("lost")


async def test_what_is_told_while_an_answer_is_lost_is_recorded_too(world: World, database: Database) -> None:
    world, queue = await beside(world, database), f"loses-{uuid4().hex[:8]}"
    (pairing,) = written_down(world.database)
    records = _LosesItsAnswer(world.database, world.client, "tandem@localhost.example")
    async with Worker(
        world.client, task_queue=queue, workflows=[PairingWorkflow], activities=records.activities
    ):
        handle = await world.client.start_workflow(
            PairingWorkflow.run, start_of(pairing), id=world.pairings.handle(pairing).id, task_queue=queue
        )
        await eventually(lambda: world.pairing(pairing).revision)
        answers = await asyncio.gather(*(world.pairings.update(pairing, Accept(role=role)) for role in BOTH))
        told: Pairing = await handle.query("state", result_type=Pairing)
        await handle.terminate()

    accepted = [outcome.role for outcome in world.outcomes(pairing) if outcome.kind is OutcomeKind.ACCEPTED]
    assert set(accepted) == set(BOTH)
    assert len(accepted) == len(BOTH)
    assert {answer.stage for answer in answers} <= {Stage.APPLICATION, Stage.INDUCTION}
    assert world.pairing(pairing).stage is Stage.INDUCTION
    carried = {key for key in told.letters_written if key.startswith("calendar:")}
    assert len(world.letters(pairing)) == len(told.letters_written - carried) == len(BOTH)


class _Waits(Records):
    """Records only when it is let."""

    def __init__(self, world: World) -> None:
        super().__init__(world.database, world.client, "tandem@localhost.example")
        self.let, self.asked = asyncio.Event(), asyncio.Event()

    @activity.defn(name=RECORD)
    async def record(self, entry: PairingEntry) -> None:
        if entry.revision > 1:
            self.asked.set()
            await self.let.wait()
        await super().record(entry)


@pytest.mark.parametrize("end", ["cancel", "terminate"])
async def test_a_command_whose_workflow_is_ended_meanwhile_is_never_answered_with_success(
    world: World, database: Database, end: str
) -> None:
    world, queue = await beside(world, database), f"ended-{uuid4().hex[:8]}"
    (pairing,) = written_down(world.database)
    waits = _Waits(world)
    async with Worker(
        world.client, task_queue=queue, workflows=[PairingWorkflow], activities=waits.activities
    ):
        handle = await world.client.start_workflow(
            PairingWorkflow.run, start_of(pairing), id=world.pairings.handle(pairing).id, task_queue=queue
        )
        await eventually(lambda: world.pairing(pairing).revision)
        accepting = asyncio.create_task(world.pairings.update(pairing, Accept(role=Role.MENTOR)))
        await waits.asked.wait()
        await (handle.cancel() if end == "cancel" else handle.terminate())
        with pytest.raises(TandemError):
            await accepting
        waits.let.set()

    with pytest.raises(NotFound):
        await world.pairings.update(pairing, Pause())


async def _begun_and_reset(world: World) -> str:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    await world.pairings.update(pairing, Accept(role=Role.MENTOR))
    await reset_to_its_first_task(world.client, EntityKind.PAIRING.workflow_id(pairing))
    return pairing


async def _says_so(world: World, pairing: str) -> str:
    async with asyncio.timeout(20):
        while True:
            details = await world.told(world.pairings.handle(pairing))
            if "Needs an operator" in details:
                return details
            await asyncio.sleep(0.02)


async def test_a_life_that_was_reset_takes_no_command_and_says_why(world: World) -> None:
    with logged("recorded_otherwise") as lines:
        pairing = await _begun_and_reset(world)
        details = await _says_so(world, pairing)
    before = world.pairing(pairing)

    with pytest.raises(Refused, match=r"has been recorded with another content") as refused:
        await world.pairings.update(pairing, Pause())

    assert "reconcile --fix" in str(refused.value)
    assert "reconcile --fix" in details
    assert world.pairing(pairing) == before
    described = await world.pairings.handle(pairing).describe()
    found = described.typed_search_attributes
    assert (found.get(STAGE), found.get(NEEDS_ATTENTION), found.get(NEXT_DUE)) == (CONFLICT, True, None)
    assert [line["level"] for line in lines] == ["error"]


async def test_a_command_that_waits_for_its_record_is_refused_when_the_store_tells_another_story(
    world: World,
) -> None:
    """It must not hang, and never be answered with success."""
    pairing = await _begun_and_reset(world)

    with pytest.raises(Refused, match=r"has been recorded with another content"):
        await world.pairings.update(pairing, Pause())

    assert OutcomeKind.PAUSED not in {outcome.kind for outcome in world.outcomes(pairing)}


async def test_a_signal_to_a_life_in_conflict_is_logged_and_not_applied(world: World) -> None:
    pairing = await _begun_and_reset(world)
    await _says_so(world, pairing)
    starts = utc(2027, 10, 8)
    moved = Reschedule(gathering="review", sitting="1", starts=starts, ends=starts + timedelta(hours=1))

    with logged("not_applied") as lines:
        await world.pairings.signal(pairing, moved)
        await eventually(lambda: lines)

    assert lines[0]["kind"] == "reschedule"
    assert "has been recorded with another content" in lines[0]["reason"]


async def test_a_life_that_was_reset_is_brought_back_to_what_the_store_tells(world: World) -> None:
    key, pairing = await running(world)
    await world.pairings.update(pairing, Accept(role=Role.MENTOR))
    await world.delivered(pairing)
    before = world.outcomes(pairing)
    await reset_to_its_first_task(world.client, EntityKind.PAIRING.workflow_id(pairing))
    await _says_so(world, pairing)

    await mended(world, key, DriftKind.WORKFLOW_APART)

    assert world.outcomes(pairing) == before
    assert (await world.pairings.update(pairing, Accept(role=Role.MENTEE))).stage is Stage.INDUCTION


async def test_a_life_that_was_reset_hears_of_the_dates_that_have_changed_meanwhile(world: World) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    entity = EntityKind.PAIRING.workflow_id(pairing)
    await reset_to_its_first_task(world.client, entity)
    await _says_so(world, pairing)
    moved_to = time(16, 0)
    with world.database.begin() as session:
        programme = queries.cohort(session, key).programme
        day = programme.gathering("review").sittings[0].on
        slot = Slot(on=day, hours="16:00-17:00")
        cohorts.change_programme(session, key, moved(programme, "review", slot, datetime.now(UTC)).programme)

    await mended(world, key, DriftKind.WORKFLOW_APART)

    await eventually(lambda: OutcomeKind.RESCHEDULED in {outcome.kind for outcome in world.outcomes(pairing)})
    with world.database.begin() as session:
        found = load_entity(session, EntityKind.PAIRING, pairing)
    assert isinstance(found, Pairing)
    assert found.rules.gathering("review").sittings[0].starts.astimezone(found.rules.zone).time() == moved_to
