"""`tandem cohort cancel-gathering`: shown, confirmed, and done."""

from typing import Annotated

import typer

from cli.confirming import confirm
from cli.context import ask, read
from cli.output import say
from domain.clock import format_date_and_hours
from domain.programme.dates import Place, read_slot
from domain.programme.gathering_plan import SittingDate
from domain.wording import counted
from services.cohorts.cancelling import (
    Cancellation,
    CancelledGathering,
    cancel_gathering,
    plan_cancellation,
)

Opens = Annotated[bool, typer.Option("--open", help="Everybody goes on without it.")]
Instead = Annotated[
    str | None,
    typer.Option("--instead", metavar="'YYYY-MM-DD HH:MM-HH:MM'", help="When it is held instead, local."),
]


def cancel(
    key: str, gathering: str, sitting: str | None, opens: bool, instead: str | None, place: Place, yes: bool
) -> None:
    """Cancel a gathering, or one date of it, once it has been confirmed."""
    if opens and instead:
        raise typer.BadParameter("Either everybody goes on without it (--open), or it is held --instead.")
    wanted = Cancellation(gathering, sitting, opens, read_slot(instead) if instead else None, place)
    if not yes:
        planned = read(plan_cancellation, key, wanted)
        remark = f" {planned.remark}" if planned.remark else ""
        what = f"This cancels {_what(planned)}. {_then(planned)}{remark} It concerns:"
        confirm(what, yes, planned.names)
    done = ask(cancel_gathering, key, wanted)
    say(f"{_what(done)}: cancelled. {_then(done)}")
    say(f"It concerns {counted(len(done.names), _whom(done))}; calendars follow, and reminders stop.")


def _what(done: CancelledGathering) -> str:
    dates = ", ".join(_spoken(date) for date in done.dates)
    return f"{done.plan.title} ({done.plan.key}) on {dates}"


def _spoken(date: SittingDate) -> str:
    return format_date_and_hours(date.on, date.hours)


def _then(done: CancelledGathering) -> str:
    if done.instead:
        return f"It is held on {_spoken(done.instead)} instead."
    if done.plan.opened:
        return "Everybody goes on without it."
    if done.plan.sittings:
        left = ", ".join(_spoken(date) for date in done.plan.sittings)
        return f"Whoever was to come, comes to another date: {left}."
    return "It is held no more."


def _whom(done: CancelledGathering) -> str:
    return "pair" if done.plan.kind.stage else "applicant"
