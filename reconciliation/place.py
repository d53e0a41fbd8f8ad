"""Where the two sides are: the server, and the store."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session
from temporalio.client import Client

from storage.database import Database

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    client: Client
    database: Database
    beginning: set[str] = field(default_factory=set)
    """The cohorts that have been found to be just beginning their pairings."""

    async def in_store(self, what: Callable[[Session], T]) -> T:
        """One transaction, in a thread of its own. Raises what `Database.begin` raises."""

        def transaction() -> T:
            with self.database.begin() as session:
                return what(session)

        return await asyncio.to_thread(transaction)
