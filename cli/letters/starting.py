"""Letters that go again after a mail server has refused everybody."""

from datetime import UTC, datetime

from temporalio.client import Client

from cli.doors import ask, relaying, store
from mail import circuit_breaker, outbox
from storage import messages


def start_again() -> int:
    """End the stop, if there is one, and have every waiting letter delivered now. Says how many.

    Raises Unreachable with nothing changed if the server does not answer.
    """

    async def starting(client: Client) -> int:
        now = datetime.now(UTC)
        with store() as session:
            circuit_breaker.close_circuit(session)
            letters = outbox.all_waiting(session)
            for letter in letters:
                messages.deliver(session, letter.id, now)
        with relaying(client) as relay:
            await relay.tell_all(letter.id for letter in letters)
        return len(letters)

    return ask(starting)
