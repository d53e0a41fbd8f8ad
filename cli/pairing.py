"""`tandem pairing`: see a pairing, and tell it what happened."""

from enum import StrEnum
from typing import Annotated

import typer

from cli.context import ask, read
from cli.options import earlier_day, local_moment
from cli.output import say
from cli.pairings.views import print_pairing, print_pairings, print_updated
from domain.enums import EndReason, ReviewChoice, Role, Stage
from services import pairings

app = typer.Typer(no_args_is_help=True)


class Who(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(Role) if self is Who.BOTH else (Role(self.value),)


Id = Annotated[str, typer.Argument(metavar="ID", help="The pairing's id, such as bristol-2021-07.")]
OneRole = Annotated[Role, typer.Argument(metavar="mentor|mentee", help="Which partner.")]
Roles = Annotated[Who, typer.Argument(metavar="mentor|mentee|both", help="Which partner, or both.")]
GatheringKey = Annotated[str, typer.Argument(metavar="GATHERING", help="Its key, such as induction.")]
At = Annotated[str | None, typer.Option("--at", metavar="'YYYY-MM-DD HH:MM'", help="In local time.")]
Minutes = Annotated[int | None, typer.Option("--minutes", min=1, max=600, help="How long.")]
Number = Annotated[int | None, typer.Option("--session", min=1, help="The session's number.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, if it was an earlier one.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
def list_pairings(
    cohort: Annotated[str | None, typer.Option(metavar="KEY", help="Only of this cohort.")] = None,
    stage: Annotated[Stage | None, typer.Option(help="Only in this stage.")] = None,
    attention: Annotated[bool, typer.Option("--attention", help="Only those that need you.")] = False,
    json: Json = False,
) -> None:
    """List pairings. Reads the store alone."""
    print_pairings(read(pairings.list_pairings, cohort, stage, attention), json)


@app.command("show")
def show(pairing: Id, json: Json = False) -> None:
    """A pairing's history, its letters, what it waits for and until when. Reads the store alone."""
    print_pairing(read(pairings.history, pairing), json)


@app.command("accept")
def accept(pairing: Id, who: Roles, on: On = None) -> None:
    """A partner, or both, accepted the pairing."""
    print_updated(ask(pairings.accept, pairing, who.roles, earlier_day(on)))


@app.command("attend")
def attend(
    pairing: Id,
    gathering: GatheringKey,
    who: Annotated[Who | None, typer.Argument(metavar="[mentor|mentee|both]")] = None,
    missed: Annotated[bool, typer.Option("--missed", help="They were not there.")] = False,
    on: On = None,
) -> None:
    """Record who attended a gathering, or caught up later; --missed: who was not there.

    Everybody whom the gathering is for, if nobody is named.
    """
    print_updated(
        ask(pairings.attend, pairing, gathering, who.roles if who else (), not missed, earlier_day(on))
    )


@app.command("waive")
def waive(pairing: Id, gathering: GatheringKey, who: Roles, on: On = None) -> None:
    """Excuse a partner, or both, from a gathering."""
    print_updated(ask(pairings.waive, pairing, gathering, who.roles, earlier_day(on)))


@app.command("book")
def book(
    pairing: Id,
    at: At = None,
    minutes: Minutes = None,
    session: Number = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel this session.")] = False,
) -> None:
    """Book a session; with --session move it, or with --cancel cancel it."""
    if cancel:
        if session is None or at is not None:
            raise typer.BadParameter("--cancel goes with --session alone, such as: --session 2 --cancel")
        print_updated(ask(pairings.cancel_session, pairing, session))
        return
    if at is None:
        raise typer.BadParameter("Say when: --at '2027-07-20 10:00'")
    starts = local_moment(at, read(pairings.programme_of, pairing).zone)
    if session is None:
        print_updated(ask(pairings.book_session, pairing, starts, minutes))
    else:
        print_updated(ask(pairings.move_session, pairing, session, starts, minutes))


@app.command("log")
def log(
    pairing: Id,
    at: At = None,
    minutes: Minutes = None,
    session: Number = None,
    not_held: Annotated[bool, typer.Option("--not-held", help="It did not take place.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day, where the hour is not known.")
    ] = None,
) -> None:
    """Log a session that took place: the earliest booked one, or that of --session, --at or --on."""
    if on and (at or session):
        raise typer.BadParameter("--on goes without --at and --session.")
    starts = local_moment(at, read(pairings.programme_of, pairing).zone) if at else None
    print_updated(ask(pairings.log_session, pairing, session, starts, minutes, not not_held, earlier_day(on)))


@app.command("review")
def review(
    pairing: Id,
    who: OneRole,
    choice: Annotated[ReviewChoice, typer.Argument(help="How to go on.")],
    on: On = None,
) -> None:
    """What a partner said at the mid-way review."""
    print_updated(ask(pairings.review, pairing, who, choice, earlier_day(on)))


@app.command("answer")
def answer(pairing: Id, who: Roles, on: On = None) -> None:
    """A partner, or both, answered the evaluation."""
    print_updated(ask(pairings.answer, pairing, who.roles, earlier_day(on)))


@app.command("pause")
def pause(pairing: Id) -> None:
    """Pause: no letters, deadlines wait, booked sessions are cancelled."""
    print_updated(ask(pairings.pause, pairing))


@app.command("resume")
def resume(pairing: Id) -> None:
    """Go on after a pause."""
    print_updated(ask(pairings.resume, pairing))


@app.command("withdraw")
def withdraw(pairing: Id, who: OneRole, on: On = None) -> None:
    """A partner leaves; the other is told with care."""
    print_updated(ask(pairings.withdraw, pairing, who, earlier_day(on)))


class EndedBecause(StrEnum):
    COORDINATOR = "ended_by_coordinator"
    NO_CONTACT = "no_contact"


@app.command("end")
def end(
    pairing: Id,
    reason: Annotated[EndedBecause, typer.Option(help="Why it ends.")] = EndedBecause.COORDINATOR,
    on: On = None,
) -> None:
    """End the pairing as its coordinator."""
    print_updated(ask(pairings.end, pairing, EndReason(reason), earlier_day(on)))


@app.command("story")
def story(
    pairing: Id,
    who: OneRole,
    agrees: Annotated[
        bool, typer.Option("--agrees/--withdraws", help="Whether they agree; the last word counts.")
    ] = True,
) -> None:
    """A partner agrees that their story is told, or takes that back. Possible at any time."""
    read(pairings.record_story, pairing, who, agrees)
    what = "agrees that their story is told" if agrees else "does not agree that their story is told"
    say(f"{pairing}: the {who} {what}.")
