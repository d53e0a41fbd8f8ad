"""Several things at once, and none that goes on when one of them has failed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

A = TypeVar("A")
T = TypeVar("T")


async def gather_limited(at_a_time: int, what: Callable[[A], Awaitable[T]], of: Iterable[A]) -> list[T]:
    """What comes of doing this with each, in their order. The first that fails ends the others, which are
    waited for, and its error is raised."""
    gate = asyncio.Semaphore(at_a_time)

    async def one(each: A) -> T:
        async with gate:
            return await what(each)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(each)) for each in of]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
