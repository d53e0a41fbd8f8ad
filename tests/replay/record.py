"""Record new histories for the replay tests: `make histories`.

Record when a new kind of workflow or a new way through one appears, and add the file. Never record
anew to make a failing replay pass: pairings that live by the old history would break in just the
same way (CONTRIBUTING.md says what to do instead).
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

import workflows.cohort
from domain.admission.events import Close, Confirm, Decline, Freed, Placed, Reopen, SignUp, Withdraw
from domain.cohort.calendar import calendar_of
from domain.cohort.events import Approve, Extend
from domain.events import Accept, Attend, Pause, Reschedule
from domain.life import mornings_of
from domain.timetable import rules_of
from domain.words import BOTH
from embedded.catcher import mail_catcher
from embedded.server import temporal_server
from rehearsal.fates import Fate, timeline
from storage.database import Database
from tests.activities.company import open_in_store
from tests.conftest import settings_in
from tests.living import bristol, utc
from tests.world import World, eventually
from tests.worlds import RECEIVED, all_begun, apply_to_south_west, open_cohort, pairings_of
from worker import working
from workflows.morning import MorningWorkflow
from workflows.names import PAIRINGS_QUEUE

_BATCH = 10
FOLDER = Path(__file__).parent / "histories"


Story = Callable[[World], Awaitable[WorkflowHandle[Any, Any]]]


async def _completed(world: World) -> WorkflowHandle[Any, Any]:
    pairing = await world.begin()
    await world.live(pairing, timeline(rules_of(bristol()), Fate.CATCHES_UP, seed="record"))
    return world.pairings.handle(pairing)


async def _withdrawn(world: World) -> WorkflowHandle[Any, Any]:
    pairing = await world.begin()
    await world.live(pairing, timeline(rules_of(bristol()), Fate.WITHDRAWS, seed="record"))
    return world.pairings.handle(pairing)


async def _paused(world: World) -> WorkflowHandle[Any, Any]:
    """Still open, in the middle of its pause, and told of attendance by signal."""
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    for role in BOTH:
        await world.pairings.tell(pairing, Accept(role=role))
    await world.until(pairing, utc(2027, 7, 6, 16))
    await world.pairings.signal(pairing, Attend(gathering="induction"))
    await world.pairings.tell(pairing, Attend(gathering="training"))
    await world.pairings.tell(pairing, Pause())
    await world.until(pairing, utc(2027, 10, 1))
    return world.pairings.handle(pairing)


async def _placed(world: World) -> WorkflowHandle[Any, Any]:
    """An application that is checked, invited to an awareness session, paired and completed."""
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=8))
    await world.applications.tell(application, SignUp(gathering="awareness", sitting="1"))
    await world.applications.tell(application, Confirm(condition="manager"))
    await world.applications.signal(application, Placed(pairing="p-01"))
    await world.applications.signal(application, Freed(pairing="p-01", how="completed"))
    await world.applications.handle(application).result()
    return world.applications.handle(application)


async def _carried(world: World) -> WorkflowHandle[Any, Any]:
    application = await apply_to_south_west(world, received=utc(2027, 6, 14))
    await world.player.until(world.applications, application, utc(2027, 6, 15))
    return world.applications.handle(application)


async def _reopened(world: World) -> WorkflowHandle[Any, Any]:
    """An application that is declined, taken up again, carried over and taken off the list."""
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=2))
    await world.applications.tell(application, Decline())
    await world.applications.tell(application, Reopen())
    await world.applications.signal(application, Close())
    await world.player.out_of_the_running(world.applications, application)
    await world.applications.tell(application, Withdraw())
    await world.applications.handle(application).result()
    return world.applications.handle(application)


async def _batches(world: World) -> WorkflowHandle[Any, Any]:
    """The first run of a cohort that begins its pairings in several. The activity says whether there
    are more, so that it may be a small one."""
    workflows.cohort.BATCH = _BATCH
    key = await open_cohort(world, bristol(), pairs=_BATCH + 3)
    first = (await world.cohorts.handle(key).describe()).run_id
    await world.cohorts.tell(key, Approve())
    await eventually(lambda: all_begun(world, key), seconds=60)
    return world.client.get_workflow_handle(f"cohort-{key}", run_id=first)


async def _ended(world: World) -> WorkflowHandle[Any, Any]:
    """A cohort that closes, drafts, is extended, begins a pairing, moves a date and ends."""
    key = await open_cohort(world, bristol(), pairs=1)
    closes = calendar_of(bristol()).closes
    assert closes
    await world.player.until(world.cohorts, key, closes + timedelta(hours=1))
    await world.cohorts.tell(key, Extend(closes=closes + timedelta(days=2)))
    await world.player.until(world.cohorts, key, closes + timedelta(days=3))
    await world.cohorts.tell(key, Approve())
    await eventually(lambda: all_begun(world, key))
    starts = utc(2027, 7, 1, 9)
    await world.cohorts.tell(
        key, Reschedule(gathering="induction", sitting="1", starts=starts, ends=utc(2027, 7, 1, 11))
    )
    (pairing,) = pairings_of(world, key)
    await world.player.to_the_end(world.pairings, pairing.id)
    await world.player.to_the_end(world.cohorts, key)
    return world.cohorts.handle(key)


async def _waits_on(world: World) -> WorkflowHandle[Any, Any]:
    """A cohort whose calendar is over while a pair is still open, so that it looks again every morning."""
    key = await open_cohort(world, bristol(), pairs=1)
    await world.cohorts.tell(key, Approve())
    await eventually(lambda: all_begun(world, key))
    (pairing,) = pairings_of(world, key)
    # Open in the store. A cohort's clock is not skipped while a child of it runs.
    await world.pairings.handle(pairing.id).terminate()
    await world.player.until(world.cohorts, key, calendar_of(bristol()).ends + timedelta(days=3))
    return world.cohorts.handle(key)


async def _morning(world: World) -> WorkflowHandle[Any, Any]:
    """On which nothing waits."""
    key = open_in_store(world)
    handle = await world.client.start_workflow(
        MorningWorkflow.run, key, id=mornings_of(key), task_queue=PAIRINGS_QUEUE
    )
    await handle.result()
    return handle


STORIES: dict[str, Story] = {
    "pairing-completed": _completed,
    "pairing-followed-up": _completed,
    "pairing-withdrawn": _withdrawn,
    "pairing-paused": _paused,
    "application-placed": _placed,
    "application-carried": _carried,
    "application-reopened": _reopened,
    "cohort-batches": _batches,
    "cohort-ended": _ended,
    "cohort-waits-on": _waits_on,
    "morning": _morning,
}


async def record(names: list[str]) -> None:
    """Play these stories on a server of their own and keep their histories."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        database = Database(settings.store_url)
        async with temporal_server(settings) as client, mail_catcher(settings):
            await asyncio.to_thread(database.upgrade)
            async with working(client, database, settings):
                world = World(settings, client, database)
                for name in names:
                    handle = await STORIES[name](world)
                    history = await handle.fetch_history()
                    _new_file(name).write_text(history.to_json(), encoding="utf-8")
                    sys.stdout.write(f"recorded {name}: {len(history.events)} events\n")


def _new_file(name: str) -> Path:
    """One that no earlier history is in."""
    day = datetime.now(UTC).date().isoformat()
    again = chain([""], (f"-{number}" for number in count(2)))
    files = (FOLDER / f"{day}-{name}{number}.json" for number in again)
    return next(file for file in files if not file.exists())


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1:] or list(STORIES)))
