"""What a cohort has told to everybody in it, and what it asks about its pairings."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.broadcast import Broadcast
from activities.running import signal
from domain.application.events import ApplicationSignal, Close, Decline, Reopen, WithdrawApplication
from domain.cohort.activity_io import Batch, DateChange, NextPairings, PairingToBegin
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage, Arrangement, GatheringKind, Role, Stage
from domain.matching.draft import Draft, Unplaced, UnplacedReason
from domain.pairing.events import AddSitting, Reschedule
from domain.pairing.start import PairingStart
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from storage import drafts
from storage.database import Database
from storage.tables.entities import OutcomeRow, PairingRow
from tests.activities.company import (
    MENTEE,
    MENTOR,
    apply,
    happened,
    happens,
    open_in_store,
    pair_up,
    stands,
    view,
)
from tests.living import bristol, utc
from tests.world import World, beside, eventually, start_of, start_pairing
from workflows.pairing import PairingWorkflow
from workflows.timeouts import BROADCAST_HEARTBEAT, BROADCAST_TIMEOUT

pytestmark = pytest.mark.server


@pytest.fixture
def everybody(world: World) -> Broadcast:
    return Broadcast(world.database, world.client)


def _stand(world: World, pairing: str, stage: Stage) -> None:
    with world.database.begin() as session:
        session.get_one(PairingRow, pairing).stage = stage


async def test_the_next_pairings_to_begin_come_in_batches(world: World, everybody: Broadcast) -> None:
    key = open_in_store(world)
    ids = pair_up(world, key, *((f"canary-m{n}", f"canary-t{n}") for n in range(3)))

    async def ask(after: int) -> Batch:
        return await ActivityEnvironment().run(
            everybody.to_begin, NextPairings(cohort=key, after=after, most=2)
        )

    batches = [await ask(after) for after in (0, 2, 3)]

    assert [[b.pairing for b in batch.beginnings] for batch in batches] == [ids[:2], ids[2:], []]
    assert [batch.more for batch in batches] == [True, False, False]
    assert batches[0].beginnings[0] == PairingToBegin(
        number=1, pairing=ids[0], arrangement=Arrangement.RECIPROCAL, attended=()
    )


async def test_a_pairing_begins_with_what_its_partners_have_attended_before(
    world: World, everybody: Broadcast
) -> None:
    key = open_in_store(world)
    earlier, _ = pair_up(world, key, ("canary-ann", "canary-tom"), ("canary-ann", "canary-lou"))
    with world.database.begin() as session:
        for number, role in enumerate(Role, 1):
            session.add(
                OutcomeRow(
                    workflow_id=EntityKind.PAIRING.workflow_id(earlier),
                    number=number,
                    kind=OutcomeKind.ATTENDED,
                    at=datetime.now(UTC),
                    role=role,
                    about="induction",
                )
            )

    batch = await ActivityEnvironment().run(everybody.to_begin, NextPairings(cohort=key, after=1, most=5))

    assert [b.attended for b in batch.beginnings] == [((Role.MENTOR, "induction"),)]


async def test_open_pairings_are_counted(world: World, everybody: Broadcast) -> None:
    key = open_in_store(world)
    first, second, _ = pair_up(world, key, *((f"canary-m{n}", f"canary-t{n}") for n in range(3)))
    _stand(world, first, Stage.COMPLETED)
    _stand(world, second, Stage.ENDED)

    assert await ActivityEnvironment().run(everybody.count_open, key) == 1


def _with_a_workshop() -> Programme:
    """Bristol's, with a workshop before the pairing that has its hours."""
    full = bristol()
    workshop = GatheringPlan(
        key="workshop",
        kind=GatheringKind.WORKSHOP,
        title="Workshop",
        sittings=(SittingDate(date=date(2027, 6, 2), hours="10:00-12:00"),),
    )
    return full.replace(gatherings=(workshop, *full.gatherings))


_STARTS = utc(2027, 6, 3, 9)
_MOVED = Reschedule(gathering="workshop", sitting="1", starts=_STARTS, ends=_STARTS + timedelta(hours=2))


async def test_a_changed_date_is_told_to_every_application_and_every_pairing(
    world: World, everybody: Broadcast
) -> None:
    programme = _with_a_workshop()
    key = open_in_store(world, programme)
    ids = await apply(world, key, MENTOR, MENTEE)
    pairings = pair_up(world, key, ("canary-kim", "canary-lou"), ("canary-kim", "canary-max"))
    for pairing in pairings:
        await start_pairing(
            world.client,
            PairingStart(
                pairing=pairing,
                cohort=key,
                arrangement=Arrangement.RECIPROCAL,
                rules=rules_of(programme),
            ),
        )
    await eventually(lambda: all(world.pairing(pairing).revision for pairing in pairings))
    environment, beats = ActivityEnvironment(), list[str]()
    environment.on_heartbeat = beats.append

    await environment.run(everybody.spread, DateChange(cohort=key, event=_MOVED, closes=None))
    await environment.run(everybody.spread, DateChange(cohort=key, event=_MOVED, closes=None))

    for application in ids:
        await happens(world, application, OutcomeKind.RESCHEDULED)
        assert happened(world, application).count(OutcomeKind.RESCHEDULED) == 1
    await eventually(lambda: [_rescheduled(world, pairing) for pairing in pairings] == [1, 1])
    assert beats == [EntityKind.PAIRING.workflow_id(pairings[-1])] * 2


def _rescheduled(world: World, pairing: str) -> int:
    return [outcome.kind for outcome in world.outcomes(pairing)].count(OutcomeKind.RESCHEDULED)


async def test_one_more_date_is_told_as_well(world: World, everybody: Broadcast) -> None:
    key = open_in_store(world, _with_a_workshop())
    (application,) = await apply(world, key, MENTOR)
    more = AddSitting(gathering="workshop", sitting="2", starts=_STARTS, ends=_STARTS + timedelta(hours=2))

    await ActivityEnvironment().run(everybody.spread, DateChange(cohort=key, event=more, closes=None))

    await happens(world, application, OutcomeKind.SITTING_ADDED)


async def test_the_last_moment_for_applications_is_told_to_applications_alone(
    world: World, everybody: Broadcast
) -> None:
    key = open_in_store(world)
    ids = await apply(world, key, MENTOR, MENTEE)
    pair_up(world, key, ("canary-kim", "canary-lou"))
    environment, beats = ActivityEnvironment(), list[str]()
    environment.on_heartbeat = beats.append

    spreading = DateChange(cohort=key, event=None, closes=utc(2027, 6, 9))
    await environment.run(everybody.spread, spreading)

    for application in ids:
        await happens(world, application, OutcomeKind.EXTENDED)
    assert beats == [EntityKind.APPLICATION.workflow_id(ids[-1])]


async def test_where_there_is_nothing_to_tell_nobody_is_told(world: World, everybody: Broadcast) -> None:
    environment, beats = ActivityEnvironment(), list[str]()
    environment.on_heartbeat = beats.append
    key = open_in_store(world)
    await apply(world, key, MENTOR)

    await environment.run(everybody.spread, DateChange(cohort=key, event=None, closes=None))

    assert beats == []


async def test_a_pairing_that_is_over_is_not_told_and_an_application_hears_nothing(
    world: World, everybody: Broadcast
) -> None:
    key = open_in_store(world)
    left, stays = await apply(world, key, MENTOR, MENTEE)
    (ended,) = pair_up(world, key, ("canary-kim", "canary-lou"))
    _stand(world, ended, Stage.ENDED)
    await world.applications.update(left, WithdrawApplication())
    await world.applications.signal(left, Close())
    await world.applications.handle(left).result()
    environment, beats = ActivityEnvironment(), list[str]()
    environment.on_heartbeat = beats.append

    await environment.run(everybody.spread, DateChange(cohort=key, event=_MOVED, closes=None))
    await environment.run(everybody.hand_over, key)

    await stands(world, stays, ApplicationStage.CARRIED)
    assert beats == [EntityKind.APPLICATION.workflow_id(stays)] * 2
    assert view(world, left).stage is ApplicationStage.WITHDRAWN


async def test_who_has_no_partner_in_the_approved_draft_is_told_so_and_nobody_else(
    world: World, everybody: Broadcast
) -> None:
    key = open_in_store(world)
    drafted, since = await apply(world, key, MENTEE, ("canary-later", Role.MENTEE))
    alone = Unplaced(
        id=drafted, role=Role.MENTEE, reason=UnplacedReason.NO_PARTNERS_AT_ALL, others=0, allowed=0
    )
    draft = Draft(pairs=(), unplaced=(alone,), placed=0, score=0)
    now = datetime.now(UTC)
    with world.database.begin() as session:
        drafts.store_draft(session, key, draft, now)
    await ActivityEnvironment().run(everybody.tell_unmatched, key)
    assert view(world, drafted).stage is ApplicationStage.IN_ORDER

    with world.database.begin() as session:
        drafts.approve(session, key, "Kim", now)
    for _ in range(2):
        await ActivityEnvironment().run(everybody.tell_unmatched, key)

    await stands(world, drafted, ApplicationStage.RESERVE)
    names = [letter.name for letter in world.letters_about(world.applications, drafted)]
    assert names.count("reserve_list") == 1
    assert view(world, since).stage is ApplicationStage.IN_ORDER


async def test_who_came_to_be_in_order_since_the_approval_is_not_told_however_often_others_are(
    world: World, everybody: Broadcast
) -> None:
    key = open_in_store(world)
    before = datetime.now(UTC)
    came_back, stays = await apply(world, key, MENTEE, ("canary-stays", Role.MENTEE))
    alone = [
        Unplaced(id=each, role=Role.MENTEE, reason=UnplacedReason.NO_PARTNERS_AT_ALL, others=0, allowed=0)
        for each in (came_back, stays)
    ]
    with world.database.begin() as session:
        drafts.store_draft(session, key, Draft(pairs=(), unplaced=tuple(alone), placed=0, score=0), before)
        drafts.approve(session, key, "Kim", datetime.now(UTC))
    await world.applications.update(came_back, Decline())
    await world.applications.update(came_back, Reopen())
    await stands(world, came_back, ApplicationStage.IN_ORDER)

    await ActivityEnvironment().run(everybody.tell_unmatched, key)

    await stands(world, stays, ApplicationStage.RESERVE)
    assert view(world, came_back).stage is ApplicationStage.IN_ORDER


async def test_every_open_application_hears_that_the_cohort_is_over(
    world: World, everybody: Broadcast
) -> None:
    key, other = open_in_store(world), open_in_store(world)
    ids = await apply(world, key, MENTOR, MENTEE)
    (elsewhere,) = await apply(world, other, MENTOR)

    for _ in range(2):
        await ActivityEnvironment().run(everybody.hand_over, key)

    for application in ids:
        await stands(world, application, ApplicationStage.CARRIED)
        names = [letter.name for letter in world.letters_about(world.applications, application)]
        assert names.count("carried_over") == 1
    assert view(world, elsewhere).stage is ApplicationStage.IN_ORDER


async def _begin_where_nobody_works(world: World, key: str, pairs: int) -> list[str]:
    """The lives of so many pairings of this cohort, in the order in which they are told things: signals to
    them stay in their histories."""
    pairings = pair_up(world, key, *((f"canary-m{n}", f"canary-t{n}") for n in range(pairs)))
    lives = sorted(EntityKind.PAIRING.workflow_id(pairing) for pairing in pairings)
    starting = (
        world.client.start_workflow(
            PairingWorkflow.run, start_of(pairing), id=entity, task_queue=f"nobodys-{key}"
        )
        for entity, pairing in zip(lives, sorted(pairings), strict=True)
    )
    await asyncio.gather(*starting)
    return lives


async def _signals(world: World, entity: str) -> int:
    history = await world.client.get_workflow_handle(entity).fetch_history()
    kinds = [event.event_type for event in history.events]
    return kinds.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)


async def test_a_worker_that_stops_in_the_middle_is_followed_by_one_that_goes_on_from_there(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty of sixty are told: twenty, and half of the next twenty. Those are told again, since nothing
    says who they were; the first twenty are not, and nobody is left out."""
    world = await beside(world, database)
    key, begun, told = open_in_store(world), list[str](), list[str]()
    lives, everybody = (
        await _begin_where_nobody_works(world, key, 60),
        Broadcast(world.database, world.client),
    )
    thirty_are_told = asyncio.Event()

    async def thirty(client: Client, entity: str, news: ApplicationSignal) -> None:
        begun.append(entity)
        if len(begun) > 30:
            await asyncio.Future()
        await signal(client, entity, news)
        told.append(entity)
        if len(told) == 30:
            thirty_are_told.set()

    def working() -> Worker:
        return Worker(world.client, task_queue=key, activities=everybody.activities)

    with monkeypatch.context() as patch:
        patch.setattr("activities.broadcast.signal", thirty)
        async with working():
            spreading = await world.client.start_activity(
                everybody.spread,
                DateChange(cohort=key, event=_MOVED, closes=None),
                id=f"spread:{key}",
                task_queue=key,
                start_to_close_timeout=BROADCAST_TIMEOUT,
                heartbeat_timeout=BROADCAST_HEARTBEAT,
            )
            await thirty_are_told.wait()
    async with working():
        await spreading.result()

    assert [await _signals(world, entity) for entity in lives] == [1] * 20 + [2] * 10 + [1] * 30
