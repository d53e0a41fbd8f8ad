"""Carrying pairings through their months in moments: skipped time, simulated people, the real code.

The server keeps a clock for each workflow. Between two happenings a pair's clock is moved forward,
and every timer on the way fires as it would have.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from client import Pairings
from domain.words import Stage
from mail import outbox
from rehearsal.fates import Happening
from storage.database import Database

_MOST_SKIPS = 10_000
_LOOK_EVERY = 0.02
_A_MOMENT = timedelta(seconds=1)


class Player:
    """Plays what people do, each pairing on its own clock."""

    def __init__(self, client: Client, database: Database) -> None:
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=_MOST_SKIPS))
        self._pairings = Pairings(client)
        self._database = database

    async def play(self, pairing: str, happenings: Sequence[Happening]) -> Stage:
        """Let this pairing live: everything that happens to it, and then until it is over."""
        handle = self._pairings.handle(pairing)
        standing = None
        for happening in happenings:
            await self.until(pairing, happening.at)
            await self.letters_read(pairing)
            standing = await self._pairings.tell(pairing, happening.event)
        if standing is None or standing.stage.is_open:
            await self._skipper.fast_forward(handle)
        stage = await handle.result()
        await self.letters_read(pairing)
        return stage

    async def until(self, pairing: str, moment: datetime) -> None:
        """Carry the pairing's clock to this moment; a moment that has passed is no way to go."""
        handle = self._pairings.handle(pairing)
        ahead = moment - await self.now(handle)
        if ahead > timedelta():
            await self.forward(handle, ahead + _A_MOMENT)

    async def now(self, handle: WorkflowHandle[Any, Any]) -> datetime:
        """What the workflow's clock shows."""
        return await self._skipper.get_current_time(handle)

    async def forward(self, handle: WorkflowHandle[Any, Any], time: timedelta) -> None:
        """Carry a workflow's clock on by so much."""
        await self._skipper.fast_forward(handle, time)

    async def letters_read(self, pairing: str) -> None:
        """People act on letters that have reached them, so wait until those on their way have."""
        while await asyncio.to_thread(self._on_their_way, pairing):  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)

    def _on_their_way(self, pairing: str) -> int:
        with self._database.begin() as session:
            return outbox.on_their_way(session, pairing)
