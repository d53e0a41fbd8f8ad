"""`tandem db`: the store."""

import typer

from cli.output import say
from ops.local.permissions import keep_store_private
from settings import read_settings
from storage.database import Database
from storage.engine import ON_REQUEST

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """The store."""


@app.command("upgrade")
def upgrade() -> None:
    """Bring the store's tables to the newest version; harmless if they are."""
    settings = read_settings()
    keep_store_private(settings)
    Database(settings.store_url, ON_REQUEST).upgrade()
    say("The store is up to date.")
