"""`tandem replay`: whether this version can carry on the open workflows of the Temporal server."""

import asyncio
import logging
from typing import Annotated

import typer

from cli.keys import OneCohort
from cli.output import say
from domain.wording import counted
from ops.logging import configure_logging
from ops.replay import Replayed, replay
from settings import read_settings
from temporal.connection import connect

app = typer.Typer()


@app.command("replay")
def replay_(
    cohort: OneCohort = None,
    most: Annotated[
        int | None,
        typer.Option("--most", metavar="N", min=1, help="No more than so many, spread evenly over all."),
    ] = None,
) -> None:
    """Replay the histories of all open workflows under this version, before it is deployed.

    It asks the server alone, and changes nothing. It ends with 0 if all would go on; with 1, and their names,
    if some would stand still; with 3 if the server is away. A pairing of half a year takes some 0.3 s.
    """
    configure_logging("text", level=logging.ERROR)  # what a workflow logged has been logged when it happened
    replayed = asyncio.run(_connect_and_replay(cohort, most))
    for workflow_id, reason in replayed.named:
        say(f"{workflow_id}: {reason}")
    if others := replayed.stand_still - len(replayed.named):
        say(f"... and {counted(others, 'other')}.")
    say(f"{_workflows(replayed.workflows)} replayed; {replayed.stand_still} would stand still.")
    if replayed.stand_still:
        raise typer.Exit(1)


async def _connect_and_replay(cohort: str | None, most: int | None) -> Replayed:
    return await replay(await connect(read_settings()), cohort, most, _say_how_far)


def _say_how_far(replayed: Replayed) -> None:
    if replayed.workflows:
        say(f"  {replayed.workflows} of {replayed.wanted}, {replayed.stand_still} would stand still")
    else:
        say(f"Replays {replayed.wanted} of {_workflows(replayed.open)} that are open.")


def _workflows(count: int) -> str:
    return counted(count, "workflow")
