"""What commands reach the outside through: the store, and the Temporal server.

Imported by nobody at start-up: `tandem --help` must answer at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.orm import Session
from temporalio.client import Client

from connection import connect
from domain.errors import NotFound, Unreachable
from settings import read_settings
from storage.database import Database
from storage.patience import ON_REQUEST
from tracing.plugins import traced

Result = TypeVar("Result")


@contextmanager
def store() -> Iterator[Session]:
    """A transaction on the store. Raises Unreachable or NotFound, saying where it was looked for."""
    settings = read_settings()
    if settings.keeps_store_at_home and not settings.home.exists():
        raise NotFound(
            f"There is no store in {settings.home.absolute()}. Start with: tandem up   (or set TANDEM_HOME)"
        )
    database = Database(settings.store_url, ON_REQUEST)
    with database.begin() as session:
        yield session
    database.close()


def ask(question: Callable[[Client], Awaitable[Result]]) -> Result:
    """Ask something of what lives on the server. Raises Unreachable if it does not answer."""

    settings = read_settings()

    async def asking() -> Result:
        return await question(await connect(settings))

    try:
        with traced(settings):
            return asyncio.run(asking())
    except TimeoutError as problem:
        raise Unreachable(f"The Temporal server does not answer in time: {problem}") from None
