"""Several things at once, and none that goes on when one of them has failed; a transaction in a thread."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from sqlalchemy.orm import Session

from storage.database import Database

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


async def in_store(database: Database, what: Callable[[Session], T]) -> T:
    """What comes of this in one transaction, in a thread. Raises what `Database.begin` raises."""

    def transaction() -> T:
        with database.begin() as session:
            return what(session)

    return await asyncio.to_thread(transaction)
