"""What a look costs: where all is well, each hour, and where the server has lost some lives.

    python -m tests.bench.look [PAIRS [FOLDER]]

FOLDER: keep the cohort there, and use the one that is there already.
"""

import asyncio
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

from sqlalchemy import delete, update

from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.logging import configure_logging
from ops.metrics.runtime import telemetry
from ops.reconcile.context import ReconcileContext
from ops.reconcile.look import look
from ops.reconcile.server import count_deliveries, count_running
from ops.reconcile.waiting import count_on_their_way
from storage import cohorts, looks, queries
from storage.database import Database
from storage.entities import going_on
from storage.tables.server import LookRow
from temporal.connection import connect
from tests.bench.cohort import measure
from tests.conftest import settings_in
from tests.living import accepted, lived
from tests.ops.reconcile.kept import record_as
from tests.ports import free_ports
from tests.world import World, pair
from worker import working

_PAIRS, _LOST, _KEY = 2_000, 50, "large"


async def main(pairs: int, folder: Path) -> None:
    configure_logging("text", level=logging.ERROR)
    (port,) = free_ports(1)
    settings = settings_in(folder).model_copy(update={"metrics": f"127.0.0.1:{port}"})
    database = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        await asyncio.to_thread(database.upgrade)
        async with working(client, database, settings):
            world = World(settings, client, database)
            if not await count_running(client):
                await measure(world, pairs)
            await _until_even(world)
            looking = await connect(settings, telemetry(settings))
            await _measure(World(settings, looking, database), port)


async def _measure(world: World, port: int) -> None:
    place = ReconcileContext(world.client, world.database)
    with world.database.begin() as session:
        session.execute(delete(LookRow))
    await _timed("everything, as each hour", port, look(place))
    await _timed("all is well", port, look(place))
    _lose(world.database, _LOST)
    with world.database.begin() as session:
        session.execute(update(LookRow).values(at=datetime.now(UTC) - timedelta(minutes=6)))
    await _timed(f"{_LOST} are lost, and begun again", port, look(place))
    with world.database.begin() as session:
        assert not looks.drift(session)[0], looks.drift(session)


async def _timed(what: str, port: int, looking: Awaitable[None]) -> None:
    asked, began, cpu = await _asked(port), time.monotonic(), time.process_time()
    await looking
    seconds, used = time.monotonic() - began, time.process_time() - cpu
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    requests = await _asked(port) - asked
    sys.stdout.write(
        f"{what}: {seconds:.2f} s, {used:.2f} CPU-s, {requests} requests, {largest} MB at most\n"
    )


async def _asked(port: int) -> int:
    """How many requests the client has made of the server."""
    page = await asyncio.to_thread(lambda: urlopen(f"http://127.0.0.1:{port}/metrics").read().decode())
    lines = [line for line in page.splitlines() if line.startswith("temporal_request_total{")]
    return sum(int(float(line.rpartition(" ")[2])) for line in lines)


async def _until_even(world: World) -> None:
    def kept() -> Any:
        with world.database.begin() as session:
            return going_on(session).total(), count_on_their_way(session)

    while kept() != (await count_running(world.client), await count_deliveries(world.client)):  # noqa: ASYNC110
        await asyncio.sleep(1)


def _lose(database: Database, number: int) -> None:
    """So many pairings of the cohort have lived for some months, and the server has never heard of them."""
    entity = lived(accepted)
    with database.begin() as session:
        cohort = queries.cohort(session, _KEY)
        pairs = [pair(n, uuid4().hex[:8]) for n in range(number)]
        ids = cohorts.add_pairs(session, cohort, pairs, datetime.now(UTC))
    record_as(database, entity, ids)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        pairs = int(sys.argv[1]) if len(sys.argv) > 1 else _PAIRS
        asyncio.run(main(pairs, Path(sys.argv[2] if len(sys.argv) > 2 else temporary)))
