"""Where the two sides are: the server, and the store."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.orm import Session
from temporalio.client import Client

from services.erasure.personal_files import PersonalFiles
from storage.database import Database

T = TypeVar("T")

SOON = timedelta(minutes=1)
"""What has been written down, and has not come to the server within this time, is not on its way."""

# Of their own: a worker compares again and again, and if the store hangs this takes no more threads than
# these, none from the activities, and its stop does not wait for them.
_THREADS = ThreadPoolExecutor(5, thread_name_prefix="comparing")


@dataclass(frozen=True)
class ReconcileContext:
    client: Client
    database: Database
    outside: PersonalFiles | None = None
    """Where the list of erasures is; None: nobody asks for it."""

    async def in_store(self, what: Callable[[Session], T]) -> T:
        """One transaction, in a thread. Raises what `Database.begin` raises."""

        def transaction() -> T:
            with self.database.begin() as session:
                return what(session)

        return await asyncio.get_running_loop().run_in_executor(_THREADS, transaction)
