"""Record new histories for the replay tests: `make histories`.

Record when a new kind of workflow or a new way through one appears, and add the file. Never record
anew to make a failing replay pass: pairings that live by the old history would break in just the
same way (CONTRIBUTING.md says what to do instead).
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from domain.events import Accept, Attend, Pause
from domain.timetable import rules_of
from domain.words import BOTH
from embedded.catcher import mail_catcher
from embedded.server import temporal_server
from rehearsal.fates import Fate, timeline
from storage.database import Database
from tests.conftest import settings_in
from tests.living import bristol, utc
from tests.world import World
from worker import working

FOLDER = Path(__file__).parent / "histories"


async def _completed(world: World, pairing: str) -> None:
    await world.live(pairing, timeline(rules_of(bristol()), Fate.CATCHES_UP, seed="record"))


async def _withdrawn(world: World, pairing: str) -> None:
    await world.live(pairing, timeline(rules_of(bristol()), Fate.WITHDRAWS, seed="record"))


async def _paused(world: World, pairing: str) -> None:
    """Still open, in the middle of its pause, and told of attendance by signal."""
    await world.until(pairing, utc(2027, 6, 15))
    for role in BOTH:
        await world.pairings.tell(pairing, Accept(role=role))
    await world.until(pairing, utc(2027, 7, 6, 16))
    await world.pairings.signal(pairing, Attend(gathering="induction"))
    await world.pairings.tell(pairing, Attend(gathering="training"))
    await world.pairings.tell(pairing, Pause())
    await world.until(pairing, utc(2027, 10, 1))


STORIES = {"completed": _completed, "withdrawn": _withdrawn, "paused": _paused}


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
                    pairing = await world.begin()
                    await STORIES[name](world, pairing)
                    history = await world.pairings.handle(pairing).fetch_history()
                    day = datetime.now(UTC).date().isoformat()
                    (FOLDER / f"{day}-pairing-{name}.json").write_text(history.to_json(), encoding="utf-8")
                    sys.stdout.write(f"recorded {name}: {len(history.events)} events\n")


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1:] or list(STORIES)))
