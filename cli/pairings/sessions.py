"""`tandem pairing book`, `propose` and `log`: the sessions of a pair."""

from datetime import datetime
from typing import Annotated

import typer

from cli.confirming import Yes, confirm
from cli.context import ask, read
from cli.options import earlier_day, local_moment
from cli.pairings.named import InCohort, Named, One, pairing_id
from cli.pairings.views import print_updated
from services import pairings
from services.pairing_lookup import find_pairing, one_role
from services.unusual_dates import remark_on_session

At = Annotated[str | None, typer.Option("--at", metavar="'YYYY-MM-DD HH:MM'", help="In local time.")]
Minutes = Annotated[int | None, typer.Option("--minutes", min=1, max=600, help="How long.")]
Number = Annotated[int | None, typer.Option("--session", min=1, help="The session's number.")]


def book(
    pairing: Named,
    at: At = None,
    minutes: Minutes = None,
    session: Number = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel this session.")] = False,
    cohort: InCohort = None,
    yes: Yes = False,
) -> None:
    """Book a session; with --session move it, or with --cancel cancel it."""
    if cancel:
        if session is None or at is not None:
            raise typer.BadParameter("--cancel goes with --session alone, such as: --session 2 --cancel")
        print_updated(ask(pairings.cancel_session, pairing_id(pairing, cohort), session))
        return
    if at is None:
        raise typer.BadParameter("Say when: --at '2027-07-20 10:00'")
    found = pairing_id(pairing, cohort)
    starts = _likely(at, found, yes)
    if session is None:
        print_updated(ask(pairings.book_session, found, starts, minutes))
    else:
        print_updated(ask(pairings.move_session, found, session, starts, minutes))


def propose(
    pairing: Named,
    who: One = None,
    at: Annotated[
        list[str] | None,
        typer.Option("--at", metavar="'YYYY-MM-DD HH:MM'", help="In local time; up to three times."),
    ] = None,
    minutes: Minutes = None,
    cohort: InCohort = None,
    yes: Yes = False,
) -> None:
    """A partner proposes times for the next session; the other takes one, which is then booked."""
    if not at:
        raise typer.BadParameter("Say when: --at '2027-07-20 10:00', up to three times.")
    found = read(find_pairing, pairing, who, cohort)
    times = [_likely(time, found.id, yes) for time in at]
    role = one_role(found)
    print_updated(ask(pairings.propose_times, found.id, role, times, minutes), [role])


def log(
    pairing: Named,
    at: At = None,
    minutes: Minutes = None,
    session: Number = None,
    not_held: Annotated[bool, typer.Option("--not-held", help="It did not take place.")] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day, where the hour is not known.")
    ] = None,
    cohort: InCohort = None,
    yes: Yes = False,
) -> None:
    """Log a session that took place: the earliest booked one, or that of --session, --at or --on."""
    if on and (at or session):
        raise typer.BadParameter("--on goes without --at and --session.")
    found = pairing_id(pairing, cohort)
    starts = _likely(at, found, yes) if at else None
    print_updated(ask(pairings.log_session, found, session, starts, minutes, not not_held, earlier_day(on)))


def _likely(at: str, pairing: str, yes: bool) -> datetime:
    """The moment of a session; one at an unlikely time is asked about."""
    zone = read(pairings.programme_of, pairing).zone
    starts = local_moment(at, zone)
    if remark := remark_on_session(starts, zone):
        confirm(remark, yes)
    return starts
