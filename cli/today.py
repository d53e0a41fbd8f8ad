"""`tandem today`: what waits for the coordinator, as the morning letter tells it."""

from typing import Annotated

import typer


def today(
    cohort: Annotated[str | None, typer.Argument(metavar="[COHORT]", help="Only in this cohort.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """What waits for you today, each with the command to run. Reads the store alone."""
    from cli.matters import print_today

    print_today(cohort, json)
