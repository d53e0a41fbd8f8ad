"""`tandem programme`: the programmes there are, and whether a programme file is right."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The programmes there are, and whether a file is right.", no_args_is_help=True)


@app.command("list")
def list_programmes() -> None:
    """List the programmes that come with Tandem."""
    from cli.output import print_table
    from cli.programmes.files import shipped

    rows = [
        (p.key, p.organisation, p.title, f"{p.sessions.minimum} x {p.sessions.minutes} min")
        for p in shipped()
    ]
    print_table("Programmes", ("key", "organisation", "title", "sessions"), rows)


@app.command("show")
def show(
    programme: Annotated[str, typer.Argument(metavar="KEY", help="A programme's key, or a file.")],
    starting: Annotated[
        str | None, typer.Option(metavar="DATE", help="Move the calendar to begin here.")
    ] = None,
) -> None:
    """Show a programme, its rules and its calendar, in local time."""
    from cli.programmes.files import find
    from cli.programmes.views import print_programme

    print_programme(find(programme, starting))


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="A programme file (TOML).")]) -> None:
    """Check a programme file; each problem is named by its key, with the mend."""
    from cli.output import say
    from cli.programmes.files import read
    from domain.wording import counted

    programme = read(file)
    words = counted(len(programme.words), "letter")
    own = f", {words} with words of its own" if programme.words else ""
    say(f"{file.name} is right: {programme.key}, {len(programme.gatherings)} gatherings{own}.")
