"""Delivering letters: an activity a letter, on a queue of its own."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.running import Threads, heartbeats, redacted_errors, signal
from domain.entity.entity import is_entity
from domain.letter.states import LetterState
from domain.pairing.events import LetterFailed
from mail import outbox
from mail.delivery import Postman
from storage.database import Database
from storage.views import LetterView
from workflows.names import DELIVER

_HEARTBEAT_SECONDS = 1

Result = TypeVar("Result")


class Delivery:
    """Deliveries run in threads of their own, so that a slow mail server stops nothing else."""

    def __init__(self, postman: Postman, database: Database, client: Client, connections: int) -> None:
        self._threads = Threads(connections, "post")
        self._postman = postman
        self._database = database
        self._client = client
        self._under_way = 0

    @property
    def is_delivering(self) -> bool:
        """Whether a mail server may just be given a letter, or what came of that is yet to be told."""
        return self._under_way > 0

    @activity.defn(name=DELIVER)
    async def deliver(self, letter: str) -> str | None:
        """Deliver this letter; the state it ended in, or None if there is no such letter."""
        with self._counted(), redacted_errors():
            return await self._deliver(letter)

    async def _deliver(self, letter: str) -> str | None:
        async with heartbeats(_HEARTBEAT_SECONDS):
            state, wait = await _to_its_end(self._threads.run(self._postman.deliver, letter))
        if wait is not None:
            # Not a failure: the letter waits its turn, and Temporal keeps the time.
            raise ApplicationError(
                "The letter waits",
                type="LetterDeferred",
                next_retry_delay=wait,
                category=ApplicationErrorCategory.BENIGN,
            )
        if state in (LetterState.FAILED, LetterState.HELD):
            told = await asyncio.to_thread(self._read, letter)
            if told and told.reply:  # what the coordinator holds has none
                await signal(self._client, told.workflow_id, LetterFailed(role=told.role))
        return state

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    def _read(self, letter_id: str) -> LetterView | None:
        """None where no workflow is to hear of it."""
        with self._database.begin() as session:
            found = outbox.by_id(session, letter_id)
        return found if found and is_entity(found.workflow_id) else None


async def _to_its_end(delivery: Awaitable[Result]) -> Result:
    """A delivery that has begun is not given up half-way: the mail server may have the letter, and
    a second try would send it twice."""
    running = asyncio.ensure_future(delivery)
    while True:
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if running.cancelled():
                raise
