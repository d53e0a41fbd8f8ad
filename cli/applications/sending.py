"""Sending applications on their way: each stands in the store first, and then lives on the server."""

import asyncio
from collections.abc import Sequence

from temporalio.client import Client
from temporalio.service import RPCError

from cli.applications.keeping import Kept
from cli.doors import ask, relaying, store
from cli.output import say
from domain.errors import Refused, Unreachable
from storage import applications

_MANY = 100
_LOOK_EVERY = 0.2
_NO_PROGRESS = 10.0
"""Seconds without one begun after which we no longer watch; they go on without us."""


def send(cohort: str, rows: Sequence[Kept]) -> None:
    """Tell these lives what has been written for them, now or by an earlier try.

    Raises Unreachable if the server is away, or Refused with a sentence for each that would not be told;
    the applications are kept either way.
    """

    async def sending(client: Client) -> list[str]:
        refused = await _send_all(client, [kept.workflow_id for kept in rows])
        await _watch(cohort, {kept.view.id for kept in rows if kept.view.revision == 0})
        return refused

    try:
        refused = ask(sending)
    except Unreachable as away:
        raise Unreachable(f"{away}\n{_KEPT}") from None
    except RPCError as problem:
        raise Unreachable(f"The Temporal server was lost: {problem.message}\n{_KEPT}") from None
    if refused:
        raise Refused("\n".join(refused))


_KEPT = "The applications are kept. A worker sends them on their way once the server is back."


async def _send_all(client: Client, lives: Sequence[str]) -> list[str]:
    """A sentence for each that would not be told."""
    refused = list[str]()
    with relaying(client) as relay:
        for first in range(0, len(lives), _MANY):
            answers = await relay.tell_all(lives[first : first + _MANY])
            refused += [
                f"{answer.message.workflow_id[1]}: {answer.refusal}" for answer in answers if answer.refusal
            ]
            if len(lives) > first + _MANY:
                say(f"  {first + _MANY} of {len(lives)} sent on their way")
    return refused


async def _watch(cohort: str, new: set[str]) -> None:
    """Wait until a worker has taken them up, or none seems to be there."""
    loop = asyncio.get_running_loop()
    waiting, since = _not_begun(cohort, new), loop.time()
    while waiting and loop.time() - since < _NO_PROGRESS:
        await asyncio.sleep(_LOOK_EVERY)
        left = _not_begun(cohort, new)
        if left < waiting:
            waiting, since = left, loop.time()
    if waiting:
        say(
            f"No worker has taken up {waiting} of them yet; they go on when one does. Is one running? "
            "(tandem up, or tandem worker)"
        )


def _not_begun(cohort: str, new: set[str]) -> int:
    with store() as session:
        return len(new & applications.not_begun(session, cohort))
