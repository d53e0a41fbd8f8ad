"""Pictures of the real Web UI, of a rehearsal and of the pages, for the docs: `make pictures`."""

import asyncio
import logging
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import ScheduleHandle, WorkflowHandle

from domain.entity.entity import digest_id
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.logging import configure_logging
from storage.database import Database
from temporal.client import EntityClient, start_digest
from tests.conftest import settings_in
from tests.docs.pages import DOCS
from tests.living import bristol, utc
from tests.pictures.browser import Look, chromium, looking
from tests.pictures.lives import a_pair_in_every_stage
from tests.pictures.pages import pages_pictured
from tests.pictures.rehearsal import rehearsed
from tests.world import World
from tests.worlds import RECEIVED, apply_to_south_west, open_cohort
from worker import working

_LEFT, _TOP = 256, 105
"""Beyond these there are only the menu and the choice of the namespace."""
_COHORT, _NEXT, _APPLIED = "bristol-2027", "bristol-2028", "south-west-2027"


async def _pictures(world: World, look: Look, folder: Path) -> None:
    pairings = await a_pair_in_every_stage(world, _COHORT)
    for name, pairing in pairings.items():
        await _details(look, world.pairings, pairing, folder / f"pairing-{name.replace('_', '-')}.png")
    application = await apply_to_south_west(world, key=_APPLIED)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=6))
    await _details(look, world.applications, application, folder / "application.png")
    await _details(look, world.cohorts, _COHORT, folder / "cohort.png")
    await open_cohort(world, bristol(), key=_NEXT)
    await world.player.until(world.cohorts, _NEXT, utc(2027, 6, 14))
    await _details(look, world.cohorts, _NEXT, folder / "cohort-matching.png")
    await _of_mornings(world, look, folder / "morning.png")
    await _of_lists(world, look, pairings["training"], folder)


async def _details(look: Look, lives: EntityClient[Any, Any], key: str, picture: Path) -> None:
    await look.at_details(lives.handle(key), says="All times")
    await _save(look, picture, until=await look.end_of_details())


async def _of_mornings(world: World, look: Look, picture: Path) -> None:
    await start_digest(world.client, _COHORT, "Europe/London")
    schedule = world.client.get_schedule_handle(digest_id(_COHORT))
    await schedule.trigger()
    handle = await _begun(world, schedule)
    await handle.result()
    await look.at_details(handle, says=f"today {_COHORT}")
    await _save(look, picture, until=await look.end_of_details())


async def _begun(world: World, schedule: ScheduleHandle) -> WorkflowHandle[Any, Any]:
    async with asyncio.timeout(30):
        while not (actions := (await schedule.describe()).info.recent_actions):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    begun: Any = actions[0].action
    return world.client.get_workflow_handle(begun.workflow_id)


async def _of_lists(world: World, look: Look, pairing: str, folder: Path) -> None:
    await look.at_search("TandemNeedsAttention = true", shows=f"pairing-{_COHORT}-10")
    await _save(look, folder / "search.png", until=420, since=60)
    handle = world.pairings.handle(pairing)
    run = (await handle.describe()).run_id
    await look.open(f"workflows/{handle.id}/{run}/timeline", shows="Timeline")
    await look.page.get_by_text("Waits for both partners to attend training").first.wait_for()
    await _save(look, folder / "timeline.png", until=1050, since=660)
    await look.open("activities", shows="letter:")
    await _save(look, folder / "letters.png", until=480, since=60)


async def _save(look: Look, picture: Path, until: float, since: float = _TOP) -> None:
    """The page between these heights, without its menu."""
    await look.page.evaluate("document.activeElement.blur()")
    clip = {"x": _LEFT, "y": since, "width": 1280, "height": until - since}
    await look.page.screenshot(path=picture, clip=clip)  # type: ignore[arg-type]
    sys.stdout.write(f"{picture.name}\n")


async def take(docs: Path) -> None:
    """Into the folders of this one in which the docs have them, from a server that is gone afterwards."""
    if chromium() is None:
        sys.exit("There is no Chromium on this machine; install it, on Debian with: apt install chromium")
    configure_logging("text", level=logging.ERROR)
    of_pages, of_web_ui = docs / "pictures", docs / "operations" / "pictures"
    for folder in (of_pages, of_web_ui):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        await rehearsed(Path(home), of_pages / "rehearsal.png")
        await pages_pictured(of_pages)
        settings = settings_in(Path(home))
        database = Database(settings.store_url)
        async with temporal_server(settings) as client, mail_catcher(settings):
            await asyncio.to_thread(database.upgrade)
            async with working(client, database, settings), looking(settings.ui_port) as look:
                await _pictures(World(settings, client, database), look, of_web_ui)
        database.close()


if __name__ == "__main__":
    asyncio.run(take(DOCS))
