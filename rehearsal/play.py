"""Carrying lives through their months in moments: skipped time, simulated people, the real code.

The server keeps a clock for each workflow. Between two happenings a life's clock is moved forward,
and every timer on the way fires as it would have.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from domain.entity.entity import Snapshot
from domain.errors import NotFound, Refused
from rehearsal.letterbox import Letterbox
from rehearsal.pair_personas import TimedEvent
from rehearsal.visits.visitors import Visitors
from storage.database import Database
from temporal.client import EntityClient

_MOST_SKIPS = 10_000
_LOOK_EVERY = 0.02
_A_MOMENT = timedelta(minutes=1)
"""Beyond the moment that a clock is carried to. Measured on a busy machine: with a second, one skip in
forty went on to the next timer, days away, when what was due took about that second to be done; with a
minute, none in a thousand."""
_LONG_AGO, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Player:
    """Plays what people do, each life on its own clock.

    `forgiving`: what the rules refuse, or what comes after the end, does not happen, as with people
    whom nobody has told beforehand; otherwise it raises Refused or NotFound.
    """

    def __init__(
        self,
        client: Client,
        database: Database,
        forgiving: bool = False,
        visitors: Visitors | None = None,
    ) -> None:
        """`visitors` tell what they can on their pages; without them all is typed."""
        self._visitors = visitors
        self._forgiven = (Refused, NotFound) if forgiving else ()
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(max_session_skip_count=_MOST_SKIPS))
        self._letterbox = Letterbox(database)

    async def play(self, lives: EntityClient[Any, Any], key: str, happenings: Sequence[TimedEvent]) -> None:
        """Let everything that happens to it happen, each at its moment."""
        state = None
        for happening in happenings:
            await self.carry(lives, key, happening.at, state)
            try:
                state = await self._tell(lives, key, happening)
            except self._forgiven:
                state = None

    async def _tell(self, lives: EntityClient[Any, Any], key: str, happening: TimedEvent) -> Snapshot | None:
        """How it stands then, if that is known."""
        if self._visitors and await self._visitors.tell(lives.kind, key, happening.event, happening.at):
            return None
        state: Snapshot = await lives.update(key, happening.event)
        return state

    async def to_the_end(self, lives: EntityClient[Any, Any], key: str) -> Any:
        """Let it live until it is over; what its workflow returns."""
        await self.carry(lives, key, _NEVER)
        handle = lives.handle(key)
        state = await lives.snapshot(key)
        if state is None or state.stage.is_open or state.until:
            await self._skipper.fast_forward(handle)
        result = await handle.result()
        await self.letters_read(lives, key)
        return result

    async def out_of_the_running(self, lives: EntityClient[Any, Any], key: str) -> None:
        """Wait until it has heard that its cohort is over, and its letters have been read."""
        while (state := await lives.snapshot(key)) is None or state.stage.is_open:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)
        await self.letters_read(lives, key)

    async def carry(
        self, lives: EntityClient[Any, Any], key: str, moment: datetime, state: Snapshot | None = None
    ) -> None:
        """To this moment, or to its end: from one thing that is due to the next, so that each letter has
        arrived before what follows may make it needless. `state`: how it stands now, if that is known."""
        come_to = _LONG_AGO
        state = state or await lives.snapshot(key)
        while state is None or state.stage.is_open:
            step = state.until if state and state.until and come_to < state.until < moment else moment
            if step == _NEVER:
                return
            await self.until(lives, key, step)
            await self.letters_read(lives, key)
            if step == moment:
                return
            come_to = step
            state = await lives.snapshot(key)

    async def until(self, lives: EntityClient[Any, Any], key: str, moment: datetime) -> None:
        """Carry its clock to this moment; a moment that has passed is no way to go."""
        handle = lives.handle(key)
        ahead = moment - await self.now(handle)
        if ahead > timedelta():
            await self.forward(handle, ahead + _A_MOMENT)

    async def now(self, handle: WorkflowHandle[Any, Any]) -> datetime:
        """What the workflow's clock shows."""
        return await self._skipper.get_current_time(handle)

    async def forward(self, handle: WorkflowHandle[Any, Any], time: timedelta) -> None:
        """Carry a workflow's clock on by so much."""
        await self._skipper.fast_forward(handle, time)

    async def letters_read(self, lives: EntityClient[Any, Any], key: str) -> None:
        """People act on letters that have reached them, so wait until those on their way have."""
        await self._letterbox.read(lives.kind.workflow_id(key))
