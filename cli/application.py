"""`tandem application`: who has applied, and what they told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli import options
from cli.applications import views
from cli.applications.sheets import application_sheet, history_sheets
from cli.confirming import Yes
from cli.confirming import confirm as confirm_first
from cli.context import ask, read
from cli.exports.option import Export, exports
from cli.keys import CohortKey
from cli.options import On, earlier_day
from cli.output import print_notes, say
from domain.enums import ApplicationStage, Role
from domain.errors import BadInput, Refused
from importing.dates import DayOrder
from services import beginning
from services.applications import amending, importing, inviting, reading, updates
from services.applications.files import ApplicationFile
from services.applications.finding import with_address
from services.reports.zones import zones
from storage.arrivals import OnChange
from storage.views import ApplicationView

app = typer.Typer(no_args_is_help=True)

Person = Annotated[
    str,
    typer.Argument(
        metavar="PERSON", help="The address or name, or a part of it, or the application's id, such as x-a07."
    ),
]
GatheringKey = Annotated[str, typer.Argument(metavar="GATHERING", help="Its key, such as workshop.")]
InRole = Annotated[Role | None, typer.Option("--role", help="For a person who applied in both roles.")]
FileRole = Annotated[Role | None, typer.Option("--role", help="If the whole file is of one role.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means; may be repeated."),
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of a CSV file's letters, such as mac_roman, if not UTF-8.")
]
Sure = Annotated[bool, typer.Option("--yes", help="Letters that are in doubt are right.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("import")
def import_applications(
    cohort: CohortKey,
    file: Annotated[Path, typer.Argument(help="CSV or a workbook, as your form or spreadsheet exports it.")],
    received: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day on which those came in that do not say so; else now."),
    ] = None,
    dates: Annotated[
        DayOrder | None, typer.Option(help="How the form's times are written, if the file does not show it.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Take over what people say otherwise than the file said before.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave all that as it is here, and do not ask again.")
    ] = False,
    role: FileRole = None,
    map_: Columns = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    sure: Sure = False,
    dry_run: DryRun = False,
) -> None:
    """Bring in applications. The whole file is judged first; with a problem in it nothing is kept.

    A file that grows may come every week: who is known stays as they are here, who is new is added, and
    what somebody says otherwise than the file said before is asked about.
    """
    if update and keep:
        raise typer.BadParameter("--update and --keep say the opposite of each other.")
    on = options.day(received, "--received") if received else None
    changes = OnChange.TAKE_OVER if update else OnChange.LEAVE if keep else OnChange.ASK
    form = ApplicationFile(file, role, options.columns(map_ or []), sheet, encoding, sure, dates)
    with _notes_of(file):
        imported = read(importing.import_file, cohort, form, on, changes, dry_run)
    print_notes(file.name, imported.notes)
    views.print_imported(imported, dry_run)
    if not dry_run:
        _send(cohort, imported.applications)
        say(f"See how they stand: tandem application list {cohort}")


@app.command("list")
@exports
def list_applications(
    cohort: CohortKey,
    stage: Annotated[ApplicationStage | None, typer.Option(help="Only in this stage.")] = None,
    attention: Annotated[bool, typer.Option("--attention", help="Only those that need you.")] = False,
    json: Json = False,
    *,
    export: Export,
) -> None:
    """List the applications to a cohort. Reads the store alone."""
    found = read(reading.list_applications, cohort, stage, attention)
    if not export.write(lambda: [application_sheet(found, read(zones)[cohort])]):
        views.print_applications(cohort, found, json)


@app.command("show")
@exports
def show(
    cohort: CohortKey, person: Person, role: InRole = None, json: Json = False, *, export: Export
) -> None:
    """How an application stands, what was told, its history and its letters. Reads the store alone."""
    found = read(reading.history, cohort, person, role)
    if not export.write(lambda: history_sheets(found)):
        views.print_application(found, json)


@app.command("invite")
def invite(
    cohort: CohortKey,
    email: Annotated[str | None, typer.Argument(metavar="EMAIL", help="Whom to invite.")] = None,
    name: Annotated[str | None, typer.Option(help="The person's name, if it is not known yet.")] = None,
    role: Annotated[Role | None, typer.Option(help="In which role.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV or a workbook with name, email and, if need be, role."),
    ] = None,
    map_: Columns = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    sure: Sure = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --file: only say what would happen.")
    ] = False,
) -> None:
    """Invite a person, or with --file many, to apply. Who has applied already counts as invited then."""
    if (email is None) == (file is None):
        raise typer.BadParameter("Say whom to invite: EMAIL with --name, or --file FILE.")
    if dry_run and file is None:
        raise typer.BadParameter("--dry-run goes with --file.")
    if file:
        meant = options.columns(map_ or [])
        _invite_file(cohort, ApplicationFile(file, role, meant, sheet, encoding, sure), dry_run)
    elif email:
        views.print_updated(ask(inviting.invite, cohort, email, name, role))


def _invite_file(cohort: str, file: ApplicationFile, dry_run: bool) -> None:
    with _notes_of(file.path):
        invited = read(inviting.invite_file, cohort, file, dry_run)
    print_notes(file.path.name, invited.notes)
    views.print_invited(invited, dry_run)
    if not dry_run:
        _send(cohort, invited.applications)
        say(f"See who has answered: tandem application list {cohort} --stage invited")


@contextmanager
def _notes_of(file: Path) -> Iterator[None]:
    """Printed also where something is wrong with it."""
    try:
        yield
    except BadInput as problem:
        print_notes(file.name, getattr(problem, "__notes__", ()))
        raise


def _send(cohort: str, applications: Sequence[str]) -> None:
    """Raises Unreachable, or Refused with a sentence for each that would not be told; they are kept."""
    sent = ask(beginning.send_applications, cohort, applications, views.print_progress)
    views.print_sent(sent)
    if sent.refused:
        raise Refused("\n".join(sent.refused))


@app.command("amend")
def amend(
    cohort: CohortKey,
    person: Person,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What the person says now; may be repeated."),
    ] = None,
    role: InRole = None,
) -> None:
    """Complete or put right what somebody told. Several goals and the like stand between semicolons.

    Somebody who was invited, or offered a place, has applied by this.
    """
    views.print_updated(ask(amending.amend, cohort, person, role, options.answers(set_ or [])))


@app.command("confirm")
def confirm(
    cohort: CohortKey,
    person: Person,
    condition: Annotated[
        str, typer.Argument(metavar="CONDITION", help="manager, or a prerequisite's key, such as experience.")
    ],
    no: Annotated[bool, typer.Option("--no", help="It will not be met: declines the application.")] = False,
    yes: Yes = False,
    role: InRole = None,
    on: On = None,
) -> None:
    """A condition is met: the line manager supports it, or a prerequisite has been shown."""
    if no:
        meant = read(updates.to_confirm, cohort, person, role, condition)
        _confirm_ends("This declines the application of", [found.view for found in meant], yes)
    for updated in ask(updates.confirm, cohort, person, role, condition, not no, earlier_day(on)):
        views.print_updated(updated)


def _confirm_end(what: str, cohort: str, person: str, role: Role | None, yes: bool) -> None:
    """Ask before an application ends, if it has not."""
    _confirm_ends(what, [read(reading.find, cohort, person, role).view], yes)


def _confirm_ends(what: str, applications: Sequence[ApplicationView], yes: bool) -> None:
    ending = [view for view in applications if view.stage.is_open]
    if ending:
        roles = " and ".join(view.application.role for view in ending)
        confirm_first(f"{what} {with_address(ending[0])} ({roles}), who is written to.", yes)


@app.command("sign-up")
def sign_up(
    cohort: CohortKey,
    person: Person,
    gathering: GatheringKey,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day, if there are several.")] = None,
    sitting: Annotated[
        str | None, typer.Option(metavar="KEY", help="Which one, if there are two on that day.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="They cannot come after all.")] = False,
    role: InRole = None,
) -> None:
    """A person will come to a date of a gathering before there are pairs, such as an awareness session."""
    if none and (on or sitting):
        raise BadInput("--none goes alone: it gives the place back.")
    if none:
        views.print_updated(ask(updates.give_place_back, cohort, person, role, gathering))
        return
    day = options.day(on, "--on") if on else None
    views.print_updated(ask(updates.sign_up, cohort, person, role, gathering, day, sitting))


@app.command("attend")
def attend(
    cohort: CohortKey,
    person: Person,
    gathering: GatheringKey,
    absent: Annotated[bool, typer.Option("--absent", help="They were not there.")] = False,
    role: InRole = None,
    on: On = None,
) -> None:
    """Record that a person came to a gathering before there are pairs, or caught up; --absent: did not."""
    views.print_updated(ask(updates.attend, cohort, person, role, gathering, not absent, earlier_day(on)))


@app.command("take-up")
def take_up(cohort: CohortKey, person: Person, role: InRole = None, on: On = None) -> None:
    """Who was carried over from an earlier cohort takes up the place that is offered."""
    views.print_updated(ask(updates.take_up, cohort, person, role, earlier_day(on)))


@app.command("decline")
def decline(cohort: CohortKey, person: Person, role: InRole = None, yes: Yes = False, on: On = None) -> None:
    """Decline an application as the coordinator; the person is told kindly."""
    _confirm_end("This declines the application of", cohort, person, role, yes)
    views.print_updated(ask(updates.decline, cohort, person, role, earlier_day(on)))


@app.command("withdraw")
def withdraw(cohort: CohortKey, person: Person, role: InRole = None, yes: Yes = False, on: On = None) -> None:
    """A person withdraws the application. Nobody asks why."""
    _confirm_end("This withdraws the application of", cohort, person, role, yes)
    views.print_updated(ask(updates.withdraw, cohort, person, role, earlier_day(on)))


@app.command("reopen")
def reopen(cohort: CohortKey, person: Person, role: InRole = None) -> None:
    """Take up again what was declined, withdrawn or kept for the next cohort; the person is told."""
    views.print_updated(ask(updates.reopen, cohort, person, role))
