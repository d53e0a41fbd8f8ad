"""The pages at a port of their own, as `tandem pages` runs them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from temporalio.client import Client

from domain.errors import Unreachable
from pages.app import create_app
from pages.limits import PageLimits
from pages.serving import server
from services.context import Context
from storage.database import Database
from tests.pages.visiting import SENDER, UNLIMITED
from tests.ports import free_ports


@dataclass
class Clock:
    """What the clock of the pages shows."""

    now: datetime


@asynccontextmanager
async def served(
    database: Database,
    clock: Clock,
    client: Client | None = None,
    limits: PageLimits = UNLIMITED,
    port: int | None = None,
) -> AsyncIterator[str]:
    """Their origin; without a `client` the Temporal server is away."""

    async def connected() -> Client:
        if client is None:
            raise Unreachable("The Temporal server is away.")
        return client

    port = port or free_ports(1)[0]
    origin = f"http://127.0.0.1:{port}"

    def contexts(actor: str) -> Context:
        address = SENDER.address
        return Context(database, connected, actor, lambda: clock.now, mail_from=address, pages=origin)

    app = create_app(contexts, limits)
    running = server(app, "127.0.0.1", port, "127.0.0.1")
    task = asyncio.create_task(running._serve())
    try:
        while not running.started and not task.done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        yield origin
    finally:
        running.should_exit = True
        await task
