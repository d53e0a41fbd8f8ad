"""Letters that go again after a mail server has refused everybody."""

from datetime import UTC, datetime

from temporalio.client import Client

from cli.doors import ask, store
from client import deliver_again
from domain.urgency import QueuedLetter
from mail import outbox, stops


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


async def _start(client: Client, letter: QueuedLetter) -> bool:
    """Unless a worker has taken it up meanwhile. Says whether it was still waiting."""
    with store() as session:
        if not outbox.is_waiting(session, letter.id):
            return False
    await deliver_again(client, letter)
    return True
