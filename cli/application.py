"""`tandem application`: who has applied, and what they told."""

from collections.abc import Sequence
from typing import Annotated

import typer

from cli import options
from cli.applications import bringing_in, views
from cli.applications.sheets import application_sheet, history_sheets
from cli.confirming import Yes
from cli.confirming import confirm as confirm_first
from cli.context import ask, read
from cli.exports.option import Export, exports
from cli.keys import CohortKey
from cli.options import On, earlier_day
from cli.slips import print_told, say_taken_back
from domain.application.rules import MANAGER
from domain.enums import ApplicationStage, Role
from domain.errors import BadInput
from services.applications import amending, reading, slips, updates
from services.applications.lookup import with_address
from services.reports.zones import zones
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
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


app.command("import")(bringing_in.import_applications)


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


app.command("invite")(bringing_in.invite)


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
    talk: Annotated[
        bool, typer.Option("--talk", help="Neither yet: the line manager would like to talk about it.")
    ] = False,
    yes: Yes = False,
    role: InRole = None,
    on: On = None,
) -> None:
    """A condition is met: the line manager supports it, or a prerequisite has been shown."""
    if talk:
        if no or condition != MANAGER:
            raise BadInput("--talk goes alone, and with manager, who would like to talk.")
        for updated in ask(updates.ask_to_talk, cohort, person, role):
            views.print_updated(updated)
        return
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


@app.command("undo")
def undo(
    cohort: CohortKey,
    person: Person,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", min=1, help="Which of the things told.")
    ] = None,
    role: InRole = None,
) -> None:
    """Take back what was told by mistake; without a number: what was told last, and what of it can go.

    The application then stands as if it had never been told; one that was declined or withdrawn by it is
    in the running again.
    """
    before = read(slips.last_told, cohort, person, role, number)
    view, zone = before.found.view, before.found.cohort.programme.zone
    if number is None:
        print_told(view.id, before.told, zone, ("application undo", cohort, view.id))
        return
    updated = ask(slips.undo, cohort, view.id, None, number)
    say_taken_back(before.told, number, zone)
    views.print_updated(updated)
