"""`tandem today`: what waits for the coordinator, as the morning letter tells it."""

from dataclasses import asdict
from typing import Annotated

import typer

from cli.context import read
from cli.output import print_json, say
from services.reports.today import WaitingCohort, today

app = typer.Typer()


@app.command("today")
def today_(
    cohort: Annotated[str | None, typer.Argument(metavar="[COHORT]", help="Only in this cohort.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """What waits for you today, each with the command to run. Reads the store alone."""
    waiting = read(today, cohort)
    if json:
        print_json({one.cohort.key: [asdict(section) for section in one.sections] for one in waiting})
        return
    for one in waiting:
        _print(one)
    if not waiting:
        say("Nothing waits for you today.")


def _print(waiting: WaitingCohort) -> None:
    say(f"{waiting.cohort.programme.title} ({waiting.cohort.key})")
    for section in waiting.sections:
        say(f"\n  {section.title}")
        for matter in section.matters:
            say(f"  - {matter.text}")
            say(f"      {matter.command}")
    say("")
