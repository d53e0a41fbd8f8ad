"""From a command to a service: the context, made once, and the asking.

Imported by nobody at start-up: `tandem --help` must answer at once.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from cli.acting import actor
from domain.errors import NotFound
from ops.local.permissions import keep_store_private
from services import asking
from services.auditing import recorded
from services.context import Context
from services.rights import check_may
from settings import Settings, read_settings
from storage.database import Database
from storage.engine import ON_REQUEST

if TYPE_CHECKING:
    from temporalio.client import Client

    from storage.erasing.past_pairs import PairDigest

P = ParamSpec("P")
Result = TypeVar("Result")


def read(service: Callable[Concatenate[Context, P], Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Ask a service that needs the store alone. Raises Unreachable or NotFound, saying where the store was
    looked for."""
    made = _context(read_settings())
    with recorded(made, service, [*args, *kwargs.values()]) as recorder:
        check_may(made, service)
        return recorder.of(service(made, *args, **kwargs))


def ask(
    service: Callable[Concatenate[Context, P], Awaitable[Result]], *args: P.args, **kwargs: P.kwargs
) -> Result:
    """Ask a service that tells the Temporal server something. Raises Refused if that is another store's,
    Unreachable if it does not answer, or answers with an error that means nothing in particular."""
    from temporal.tracing.plugins import traced

    settings = read_settings()
    made = _context(settings)
    with traced(settings):
        answer: Result = asyncio.run(asking.ask(made, service, *args, check=check_may, **kwargs))
        return answer


def _context(settings: Settings) -> Context:
    """The context of one command."""
    if settings.keeps_store_at_home and not settings.home.exists():
        raise NotFound(
            f"There is no store in {settings.home.absolute()}. Start with: tandem up   (or set TANDEM_HOME)"
        )
    keep_store_private(settings)
    database = _opened(settings.store_url)

    async def client() -> "Client":
        return await connected(settings, database)

    def pair_digest() -> "PairDigest | None":
        from ops.personal_files import personal_files

        return personal_files(settings).pair_digest

    return Context(
        database,
        client,
        actor(),
        find_pair_digest=pair_digest,
        mail_from=settings.mail_from,
        pages=settings.letters_lead_to,
    )


class _Stores(threading.local):
    """Those that the command of this thread has opened, by their URLs."""

    def __init__(self) -> None:
        self.opened: dict[str, Database] = {}


_stores = _Stores()


def _opened(url: str) -> Database:
    """Once for a command, however many services it asks."""
    if url not in _stores.opened:
        _stores.opened[url] = Database(url, ON_REQUEST)
    return _stores.opened[url]


def close_stores() -> None:
    """At the end of a command."""
    while _stores.opened:
        _stores.opened.popitem()[1].close()


async def connected(settings: Settings, database: Database) -> "Client":
    """Raises Refused if the server is another store's."""
    from temporal.connection import check_namespace, connect

    client = await connect(settings)
    await check_namespace(client, database.identity())
    return client
