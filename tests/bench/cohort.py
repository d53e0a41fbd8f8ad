"""A large cohort: how long its longest history grows, and how fast its pairings begin.

    python -m tests.bench.cohort [PAIRS]

Asserts that no run of the cohort's workflow has more than 5,000 events.
"""

import asyncio
import logging
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from domain.cohort.cohort import CohortStart
from domain.cohort.events import Approve
from domain.programme.timetable import calendar_of, rules_of
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.logging import configure_logging
from storage import cohorts
from storage.database import Database
from tests.conftest import settings_in
from tests.living import bristol
from tests.world import World, pair
from worker import working

_PAIRS = 2_000
_MOST_EVENTS = 5_000
_KEY = "large"


async def main(pairs: int) -> None:
    configure_logging("text", level=logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        database = Database(settings.store_url)
        async with temporal_server(settings) as client, mail_catcher(settings):
            await asyncio.to_thread(database.upgrade)
            async with working(client, database, settings):
                await measure(World(settings, client, database), pairs)


async def measure(world: World, pairs: int) -> None:
    """Open it, begin it, and say how that went."""
    now = datetime.now(UTC)
    with world.database.begin() as session:
        cohort = cohorts.open_cohort(session, _KEY, bristol(), now, is_demo=False)
        cohorts.add_pairs(session, cohort, [pair(n, _KEY) for n in range(pairs)], now)
    start = CohortStart(cohort=_KEY, rules=rules_of(bristol()), calendar=calendar_of(bristol()))
    await world.cohorts.begin(start)
    began = time.monotonic()
    await world.cohorts.update(_KEY, Approve())
    while (state := await world.cohorts.snapshot(_KEY)) is None or state.pairings < pairs:  # noqa: ASYNC110
        await asyncio.sleep(1)
    seconds = time.monotonic() - began
    runs = [run async for run in world.client.list_workflows(f"WorkflowId = 'cohort-{_KEY}'")]
    lengths = [
        (await world.client.get_workflow_handle(run.id, run_id=run.run_id).describe()).history_length
        for run in runs
    ]
    sys.stdout.write(
        f"{pairs} pairings begun in {seconds:.0f} s, {pairs / seconds:.0f} a second; "
        f"{len(lengths)} runs of the cohort, the longest of {max(lengths)} events.\n"
    )
    assert max(lengths) < _MOST_EVENTS


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else _PAIRS))
