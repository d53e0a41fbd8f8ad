"""`tandem programme`: the programmes there are, and whether a programme file is right."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The programmes there are, and whether a file is right.", no_args_is_help=True)


@app.command("list")
def list_programmes() -> None:
    """List the programmes that come with Tandem."""
    from cli.output import print_table
    from cli.programme_files import shipped

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
    """Show a programme and its calendar, in local time."""
    from cli.output import print_table, say
    from cli.programme_files import calendar_of, find

    found = find(programme, starting)
    say(f"{found.title}, {found.organisation} ({found.key})")
    say(found.summary)
    say(
        f"Arrangement: {' or '.join(found.arrangements)}. "
        f"Contact: {found.contact.name}, {found.contact.email}"
    )
    for role in (found.roles.mentor, found.roles.mentee):
        say(f"{role.label}: {role.who} (enters by {role.enters_by})")
    say(f"At least {found.sessions.minimum} sessions of {found.sessions.minutes} minutes.\n")
    print_table(f"Calendar ({found.timezone})", ("when", "what"), calendar_of(found))


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="A programme file (TOML).")]) -> None:
    """Check a programme file; each problem is named by its key, with the mend."""
    from cli.output import say
    from domain.programme_file import read_programme

    programme = read_programme(file)
    say(f"{file.name} is right: {programme.key}, {len(programme.gatherings)} gatherings.")
