"""`tandem cohort`: one run of a programme."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Open a cohort, see how it stands, and steer it.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="For machines.")]
CohortKey = Annotated[str, typer.Argument(metavar="KEY", help="The cohort's key.")]
GatheringKey = Annotated[str, typer.Argument(metavar="GATHERING", help="Its key, such as induction.")]
SittingKey = Annotated[str | None, typer.Option("--sitting", metavar="KEY", help="Which of its dates.")]
Place = Annotated[str | None, typer.Option("--where", metavar="TEXT", help="The place, as letters name it.")]

_SLOT = "'YYYY-MM-DD HH:MM-HH:MM'"


@app.command("open")
def open_cohort(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="A programme's key, or a file.")],
    pairs: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Pairs matched by hand, one a row: CSV or a workbook.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")] = None,
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
    from cli.applications.form import read_matched_pairs
    from cli.cohorts.opening import open_and_say
    from cli.programmes.files import find

    found = find(programme, starting)
    made = read_matched_pairs(pairs, found.arrangements, sheet) if pairs else None
    open_and_say(found, key or found.key, made, previous)


@app.command("status")
def status(key: CohortKey, json: Json = False) -> None:
    """How a cohort stands, in numbers, and its pairings. Reads the store alone."""
    from cli.cohorts.status import print_status, status_of
    from cli.output import print_json

    found = status_of(key)
    print_json(found.as_json()) if json else print_status(found)


@app.command("show")
def show(key: CohortKey, json: Json = False) -> None:
    """A cohort's calendar, history and letters, what it waits for and until when. Reads the store alone."""
    from cli.cohorts.show import print_cohort

    print_cohort(key, json)


@app.command("report")
def report(
    key: CohortKey,
    json: Json = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Into this file, which must be new.")
    ] = None,
) -> None:
    """The closing report, with its numbers and with the sections that people write. It names nobody."""
    from cli.cohorts.report import make_report

    make_report(key, json, out)


@app.command("attendance")
def attendance(
    key: CohortKey,
    gathering: GatheringKey,
    absent: Annotated[
        list[str] | None,
        typer.Option(metavar="EMAIL|PAIRING:ROLE", help="Who was not there; may be repeated."),
    ] = None,
    sitting: SittingKey = None,
) -> None:
    """Record for a whole cohort that everybody attended a gathering, but for those named.

    Everybody: the pairs that have accepted; before the pairing, those who have signed up for a date
    that is over, or for the one of --sitting.
    """
    from cli.cohorts.attendance import record_attendance

    record_attendance(key, gathering, absent or [], sitting)


@app.command("close-applications")
def close_applications(key: CohortKey) -> None:
    """Close applications now; the matches are drafted next."""
    from cli.cohorts.changes import close_applications as close

    close(key, datetime.now(UTC))


@app.command("extend")
def extend(
    key: CohortKey, to: Annotated[str, typer.Option("--to", metavar="DATE", help="The new last day.")]
) -> None:
    """Move the last day for applications; they close at its end, local time."""
    from cli.applications.days import day
    from cli.cohorts.changes import extend as extended

    extended(key, day(to, "--to"), datetime.now(UTC))


@app.command("draft")
def draft(key: CohortKey) -> None:
    """Draft the matches, as `tandem match draft` does. Nobody is told."""
    from cli.cohorts.draft_present import print_draft
    from cli.cohorts.matching import make_draft

    make_draft(key)
    print_draft(key, json=False)


@app.command("approve")
def approve(
    key: CohortKey, by: Annotated[str, typer.Option(metavar="NAME", help="Who approves; it is recorded.")]
) -> None:
    """Approve the latest draft, as `tandem match approve` does: its pairs begin."""
    from cli.cohorts.matching import approve_draft

    approve_draft(key, by)


@app.command("reschedule")
def reschedule(
    key: CohortKey,
    gathering: GatheringKey,
    to: Annotated[str, typer.Option("--to", metavar=_SLOT, help="The new time, local.")],
    sitting: SittingKey = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Which, by the day it is on.")
    ] = None,
    where: Place = None,
) -> None:
    """Move a date of a gathering for everybody; letters and calendars follow.

    Which date need not be said where there is only one.
    """
    from cli.applications.days import day
    from cli.cohorts.changes import Which
    from cli.cohorts.changes import reschedule as rescheduled
    from domain.programme.dates import read_slot

    if sitting and on:
        raise typer.BadParameter("Say which date with --sitting or with --on, not with both.")
    which = Which(sitting=sitting, on=day(on, "--on") if on else None)
    rescheduled(key, gathering, read_slot(to), which, where, datetime.now(UTC))


@app.command("add-sitting")
def add_sitting(
    key: CohortKey,
    gathering: GatheringKey,
    on: Annotated[str, typer.Option("--on", metavar=_SLOT, help="When, local time.")],
    where: Place = None,
) -> None:
    """Hold a gathering once more, for whoever has not attended it yet."""
    from cli.cohorts.changes import add_sitting as added
    from domain.programme.dates import read_slot

    added(key, gathering, read_slot(on), where, datetime.now(UTC))


@app.command("end")
def end(key: CohortKey) -> None:
    """End a cohort that has no open pairings; whoever still waits is kept for the next."""
    from cli.cohorts.telling import end_cohort

    end_cohort(key)
