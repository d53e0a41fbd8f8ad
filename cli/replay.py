"""`tandem replay`: whether this version can carry on what lives on the Temporal server."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command("replay")
def replay(
    cohort: Annotated[str | None, typer.Argument(metavar="[COHORT]", help="Only this cohort.")] = None,
    most: Annotated[
        int | None,
        typer.Option("--most", metavar="N", min=1, help="No more than so many, spread evenly over all."),
    ] = None,
) -> None:
    """Replay the histories of all open lives under this version, before it is deployed.

    It asks the server alone, and changes nothing. It ends with 0 if all would go on; with 1, and their names,
    if some would stand still; with 3 if the server is away. A life of half a year takes some 0.3 s.
    """
    import logging

    from cli.replaying import replay_and_say
    from ops.logging import configure_logging

    configure_logging("text", level=logging.ERROR)  # what a life logged has been logged when it happened
    if replay_and_say(cohort, most):
        raise typer.Exit(1)
