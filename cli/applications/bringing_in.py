"""`tandem application import` and `invite`: people brought in, from a file or by name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cli import options
from cli.applications import views
from cli.context import ask, read
from cli.keys import CohortKey
from cli.options import Encoding
from cli.output import print_notes, say
from domain.enums import Role
from domain.errors import BadInput, Refused
from importing.dates import DayOrder
from services.applications import importing, inviting, sending
from services.applications.files import ApplicationFile
from storage.arrivals import OnChange

FileRole = Annotated[Role | None, typer.Option("--role", help="If the whole file is of one role.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means; may be repeated."),
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")]
Sure = Annotated[bool, typer.Option("--yes", help="Letters that are in doubt are right.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]


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


def invite(
    cohort: CohortKey,
    who: Annotated[
        str | None,
        typer.Argument(metavar="EMAIL", help="Whom to invite; who has applied is known by name, too."),
    ] = None,
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
    if (who is None) == (file is None):
        raise typer.BadParameter("Say whom to invite: EMAIL with --name, or --file FILE.")
    if dry_run and file is None:
        raise typer.BadParameter("--dry-run goes with --file.")
    if file:
        meant = options.columns(map_ or [])
        _invite_file(cohort, ApplicationFile(file, role, meant, sheet, encoding, sure), dry_run)
    elif who:
        views.print_updated(ask(inviting.invite, cohort, who, name, role))


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
    sent = ask(sending.send_applications, cohort, applications, views.print_progress)
    views.print_sent(sent)
    if sent.refused:
        raise Refused("\n".join(sent.refused))
