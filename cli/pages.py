"""`tandem pages`: what the links in letters open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from cli.context import connected
from ops.local.permissions import keep_store_private
from ops.logging import configure_logging
from ops.personal_files import personal_files
from pages.app import create_app
from pages.serving import server
from services.context import Context
from settings import Settings, read_settings
from storage.database import Database
from storage.engine import ON_PAGE

if TYPE_CHECKING:
    from temporalio.client import Client

app = typer.Typer()


@app.command("pages")
def pages() -> None:
    """Run the pages that letters' links open, until SIGTERM or Ctrl-C.

    Any number may run, behind a proxy. They begin without the store and without the Temporal server, and say
    so on the page while one is away.
    """
    settings = read_settings()
    configure_logging(settings.log)
    keep_store_private(settings)
    made = create_app(contexts(settings), outside=personal_files(settings))
    server(made, settings.pages_host, settings.pages_port, settings.pages_proxies).run()


def contexts(settings: Settings) -> Callable[[str], Context]:
    """Makes the context of each request, on one store and one connection to the server."""
    database = Database(settings.store_url, ON_PAGE)
    known: list[Client] = []

    async def client() -> "Client":
        if not known:
            known.append(await connected(settings, database))
        return known[0]

    url = settings.pages_url or settings.pages_address
    return lambda actor: Context(database, client, actor, mail_from=settings.mail_from, pages=url)
