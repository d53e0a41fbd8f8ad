"""Heartbeats while something takes its time, so that a worker that was lost at it is noticed soon."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from temporalio import activity


@asynccontextmanager
async def heartbeats(every: float) -> AsyncIterator[None]:
    """Send one every so many seconds, the first after that time, for as long as the context lasts."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(every)
            activity.heartbeat()

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
