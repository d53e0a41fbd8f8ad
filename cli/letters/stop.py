"""The mail server that refuses everybody: told at the head of the list, and started again."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session
from temporalio.client import Client

from cli.doors import ask, store
from client import deliver_again
from mail import outbox, stops


def in_a_line(session: Session) -> str | None:
    """Since when and why nothing is sent, and what one can do; None if letters go."""
    stop = stops.current(session)
    if stop is None:
        return None
    why = " ".join(stop.reason.split())
    return (
        f"Nothing is sent since {stop.since:%Y-%m-%d %H:%M} UTC: the mail server refuses everybody ({why}). "
        f"It is tried again at {stop.try_again_at:%H:%M} UTC; at once: tandem mail start"
    )


def start_again() -> int:
    """End the stop, if there is one, and have every waiting letter delivered now. Says how many.

    Raises Unreachable with nothing changed if the server does not answer.
    """

    async def starting(client: Client) -> int:
        with store() as session:
            stops.end(session, datetime.now(UTC))
            letters = outbox.all_waiting(session)
        started = [letter for letter in letters if await _start(client, letter)]
        return len(started)

    return ask(starting)


async def _start(client: Client, letter: str) -> bool:
    """Unless a worker has taken it up meanwhile. Says whether it was still waiting."""
    with store() as session:
        if not outbox.is_waiting(session, letter):
            return False
    await deliver_again(client, letter)
    return True
