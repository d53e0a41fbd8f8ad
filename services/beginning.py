"""What the store has begins on the server: it is sent, and waited for."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.entity.entity import EntityKind
from domain.errors import Unreachable
from domain.suggestion import suggest
from domain.wording import counted
from services.context import Context
from storage import applications, queries

Watch = Callable[[int], None]
"""Called with how many are left whenever some have begun."""

_LOOK_EVERY = 0.2
_NO_PROGRESS = 30.0
"""Seconds without a pairing begun after which the waiting is given up; it goes on without us."""


_MANY = 100
_NONE_TAKEN = 10.0
"""Seconds without one begun after which we no longer watch; they go on without us."""
_KEPT = "The applications are kept. A worker sends them on their way once the server is back."

Progress = Callable[[int, int], None]
"""Called with how many have been sent, of how many, when there are more to come."""


def ignore(_left: int) -> None:
    """Watch nothing."""


async def until_begun(count_left: Callable[[], int], give_up_after: float, watch: Watch = ignore) -> int:
    """Wait until none is left to begin, or none has begun for so many seconds; how many are left then."""
    loop = asyncio.get_running_loop()
    left, since = count_left(), loop.time()
    while left and loop.time() - since <= give_up_after:
        await asyncio.sleep(_LOOK_EVERY)
        before, left = left, count_left()
        if left < before:
            since = loop.time()
            watch(left)
    return left


async def pairings_begun(context: Context, cohort: str, watch: Watch = ignore) -> None:
    """Wait until the cohort, which has been told, has begun the pairings that it has in the store. Raises
    Unreachable if none begins for a while."""

    def count_left() -> int:
        with context.store() as session:
            return sum(pairing.revision == 0 for pairing in queries.pairings(session, cohort))

    if left := await until_begun(count_left, _NO_PROGRESS, watch):
        raise Unreachable(
            f"{counted(left, 'pairing')} still to begin, and nothing moves. It goes on when a worker "
            f"comes; see: {suggest('cohort status', cohort)}"
        )


class Sent(NamedTuple):
    refused: Sequence[str]
    """A sentence for each that would not be told."""
    not_begun: int
    """So many no worker has taken up yet."""


async def send_applications(context: Context, cohort: str, ids: Sequence[str], progress: Progress) -> Sent:
    """Tell these applications what has been written for them, now or by an earlier try, and wait until a
    worker has taken them up, or none seems to be there. Raises Unreachable if the server is away: they are
    kept all the same."""
    from temporalio.service import RPCError

    new = set(ids) & _not_begun(context, cohort)
    try:
        refused = await _send_all(context, ids, progress)
    except Unreachable as away:
        raise Unreachable(f"{away}\n{_KEPT}") from None
    except RPCError as problem:
        raise Unreachable(f"The Temporal server was lost: {problem.message}\n{_KEPT}") from None
    return Sent(refused, await until_begun(lambda: len(new & _not_begun(context, cohort)), _NONE_TAKEN))


async def _send_all(context: Context, ids: Sequence[str], progress: Progress) -> list[str]:
    relay, refused = await context.relay(), list[str]()
    for first in range(0, len(ids), _MANY):
        some = [EntityKind.APPLICATION.workflow_id(one) for one in ids[first : first + _MANY]]
        for answer in await relay.tell_all(some):
            if answer.refusal:
                refused.append(f"{answer.message.workflow_id[1]}: {answer.refusal}")
        if len(ids) > first + _MANY:
            progress(first + _MANY, len(ids))
    return refused


def _not_begun(context: Context, cohort: str) -> set[str]:
    with context.store() as session:
        return applications.not_begun(session, cohort)
