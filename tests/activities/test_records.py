"""Recording, when the store is away and when it is asked for twice."""

import asyncio
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from domain.events import Accept
from domain.words import BOTH, Stage
from embedded.catcher import mail_catcher
from embedded.server import temporal_server
from storage.database import Database
from tests.conftest import new_postgres_database, settings_in
from tests.living import utc
from tests.world import World, eventually
from worker import working


def _let_in(server: str, database: str, allowed: bool) -> None:
    """Close or open a PostgreSQL database to everybody, at once."""
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {str(allowed).lower()}"))
        if not allowed:
            ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ending), {"name": database})
    admin.dispose()


async def test_a_pairing_waits_for_a_store_that_is_away_and_loses_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    url = new_postgres_database(postgres_url)
    settings = settings_in(tmp_path).model_copy(update={"database_url": url})
    store, name = Database(url), str(make_url(url).database)
    async with temporal_server(settings) as client, mail_catcher(settings), working(client, store, settings):
        world = World(settings, client, store)
        pairing = await world.begin()
        await world.until(pairing, utc(2027, 6, 15))
        await world.delivered(pairing)

        await asyncio.to_thread(_let_in, postgres_url, name, False)
        accepting = [asyncio.create_task(world.pairings.tell(pairing, Accept(role=role))) for role in BOTH]
        await _waits_in_a_regular_activity(world, pairing)
        await asyncio.to_thread(_let_in, postgres_url, name, True)
        await asyncio.gather(*accepting)

        assert world.pairing(pairing).stage is Stage.INDUCTION
        assert [o.number for o in world.outcomes(pairing)] == list(range(1, len(world.outcomes(pairing)) + 1))
        letters = await world.delivered(pairing)
        assert len({letter["Message-ID"] for letter in letters}) == len(world.letters(pairing))
    store.close()


async def _waits_in_a_regular_activity(world: World, pairing: str) -> None:
    """It shows in the Web UI as pending, with its failure, instead of holding a worker."""
    pending: list[object] = []

    async def look() -> None:
        described = await world.pairings.handle(pairing).describe()
        pending[:] = [a for a in described.raw_description.pending_activities if a.HasField("last_failure")]

    for _ in range(200):
        await look()
        if pending:
            return
        await asyncio.sleep(0.05)
    await eventually(lambda: pending, seconds=0)
