"""Record histories for the replay tests: `make histories`. What no release has frozen yet is recorded anew;
what one has is never changed or dropped any more (docs/decisions/0010).
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.logging import configure_logging
from storage.database import Database
from tests.conftest import settings_in
from tests.replay import application_stories, cohort_stories, pairing_stories
from tests.replay.corpus import forget_unreleased, is_released, keep
from tests.replay.playing import Story, Stumbling
from tests.replay.random_lives import random_stories
from tests.world import World
from worker import working

STORIES: dict[str, Story] = {
    **pairing_stories.STORIES,
    **application_stories.STORIES,
    **cohort_stories.STORIES,
}
_AT_ONCE = 4
_TOO_LONG = 180
"""Seconds for one story: it hangs."""


async def record(names: Iterable[str]) -> None:
    """Play these stories, or all that are not released, on a server of their own and keep their histories."""
    configure_logging("text", level=logging.ERROR)
    wanted = list(names)
    if frozen := [name for name in wanted if is_released(name)]:
        raise SystemExit(f"Released, and not recorded anew: {', '.join(frozen)}. A new way has a new name.")
    stories = STORIES if wanted and STORIES.keys() >= set(wanted) else STORIES | dict(random_stories())
    if not wanted:
        forget_unreleased()
        wanted = [name for name in stories if not is_released(name)]
    at_once = asyncio.Semaphore(_AT_ONCE)
    async with _world() as world, asyncio.TaskGroup() as group:
        for name in wanted:
            group.create_task(_record(world, name, stories[name], at_once))


async def _record(world: World, name: str, story: Story, at_once: asyncio.Semaphore) -> None:
    async with at_once:
        begun = time.monotonic()
        async with asyncio.timeout(_TOO_LONG):
            history = await (await story(world, name)).fetch_history()
        size, took = keep(name, history), time.monotonic() - begun
        sys.stdout.write(f"{name}: {len(history.events)} events, {size} bytes, {took:.1f} s\n")


@asynccontextmanager
async def _world() -> AsyncIterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        database = Database(settings.store_url)
        async with temporal_server(settings) as client, mail_catcher(settings):
            await asyncio.to_thread(database.upgrade)
            with patch("worker.Records", Stumbling):
                async with working(client, database, settings):
                    yield World(settings, client, database)


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1:]))
