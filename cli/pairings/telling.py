"""Telling a pairing what happened, and saying how it stands then."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import typer
from temporalio.client import Client

from cli.doors import ask, store
from cli.output import next_step, plain, say
from domain.clock import moment
from domain.enums import CONCERN_SENTENCES
from domain.errors import BadInput, Refused, Unreachable
from domain.pairing.entry import PairingSnapshot
from domain.pairing.events import BookSession, CancelSession, Event, LogSession, MoveSession
from domain.programme.programme import Programme
from storage import queries
from temporal.client import Pairings


def tell(pairing: str, events: Sequence[Event]) -> None:
    """Raises Refused with the domain's sentence, NotFound, or Unreachable."""
    zone = ZoneInfo(_programme(pairing).timezone)
    _check_open(pairing)

    async def telling(client: Client) -> PairingSnapshot:
        """Where one is not answered in time, the life may have heard it, and hears the others as well."""
        pairings, unanswered = Pairings(client), None
        for event in events:
            try:
                snapshot = await pairings.update(pairing, event)
            except Unreachable as problem:
                unanswered = unanswered or problem
        if unanswered:
            raise unanswered
        return snapshot

    _say(pairing, ask(telling), zone)


def booking(
    pairing: str, at: str | None, minutes: int | None, session: int | None, cancel: bool
) -> BookSession | MoveSession | CancelSession:
    """The event that these options of `tandem pairing book` mean."""
    if cancel:
        if session is None or at is not None:
            raise typer.BadParameter("--cancel goes with --session alone, such as: --session 2 --cancel")
        return CancelSession(session=session)
    if at is None:
        raise typer.BadParameter("Say when: --at '2027-07-20 10:00'")
    programme = _programme(pairing)
    starts = _moment(at, programme)
    if session is not None:
        return MoveSession(session=session, starts=starts, minutes=minutes)
    return BookSession(starts=starts, minutes=minutes or programme.sessions.minutes)


def logging(pairing: str, at: str | None, minutes: int | None, session: int | None, held: bool) -> LogSession:
    """The event that these options of `tandem pairing log` mean."""
    starts = _moment(at, _programme(pairing)) if at else None
    return LogSession(session=session, starts=starts, minutes=minutes, held=held)


def _check_open(pairing: str) -> None:
    """A pairing that is over runs no more; the store still knows how it ended."""
    with store() as session:
        view = queries.pairing(session, pairing)
    if not view.stage.is_open:
        why = f" ({plain(view.reason)})" if view.reason else ""
        raise Refused(f"Pairing {pairing} is {plain(view.stage)}{why}; nothing more can be recorded for it.")


def _programme(pairing: str) -> Programme:
    with store() as session:
        return queries.cohort(session, queries.pairing(session, pairing).cohort).programme


def _moment(text: str, programme: Programme) -> datetime:
    try:
        local_time = datetime.strptime(text.replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError:
        raise BadInput(f"{text!r} is not a date and time; write it as '2027-07-20 10:00'.") from None
    return moment(local_time.date(), local_time.time(), ZoneInfo(programme.timezone))


def _say(pairing: str, snapshot: PairingSnapshot, zone: ZoneInfo) -> None:
    stage = f"{plain(snapshot.stage)}{' (paused)' if snapshot.paused else ''}"
    if snapshot.reason:
        stage += f": {plain(snapshot.reason)}"
    say(f"{pairing}: {stage}. Sessions: {snapshot.sessions} of {snapshot.minimum}.")
    if snapshot.waits_for:
        say(f"It waits for {snapshot.waits_for}.{next_step(snapshot.until, zone)}")
    for concern in snapshot.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")
