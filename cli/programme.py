"""`tandem programme`: the programmes there are, and whether a programme file is right."""

from pathlib import Path
from typing import Annotated

import typer

from cli.exports.option import Export, exports
from cli.output import say
from cli.programmes.sheets import calendar_sheet, programme_sheet
from cli.programmes.views import kept_for, print_programme, print_programmes
from domain.wording import counted
from services.programmes import check_programme, find_programme, shipped_programmes
from services.unusual_dates import remarks_on_programme

app = typer.Typer(no_args_is_help=True)


@app.command("list")
@exports
def list_programmes(*, export: Export) -> None:
    """List the programmes that come with Tandem."""
    found = shipped_programmes()
    if not export.write(lambda: [programme_sheet(found)]):
        print_programmes(found)


@app.command("show")
@exports
def show(
    programme: Annotated[str, typer.Argument(metavar="KEY", help="A programme's key, or a file.")],
    starting: Annotated[
        str | None, typer.Option(metavar="DATE", help="Move the calendar to begin here.")
    ] = None,
    *,
    export: Export,
) -> None:
    """Show a programme, its rules and its calendar, in local time."""
    found = find_programme(programme, starting)
    if not export.write(lambda: [calendar_sheet(found)]):
        print_programme(found)


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="A programme file (TOML).")]) -> None:
    """Check a programme file; each problem is named by its key, with the mend."""
    programme = check_programme(file)
    words = counted(len(programme.words), "letter")
    own = f", {words} with words of its own" if programme.words else ""
    for unusual in remarks_on_programme(programme):
        say(f"{file.name}: gatherings.{unusual.gathering}: {unusual.remark} It may be meant so.")
    say(f"{file.name} is right: {programme.key}, {counted(len(programme.gatherings), 'gathering')}{own}.")
    say(f"What is kept about people goes in its time: {kept_for(programme)}")
