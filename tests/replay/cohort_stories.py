"""Cohorts of Bristol's programme: applications close on 7 June 2027, pairs are introduced on 14 June."""

from datetime import timedelta
from typing import Any

import workflows.cohort
from domain.cohort.cohort import CohortStart
from domain.cohort.events import Approve, CloseApplications, Drafted, EndCohort, ExtendApplications
from domain.entity.entity import digest_id
from domain.enums import Correspondent
from domain.pairing.events import AddSitting, LetterFailed, Reschedule
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, rules_of
from storage import cohorts
from tests.activities.company import open_in_store
from tests.living import bristol, utc
from tests.replay.playing import (
    Handle,
    Stumbling,
    Told,
    begun_again,
    losing_tasks,
    play,
    reset,
    settled,
)
from tests.world import World, eventually
from tests.worlds import all_begun, open_cohort, pairings_of
from workflows.digest import DigestWorkflow
from workflows.names import PAIRINGS_QUEUE

_BATCH = 10
_CLOSES = utc(2027, 6, 7, 23)
_AN_HOUR = timedelta(hours=1)
_FAILED = LetterFailed(role=Correspondent.COORDINATOR)


def written(world: World, key: str, programme: Programme, **calendar: Any) -> CohortStart:
    """With what a new cohort begins, which is in the store alone."""
    with world.database.begin() as session:
        cohorts.open_cohort(session, key, programme, utc(2026, 11, 1), is_demo=False)
    days = calendar_of(programme).replace(**calendar)
    return CohortStart(cohort=key, rules=rules_of(programme), calendar=days)


async def _begins_many(world: World, key: str) -> str:
    """Its pairings begin in several runs; returns the id of the first."""
    workflows.cohort.BATCH = _BATCH
    await open_cohort(world, bristol(), pairs=_BATCH + 3, key=key)
    first = (await world.cohorts.handle(key).describe()).run_id
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key), seconds=60)
    await settled(world.cohorts, key)
    assert first
    return first


async def batches(world: World, key: str) -> Handle:
    """The run that continued as new. The activity says whether there are more, so it may be a small one."""
    first = await _begins_many(world, key)
    return world.client.get_workflow_handle(f"cohort-{key}", run_id=first)


async def last_batch(world: World, key: str) -> Handle:
    """The run that began as the one before had come to."""
    await _begins_many(world, key)
    return await play(world, world.cohorts, key, [Told(utc(2026, 11, 1), _FAILED)])


async def ended(world: World, key: str) -> Handle:
    """It closes, drafts, is extended, begins a pairing, moves a date and ends."""
    await open_cohort(world, bristol(), pairs=1, key=key)
    starts = utc(2027, 7, 1, 9)
    moved = Reschedule(gathering="induction", sitting="1", starts=starts, ends=starts + 2 * _AN_HOUR)
    story = [
        Told(_CLOSES + _AN_HOUR, ExtendApplications(closes=utc(2027, 6, 9, 22))),
        Told(utc(2027, 6, 10), Approve()),
    ]
    await play(world, world.cohorts, key, story)
    await eventually(lambda: all_begun(world, key))
    await world.cohorts.update(key, moved)
    (pairing,) = pairings_of(world, key)
    await world.player.to_the_end(world.pairings, pairing.id)
    await world.player.to_the_end(world.cohorts, key)
    return world.cohorts.handle(key)


async def waits_on(world: World, key: str) -> Handle:
    """Its calendar is over while a pair is still open, so that it looks again every morning."""
    await open_cohort(world, bristol(), pairs=1, key=key)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    # Open in the store. A cohort's clock is not skipped while a child of it runs.
    await world.pairings.handle(f"{key}-01").terminate()
    await world.player.until(world.cohorts, key, calendar_of(bristol()).ends + timedelta(days=3))
    return await settled(world.cohorts, key)


async def steered(world: World, key: str) -> Handle:
    """Closed by hand, a gathering added, drafted by somebody, approved, and ended by hand."""
    more = utc(2027, 7, 13, 10)
    await world.cohorts.begin(written(world, key, bristol(), opens=utc(2027, 5, 10)))
    return await play(
        world,
        world.cohorts,
        key,
        [
            Told(utc(2027, 5, 12), _FAILED),
            Told(utc(2027, 5, 20), CloseApplications()),
            Told(utc(2027, 5, 21), Drafted(made=True)),
            Told(
                utc(2027, 5, 22),
                AddSitting(gathering="training", sitting="2", starts=more, ends=more + _AN_HOUR),
            ),
            Told(utc(2027, 6, 10), Approve()),
            Told(utc(2027, 6, 20), EndCohort(open=0)),
        ],
    )


async def initial_state(world: World, key: str) -> Handle:
    """Its workflow was lost, and it was begun again from the store."""
    await world.cohorts.begin(written(world, key, bristol()))
    await play(world, world.cohorts, key, [Told(utc(2027, 5, 12), _FAILED)])
    await begun_again(world, world.cohorts, key)
    return await play(world, world.cohorts, key, [Told(utc(2027, 5, 20), CloseApplications())])


async def failed_first(world: World, key: str) -> Handle:
    Stumbling.lives.add(world.cohorts.kind.workflow_id(key))
    await world.cohorts.begin(written(world, key, bristol()))
    return await play(world, world.cohorts, key, [Told(utc(2027, 5, 20), CloseApplications())])


async def lost_tasks(world: World, key: str) -> Handle:
    return await losing_tasks(world, world.cohorts, key, written(world, key, bristol()), _FAILED)


async def conflict(world: World, key: str) -> Handle:
    await world.cohorts.begin(written(world, key, bristol(), opens=utc(2026, 11, 1)))
    await settled(world.cohorts, key)
    return await reset(world, world.cohorts, key)


async def morning(world: World, _: str) -> Handle:
    """On which nothing waits."""
    key = open_in_store(world)
    handle = await world.client.start_workflow(
        DigestWorkflow.run, key, id=digest_id(key), task_queue=PAIRINGS_QUEUE
    )
    await handle.result()
    return handle


STORIES = {
    "cohort-batches": batches,
    "cohort-last-batch": last_batch,
    "cohort-ended": ended,
    "cohort-waits-on": waits_on,
    "cohort-steered": steered,
    "cohort-carried-on": initial_state,
    "cohort-failed-first": failed_first,
    "cohort-lost-tasks": lost_tasks,
    "cohort-conflict": conflict,
    "morning": morning,
}
