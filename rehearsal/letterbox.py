"""When letters have been read: one look at the store serves all who wait for theirs."""

import asyncio

from mail import outbox
from storage.database import Database

_LOOK_EVERY = 0.02


class Letterbox:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._coming: asyncio.Task[set[str]] | None = None

    async def read(self, workflow_id: str) -> None:
        """Wait until no letter about this life is on its way any more."""
        while workflow_id in await asyncio.shield(self._next_look()):
            pass

    def _next_look(self) -> asyncio.Task[set[str]]:
        """A look that has not begun yet, so that whatever has been written by now is seen."""
        if self._coming is None:
            self._coming = asyncio.create_task(self._look())
        return self._coming

    async def _look(self) -> set[str]:
        await asyncio.sleep(_LOOK_EVERY)
        self._coming = None
        return await asyncio.to_thread(self._on_their_way)

    def _on_their_way(self) -> set[str]:
        with self._database.begin() as session:
            return set(outbox.on_their_way(session))
