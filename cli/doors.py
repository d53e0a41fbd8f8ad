"""What commands reach the outside through: the store, and the Temporal server.

Imported by nobody at start-up: `tandem --help` must answer at once. The server's client is imported by those
who ask it something: it would make a command that only reads the store take half as long again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from domain.errors import NotFound, Unreachable
from settings import read_settings
from storage.database import Database
from storage.timeouts import ON_REQUEST

if TYPE_CHECKING:
    from temporalio.client import Client

    from services.relay import Relay

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


@contextmanager
def relaying(client: "Client") -> Iterator["Relay"]:
    """What tells the server what has been written for it in the store."""
    from services.relay import Relay

    database = Database(read_settings().store_url, ON_REQUEST)
    try:
        yield Relay(client, database)
    finally:
        database.close()


def ask(question: Callable[["Client"], Awaitable[Result]]) -> Result:
    """Ask something of what lives on the server. Raises Refused if it is another store's, Unreachable if it
    does not answer, or answers with an error that means nothing in particular."""
    from temporalio.service import RPCError

    from temporal.connection import connect
    from temporal.diagnosis import server_answered
    from temporal.namespace import check_namespace
    from temporal.tracing.plugins import traced

    settings = read_settings()
    database = Database(settings.store_url, ON_REQUEST)

    async def asking() -> Result:
        client = await connect(settings)
        await check_namespace(client, database.identity())
        return await question(client)

    try:
        with traced(settings):
            return asyncio.run(asking())
    except TimeoutError as problem:
        raise Unreachable(f"The Temporal server does not answer in time: {problem}") from None
    except RPCError as problem:
        raise server_answered(problem) from None
    finally:
        database.close()
