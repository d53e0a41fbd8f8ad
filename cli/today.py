"""`tandem today`: what waits for the coordinator, as the morning letter tells it."""

from collections.abc import Sequence
from typing import Annotated

import typer

from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Table
from cli.keys import OneCohort
from cli.output import print_json, say
from cli.spelling import spelled
from services.reports.today import WaitingCohort, WaitingSection, today

app = typer.Typer()


@app.command("today")
@exports
def today_(
    cohort: OneCohort = None,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    *,
    export: Export,
) -> None:
    """What waits for you today, each with the command to run. Reads the store alone."""
    waiting = read(today, cohort)
    if export.write(lambda: [_sheet(waiting)]):
        return
    if json:
        print_json({one.cohort.key: [_as_json(section) for section in one.sections] for one in waiting})
        return
    for one in waiting:
        _print(one)
    if not waiting:
        say("Nothing waits for you today.")


def _sheet(waiting: Sequence[WaitingCohort]) -> Table:
    rows = (
        (one.cohort.key, section.title, spelled(item.text), spelled(str(item.suggestion)))
        for one in waiting
        for section in one.sections
        for item in section.items
    )
    return Table.of("Today", ("cohort", "kind", "what waits", "command"), rows)


def _as_json(section: WaitingSection) -> dict[str, object]:
    items = [{"text": spelled(item.text), "command": spelled(str(item.suggestion))} for item in section.items]
    return {"title": section.title, "matters": items}


def _print(waiting: WaitingCohort) -> None:
    say(f"{waiting.cohort.programme.title} ({waiting.cohort.key})")
    for section in waiting.sections:
        say(f"\n  {section.title}")
        for item in section.items:
            say(f"  - {item.text}")
            say(f"      {item.suggestion}")
    say("")
