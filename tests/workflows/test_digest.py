"""The coordinator's morning, begun by a schedule on a real server."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from temporalio.client import ScheduleHandle
from temporalio.service import RPCError, RPCStatusCode

from domain.entity.entity import digest_id
from domain.enums import CohortStage, Concern
from domain.letter.states import LetterState
from storage import queries
from storage.tables.entities import CohortRow, PairingRow
from storage.views import LetterView
from temporal.client import start_digest
from tests.activities.company import open_in_store, pair_up
from tests.living import bristol
from tests.world import World, eventually

pytestmark = pytest.mark.server

_PATIENCE = 30
"""Seconds."""
_LOOK_EVERY = 0.05


async def _mornings(world: World, key: str) -> ScheduleHandle:
    for _ in range(2):
        await start_digest(world.client, key, "Europe/London")
    return world.client.get_schedule_handle(digest_id(key))


def _letters(world: World, key: str) -> list[LetterView]:
    with world.database.begin() as session:
        return queries.letters(session, digest_id(key))


def _worry(world: World, key: str, *concerns: Concern) -> None:
    (pairing,) = pair_up(world, key, ("canary-kim", "canary-lou"))
    with world.database.begin() as session:
        session.get_one(PairingRow, pairing).concerns = [str(concern) for concern in concerns]


async def test_the_schedule_is_of_weekday_mornings_by_the_programmes_clock(world: World) -> None:
    schedule = await _mornings(world, open_in_store(world))

    spec = (await schedule.describe()).schedule.spec

    assert spec.time_zone_name == "Europe/London"
    (calendar,) = spec.calendars
    assert (calendar.hour[0].start, calendar.minute[0].start) == (7, 30)
    assert (calendar.day_of_week[0].start, calendar.day_of_week[0].end) == (1, 5)


async def test_cohorts_do_not_all_begin_their_mornings_in_one_second(world: World) -> None:
    schedules = [await _mornings(world, open_in_store(world)) for _ in range(8)]

    found = [(await schedule.describe()).info.next_action_times[0] for schedule in schedules]

    times = {moment.astimezone(ZoneInfo("Europe/London")).time().replace(microsecond=0) for moment in found}
    assert len(times) > 1
    assert all(time(7, 30) <= each < time(7, 41) for each in times)


async def test_a_morning_that_is_asked_for_while_another_is_at_work_comes_after_it(world: World) -> None:
    schedule = await _mornings(world, open_in_store(world))
    with world.database.begin() as session:  # SQLite's one writer: the first waits for it
        session.execute(text("SELECT 1"))
        await schedule.trigger()
        await _is_at_work(schedule)
        await schedule.trigger()

    await eventually_idle(schedule, runs=2)
    assert (await schedule.describe()).info.num_actions_skipped_overlap == 0


async def test_a_day_off_has_no_morning(world: World) -> None:
    key, today = open_in_store(world), datetime.now(UTC).date()
    days_off = [today + timedelta(days=days) for days in range(14)]
    await start_digest(world.client, key, "Europe/London", days_off)

    info = (await world.client.get_schedule_handle(digest_id(key)).describe()).info

    assert info.next_action_times[0].date() >= today + timedelta(days=14)


async def test_a_morning_on_which_something_waits_brings_one_letter(world: World) -> None:
    key = open_in_store(world)
    _worry(world, key, Concern.GONE_QUIET)
    schedule = await _mornings(world, key)

    await schedule.trigger()
    await eventually(lambda: [x.state for x in _letters(world, key)] == [LetterState.SENT])
    await eventually_idle(schedule, runs=1)
    await schedule.trigger()
    await eventually_idle(schedule, runs=2)

    assert [letter.name for letter in _letters(world, key)] == ["digest"]


async def test_a_morning_on_which_nothing_waits_brings_none(world: World) -> None:
    key = open_in_store(world)
    schedule = await _mornings(world, key)

    await schedule.trigger()
    await eventually_idle(schedule, runs=1)

    assert _letters(world, key) == []


async def test_after_the_end_there_are_no_more_mornings(world: World) -> None:
    key = open_in_store(world, bristol().replace(report=None))
    schedule = await _mornings(world, key)
    with world.database.begin() as session:
        session.get_one(CohortRow, key).stage = CohortStage.ENDED

    await schedule.trigger()

    assert await _is_gone(schedule)


async def _is_gone(schedule: ScheduleHandle) -> bool:
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                await schedule.describe()
            except RPCError as problem:
                return problem.status is RPCStatusCode.NOT_FOUND
            await asyncio.sleep(_LOOK_EVERY)


async def _is_at_work(schedule: ScheduleHandle) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not (await schedule.describe()).info.running_actions:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)


async def eventually_idle(schedule: ScheduleHandle, runs: int) -> None:
    """Wait until the schedule has begun so many runs, and none is at work."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            info = (await schedule.describe()).info
            if info.num_actions == runs and not info.running_actions:
                return
            await asyncio.sleep(_LOOK_EVERY)


async def test_the_server_sees_no_name(world: World) -> None:
    key = open_in_store(world)
    _worry(world, key, Concern.GONE_QUIET)
    schedule = await _mornings(world, key)
    await schedule.trigger()
    await eventually(lambda: bool(_letters(world, key)))
    await eventually_idle(schedule, runs=1)

    (done,) = (await schedule.describe()).info.recent_actions
    workflow = done.action.workflow_id  # type: ignore[attr-defined]
    history = (await world.client.get_workflow_handle(workflow).fetch_history()).to_json()

    assert "anary" not in history
