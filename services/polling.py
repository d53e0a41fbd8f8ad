"""Waiting until what the store has, and the server has been told of, has begun."""

import asyncio
from collections.abc import Callable

from domain.errors import Unreachable
from domain.suggestion import suggest
from domain.wording import counted
from services.context import Context
from storage import queries

Watch = Callable[[int], None]
"""Called with how many are left whenever some have begun."""

_LOOK_EVERY = 0.2
_NO_PROGRESS = 30.0
"""Seconds without a pairing begun after which the waiting is given up; it goes on without us."""


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
