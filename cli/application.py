"""`tandem application`: who has applied, and what they told."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.enums import ApplicationStage, Role

if TYPE_CHECKING:
    from domain.application.events import ApplicationUpdate

app = typer.Typer(help="Who has applied, and what they told.", no_args_is_help=True)

CohortKey = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's key.")]
Person = Annotated[
    str, typer.Argument(metavar="PERSON", help="The email address, or the application's id, such as x-a07.")
]
GatheringKey = Annotated[str, typer.Argument(metavar="GATHERING", help="Its key, such as workshop.")]
InRole = Annotated[Role | None, typer.Option("--role", help="For a person who applied in both roles.")]
FileRole = Annotated[Role | None, typer.Option("--role", help="If the whole file is of one role.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means; may be repeated."),
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("import")
def import_applications(
    cohort: CohortKey,
    file: Annotated[Path, typer.Argument(help="CSV or a workbook, as your form or spreadsheet exports it.")],
    received: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day on which these came in; now if left out.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Take over other answers of people who have applied before.")
    ] = False,
    role: FileRole = None,
    map_: Columns = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,
) -> None:
    """Bring in applications. The whole file is judged first; with a problem in it nothing is kept.

    Importing the same file again changes nothing; if the first time was cut short, it goes on.
    """
    from cli.applications.form import Form
    from cli.applications.importing import import_file

    import_file(cohort, Form(file, role, map_ or [], sheet), received, update, dry_run)


@app.command("list")
def list_applications(
    cohort: CohortKey,
    stage: Annotated[ApplicationStage | None, typer.Option(help="Only in this stage.")] = None,
    attention: Annotated[bool, typer.Option("--attention", help="Only those that need you.")] = False,
    json: Json = False,
) -> None:
    """List the applications to a cohort. Reads the store alone."""
    from cli.applications.views import print_applications

    print_applications(cohort, stage, attention, json)


@app.command("show")
def show(cohort: CohortKey, person: Person, role: InRole = None, json: Json = False) -> None:
    """How an application stands, what was told, its history and its letters. Reads the store alone."""
    from cli.applications.views import print_application

    print_application(cohort, person, role, json)


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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --file: only say what would happen.")
    ] = False,
) -> None:
    """Invite a person, or with --file many, to apply. Who has applied already counts as invited then."""
    from cli.applications.form import Form
    from cli.applications.inviting import invite_file, invite_one

    if (email is None) == (file is None):
        raise typer.BadParameter("Say whom to invite: EMAIL with --name, or --file FILE.")
    if dry_run and file is None:
        raise typer.BadParameter("--dry-run goes with --file.")
    if file:
        invite_file(cohort, Form(file, role, map_ or [], sheet), dry_run)
    elif email:
        invite_one(cohort, email, name, role)


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
    from cli.applications.amending import amend as amended

    amended(cohort, person, role, set_ or [])


@app.command("confirm")
def confirm(
    cohort: CohortKey,
    person: Person,
    condition: Annotated[
        str, typer.Argument(metavar="CONDITION", help="manager, or a prerequisite's key, such as experience.")
    ],
    no: Annotated[bool, typer.Option("--no", help="It will not be met: declines the application.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before declining.")] = False,
    role: InRole = None,
) -> None:
    """A condition is met: the line manager supports it, or a prerequisite has been shown."""
    from cli.applications.conditions import confirm as confirmed

    confirmed(cohort, person, role, condition, met=not no, ask_first=not yes)


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
    from cli.applications.gatherings import When
    from cli.applications.gatherings import sign_up as signed_up

    signed_up(cohort, person, role, gathering, When(on, sitting, none))


@app.command("attend")
def attend(
    cohort: CohortKey,
    person: Person,
    gathering: GatheringKey,
    absent: Annotated[bool, typer.Option("--absent", help="They were not there.")] = False,
    role: InRole = None,
) -> None:
    """Record that a person came to a gathering before there are pairs, or caught up; --absent: did not."""
    from cli.applications.gatherings import attend as attended

    attended(cohort, person, role, gathering, came=not absent)


@app.command("take-up")
def take_up(cohort: CohortKey, person: Person, role: InRole = None) -> None:
    """Who was carried over from an earlier cohort takes up the place that is offered."""
    from domain.application.events import TakeUp

    _tell(cohort, person, role, TakeUp())


@app.command("decline")
def decline(cohort: CohortKey, person: Person, role: InRole = None) -> None:
    """Decline an application as the coordinator; the person is told kindly."""
    from domain.application.events import Decline

    _tell(cohort, person, role, Decline())


@app.command("withdraw")
def withdraw(cohort: CohortKey, person: Person, role: InRole = None) -> None:
    """A person withdraws the application. Nobody asks why."""
    from domain.application.events import WithdrawApplication

    _tell(cohort, person, role, WithdrawApplication())


@app.command("reopen")
def reopen(cohort: CohortKey, person: Person, role: InRole = None) -> None:
    """Take up again what was declined, withdrawn or kept for the next cohort; the person is told."""
    from domain.application.events import Reopen

    _tell(cohort, person, role, Reopen())


def _tell(cohort: str, person: str, role: Role | None, event: "ApplicationUpdate") -> None:
    from cli.applications.telling import tell

    tell(cohort, person, role, event)
