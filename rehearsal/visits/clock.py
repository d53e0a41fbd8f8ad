"""The pages of a life in skipped time: each request says what the clock shows for whoever asks.

Only here. The pages of a real cohort know no such header.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime

from starlette.types import ASGIApp, Receive, Scope, Send
from temporalio.client import Client

from pages.app import create_app
from pages.limits import PageLimits
from pages.serving import server
from services.context import Context, now_in_utc
from settings import Settings
from storage.database import Database

NOW_HEADER = "X-Rehearsal-Now"
_AT_ANY_PACE = PageLimits(by_link=1_000_000, by_address=1_000_000, by_wrong_links=1_000_000)
_now: ContextVar[datetime | None] = ContextVar("now", default=None)


class _Skipped:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = dict(scope.get("headers", ())).get(NOW_HEADER.lower().encode())
        _now.set(datetime.fromisoformat(told.decode()) if told else None)
        await self._app(scope, receive, send)


@asynccontextmanager
async def pages_in_skipped_time(
    settings: Settings, client: Client, database: Database
) -> AsyncIterator[None]:
    """The pages, listening at their loopback port for as long as the context lasts."""

    async def connected() -> Client:
        return client

    def context(actor: str) -> Context:
        clock = lambda: _now.get() or now_in_utc()  # noqa: E731
        return Context(
            database, connected, actor, clock, mail_from=settings.mail_from, pages=settings.pages_url
        )

    app = _Skipped(create_app(context, _AT_ANY_PACE))
    serving = server(app, "127.0.0.1", settings.pages_port, "127.0.0.1")
    task = asyncio.create_task(serving._serve())
    try:
        while not serving.started and not task.done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        yield
    finally:
        serving.should_exit = True
        await task
