"""`tandem cohort`: one run of a programme."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Open a cohort, and see how it stands.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="For machines.")]
CohortKey = Annotated[str, typer.Argument(metavar="KEY", help="The cohort's key.")]


@app.command("open")
def open_cohort(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="A programme's key, or a file.")],
    pairs: Annotated[
        Path | None, typer.Option(metavar="PAIRS.csv", help="Pairs matched by hand, one a row.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="The cohort's key; the programme's if left out.")] = None,
    starting: Annotated[
        str | None, typer.Option(metavar="DATE", help="Move the calendar to begin here.")
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option("--from", metavar="PREVIOUS", help="Whoever was carried over is offered a place."),
    ] = None,
) -> None:
    """Open a cohort: for applications, or with pairs matched by hand; each becomes a pairing.

    A file of pairs needs the columns mentor_name, mentor_email, mentee_name and mentee_email, and where
    the programme offers more than one, arrangement. Opening it again adds only what is new.
    """
    from cli.opening import open_cohort as opened
    from cli.output import say
    from cli.programme_files import find
    from domain.pairs import read_pairs

    found = find(programme, starting)
    made = read_pairs(pairs, found.arrangements) if pairs else None
    cohort, new = opened(found, key or found.key, made, previous)
    if made is not None:
        say(f"Cohort {cohort.key} is open: {new} pairings begun.")
    else:
        say(f"Cohort {cohort.key} is open. Next: tandem application import {cohort.key} FILE")
        if previous:
            say(f"{new} people who have waited since {previous} are offered a place.")
    if cohort.programme != found:
        introductions = f"{cohort.programme.introductions.on:%-d %b %Y}"
        say(f"It was open before and keeps its own calendar, with introductions on {introductions}.")
    say(f"See how it stands: tandem cohort status {cohort.key}")


@app.command("status")
def status(key: CohortKey, json: Json = False) -> None:
    """How a cohort stands: its pairings and its letters. Reads the store alone."""
    from cli.output import print_json
    from cli.status import print_status, status_of

    found = status_of(key)
    print_json(found.as_json()) if json else print_status(found)


@app.command("attendance")
def attendance(
    key: CohortKey,
    gathering: Annotated[str, typer.Argument(help="The gathering's key, such as induction.")],
    absent: Annotated[
        list[str] | None, typer.Option(metavar="PAIRING:ROLE", help="Who was not there; may be repeated.")
    ] = None,
) -> None:
    """Record for a whole cohort that everybody attended a gathering, but for those named."""
    from cli.attendance import record_attendance
    from cli.output import say

    present, missing = record_attendance(key, gathering, absent or [])
    say(f"{gathering}: {present} attended, {missing} missed it. It shows in the pairings in a moment.")
