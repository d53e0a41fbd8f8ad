"""`tandem cohort`: one run of a programme."""

from pathlib import Path
from typing import Annotated

import typer

from cli import match
from cli.cohorts.announcing import announce
from cli.cohorts.as_json import history_json, status_json
from cli.cohorts.cancelling import Instead, Opens, cancel
from cli.cohorts.confirmations import (
    confirm_adding,
    confirm_attendance,
    confirm_closing,
    confirm_ending,
    confirm_rescheduling,
    names_of_waiting,
)
from cli.cohorts.glances import as_json, cohorts_sheet, print_cohorts
from cli.cohorts.mood import mood
from cli.cohorts.noting import note
from cli.cohorts.opening import open_
from cli.cohorts.overview import print_status
from cli.cohorts.programme_change import change as take_over
from cli.cohorts.recording import record, write_template
from cli.cohorts.report_json import report_line_json
from cli.cohorts.reporting import compare, report
from cli.cohorts.sheets import attendance_sheet, history_sheets, reports_sheet, status_sheets
from cli.cohorts.views import (
    print_history,
    print_reports,
    say_attendance,
    say_names,
    say_sitting,
    say_standing,
)
from cli.confirming import Yes
from cli.context import ask, read
from cli.exports.option import Export, exports
from cli.keys import CohortKey
from cli.options import day
from cli.output import print_json, print_table, say
from domain.clock import format_date
from domain.errors import Refused
from domain.programme.dates import Place, read_slot
from services.cohorts import changes, sittings
from services.cohorts.attendance import record_attendance
from services.programmes import check_programme
from services.reports.attendance import who_came
from services.reports.closing import made_reports
from services.reports.glance import glance
from services.reports.status import history, status

app = typer.Typer(no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="For machines.")]
GatheringKey = Annotated[str, typer.Argument(metavar="GATHERING", help="Its key, such as induction.")]
SittingKey = Annotated[str | None, typer.Option("--sitting", metavar="KEY", help="Which of its dates.")]
Where = Annotated[str | None, typer.Option("--where", metavar="TEXT", help="The place, as letters name it.")]
Link = Annotated[str | None, typer.Option("--link", metavar="URL", help="Where one joins it online.")]

_SLOT = "'YYYY-MM-DD HH:MM-HH:MM'"


app.command("open")(open_)


@app.command("list")
@exports
def list_cohorts(json: Json = False, *, export: Export) -> None:
    """Every cohort: how it stands, and how many applications and pairings it has. Reads the store alone."""
    found = read(glance)
    if export.write(lambda: [cohorts_sheet(found)]):
        return
    print_json(as_json(found)) if json else print_cohorts(found)


@app.command("status")
@exports
def show_status(key: CohortKey, json: Json = False, *, export: Export) -> None:
    """How a cohort stands, in numbers, and its pairings. Reads the store alone."""
    found = read(status, key)
    if not export.write(lambda: status_sheets(found)):
        print_json(status_json(found)) if json else print_status(found)


@app.command("show")
@exports
def show(key: CohortKey, json: Json = False, *, export: Export) -> None:
    """A cohort's calendar, history and letters, what it waits for and until when. Reads the store alone."""
    found = read(history, key)
    if not export.write(lambda: history_sheets(found)):
        print_json(history_json(found)) if json else print_history(found)


app.command("report")(report)
app.command("compare")(compare)


@app.command("report-list")
@exports
def report_list(key: CohortKey, json: Json = False, *, export: Export) -> None:
    """The reports that have been made of a cohort. Reads the store alone."""
    made = read(made_reports, key)
    if not export.write(lambda: [reports_sheet(made)]):
        print_json([report_line_json(one) for one in made]) if json else print_reports(key, made)


@app.command("attendance")
def attendance(
    key: CohortKey,
    gathering: GatheringKey,
    absent: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|EMAIL|PAIRING:ROLE", help="Who was not there; may be repeated."),
    ] = None,
    sitting: SittingKey = None,
    yes: Yes = False,
) -> None:
    """Record for a whole cohort that everybody attended a gathering, but for those named.

    Everybody: the pairs that have accepted; before the pairing, those who have signed up for a date
    that is over, or for the one of --sitting.
    """
    confirm_attendance(key, gathering, absent or [], sitting, yes)
    recorded = ask(record_attendance, key, gathering, absent or [], sitting)
    say_attendance(recorded)
    if recorded.refused:
        raise Refused("\n".join(recorded.refused))


@app.command("who-came")
@exports
def show_who_came(
    key: CohortKey,
    gathering: Annotated[
        str | None, typer.Argument(metavar="[GATHERING]", help="Its key, such as induction; all if left out.")
    ] = None,
    *,
    export: Export,
) -> None:
    """Who attended a gathering, missed it or was excused, by name. Reads the store alone."""
    table = attendance_sheet(read(who_came, key, gathering))
    if export.write(lambda: [table]):
        return
    if table.rows:
        print_table(table.title, table.columns, table.rows)
    else:
        say(f"Of nobody in {key} it is recorded yet who came to {gathering or 'a gathering'}.")


app.command("announce")(announce)
app.command("mood")(mood)
app.command("note")(note)
app.command("record")(record)
app.command("record-template")(write_template)


@app.command("close-applications")
def close_applications(key: CohortKey, yes: Yes = False) -> None:
    """Close applications now; the matches are drafted next."""
    confirm_closing(key, yes)
    say_standing(ask(changes.close_applications, key))


@app.command("extend")
def extend(
    key: CohortKey, to: Annotated[str, typer.Option("--to", metavar="DATE", help="The new last day.")]
) -> None:
    """Move the last day for applications; they close at its end, local time."""
    closes = day(to, "--to")
    cohort = ask(changes.extend, key, closes)
    say(f"Applications close at the end of {format_date(closes)}.")
    say_standing(cohort)


@app.command("draft")
def draft(key: CohortKey) -> None:
    """Draft the matches, as `tandem match draft` does. Nobody is told."""
    match.draft(key)


@app.command("approve")
def approve(key: CohortKey, yes: Yes = False) -> None:
    """Approve the latest draft, as `tandem match approve` does: its pairs begin."""
    match.approve(key, yes)


@app.command("reschedule")
def reschedule(
    key: CohortKey,
    gathering: GatheringKey,
    to: Annotated[str, typer.Option("--to", metavar=_SLOT, help="The new time, local.")],
    sitting: SittingKey = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Which, by the day it is on.")
    ] = None,
    where: Where = None,
    link: Link = None,
    yes: Yes = False,
) -> None:
    """Move a date of a gathering for everybody; letters and calendars follow.

    Which date need not be said where there is only one. The same time with another --where or --link
    changes the place alone.
    """
    if sitting and on:
        raise typer.BadParameter("Say which date with --sitting or with --on, not with both.")
    on_day = day(on, "--on") if on else None
    slot = read_slot(to)
    confirm_rescheduling(key, gathering, slot, sitting, on_day, yes)
    changed = ask(sittings.reschedule, key, gathering, slot, sitting, on_day, Place(where, link))
    say_sitting(changed)
    if changed.is_new:
        say("Everybody it concerns is told, and their calendars follow.")
    else:
        say("It was so already; whoever has not heard of it is told.")


@app.command("add-sitting")
def add_sitting(
    key: CohortKey,
    gathering: GatheringKey,
    on: Annotated[str, typer.Option("--on", metavar=_SLOT, help="When, local time.")],
    where: Where = None,
    link: Link = None,
    yes: Yes = False,
) -> None:
    """Hold a gathering once more, for whoever has not attended it yet."""
    slot = read_slot(on)
    confirm_adding(key, gathering, slot, yes)
    say_sitting(ask(sittings.add_sitting, key, gathering, slot, Place(where, link)))
    say("It is offered to whoever has not attended yet.")


@app.command("cancel-gathering")
def cancel_gathering(
    key: CohortKey,
    gathering: GatheringKey,
    sitting: SittingKey = None,
    open_: Opens = False,
    instead: Instead = None,
    where: Where = None,
    link: Link = None,
    yes: Yes = False,
) -> None:
    """Cancel a gathering for everybody, or one date of it: invitations are withdrawn, reminders stop.

    Whoever was to come, comes to another date that there is, or to the one of --instead; or goes on
    without it: --open.
    """
    cancel(key, gathering, sitting, open_, instead, Place(where, link), yes)


@app.command("change")
def change(
    key: CohortKey,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The programme's file, as it is now.")],
    yes: Yes = False,
) -> None:
    """Take over what has changed in the programme's file: contact, words, places, links, the report's dates.

    What must not change while a cohort runs is named, and nothing is changed then. Each change is shown.
    """
    take_over(key, check_programme(file), yes)


@app.command("end")
def end(key: CohortKey, yes: Yes = False) -> None:
    """End a cohort that has no open pairings; whoever still waits is kept for the next."""
    confirm_ending(key, yes)
    waiting = names_of_waiting(key)
    say_standing(ask(changes.end, key))
    say_names("Open until now", waiting)
