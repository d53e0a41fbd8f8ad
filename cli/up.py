"""`tandem up`: a whole Tandem on one machine."""

import asyncio

import typer

from cli.acting import actor
from cli.output import say
from ops.local.up import run_up
from ops.logging import configure_logging
from settings import read_settings

app = typer.Typer()


@app.command("up")
def up() -> None:
    """Run server, worker, pages and mail catcher together, in real time, until Ctrl-C."""
    settings = read_settings()
    configure_logging(settings.log)
    asyncio.run(run_up(settings, say, actor()))
