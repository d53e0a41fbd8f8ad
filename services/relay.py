"""Tells the Temporal server what commands have written for it (`storage/messages.py`).

The command that has written it tells it at once. What is left of one that was cut off is told by a worker.
Both may do so at the same time: whatever is told twice is done once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from temporalio.client import Client

from domain.entity.entity import EntityKind
from domain.errors import NotFound, Refused
from domain.pairing.start import PairingStart
from mail import outbox
from mail.hours import days_off
from services.concurrency import gather_limited, in_store
from storage import messages, queries
from storage.database import Database
from storage.entities import load_entity
from storage.messages import Message, MessageKind
from temporal.client import Applications, Cohorts, EntityClient, Pairings, deliver_again, start_digest

_AT_A_TIME = 20


@dataclass(frozen=True)
class Reply:
    message: Message
    snapshot: Any = None
    """How the entity stands then, if it was told an update."""
    refusal: Refused | NotFound | None = None

    def check(self) -> Any:
        """The snapshot. Raises the refusal."""
        if self.refusal:
            raise self.refusal
        return self.snapshot


class Relay:
    def __init__(self, client: Client, database: Database) -> None:
        self._client = client
        self._database = database
        self._entities: Mapping[EntityKind, EntityClient[Any, Any]] = {
            EntityKind.APPLICATION: Applications(client),
            EntityKind.COHORT: Cohorts(client),
            EntityKind.PAIRING: Pairings(client),
        }

    async def update(self, message: Message) -> Any:
        """Tell this, after what its target was still to be told before; how the entity stands then.

        Raises Refused or NotFound, and what it was about is put back; Unreachable if there is no answer in
        time, and a worker tells it as soon as it can.
        """
        waiting = await in_store(self._database, lambda session: messages.waiting(session, [message.target]))
        for earlier in waiting:
            if earlier.number < message.number:
                await self._settle(earlier)
        return (await self._settle(message)).check()

    async def tell_all(self, targets: Iterable[str]) -> list[Reply]:
        """Tell these what waits for them: many at a time, and each what it is told in its order.

        Raises Unreachable if one does not answer in time; what has not been told then is told by a worker.
        """
        asked = list(targets)
        waiting = await in_store(self._database, lambda session: messages.waiting(session, asked))

        async def one(of_target: list[Message]) -> list[Reply]:
            return [await self._settle(message) for message in of_target]

        by_target = groupby(sorted(waiting, key=lambda message: message.target), lambda m: m.target)
        found = await gather_limited(_AT_A_TIME, one, [list(of_target) for _, of_target in by_target])
        return [answer for answers in found for answer in answers]

    async def _settle(self, message: Message) -> Reply:
        try:
            snapshot = await self._tell(message)
        except (Refused, NotFound) as refusal:
            await in_store(self._database, lambda session: messages.refused(session, message))
            return Reply(message, refusal=refusal)
        await in_store(self._database, lambda session: messages.told(session, message))
        return Reply(message, snapshot)

    async def _tell(self, message: Message) -> Any:
        if message.kind is MessageKind.DELIVER:
            return await self._deliver(message.target)
        kind, key = message.workflow_id
        match message.kind:
            case MessageKind.START:
                await self._begin(kind, message)
            case MessageKind.UPDATE:
                return await self._entities[kind].update(key, message.event, message.id)
            case MessageKind.SIGNAL:
                await self._signal(kind, key, message.event)
        return None

    async def _begin(self, kind: EntityKind, message: Message) -> None:
        """A cohort has its mornings from its beginning, unless it is a demonstration."""
        entities = self._entities[kind]
        if isinstance(entities, Applications):
            await entities.begin(message.start)
        elif isinstance(entities, Pairings):
            await self._reopen(entities, message.start)
        elif isinstance(entities, Cohorts):
            await entities.begin(message.start)
            await self._begin_mornings(message.start.cohort)

    async def _reopen(self, pairings: Pairings, start: PairingStart) -> None:
        """Unless it has gone on since, told by somebody else: what the store has kept is the latest."""
        kept = await in_store(
            self._database, lambda session: load_entity(session, EntityKind.PAIRING, start.pairing)
        )
        if kept == start.initial_state:
            await pairings.reopen(start)

    async def _begin_mornings(self, key: str) -> None:
        cohort = await in_store(self._database, lambda session: queries.cohort(session, key))
        if cohort.is_demo:
            return
        off = days_off(cohort.programme, datetime.now(UTC))
        await start_digest(self._client, key, cohort.programme.timezone, off)

    async def _signal(self, kind: EntityKind, key: str, event: Any) -> None:
        try:
            await self._entities[kind].signal(key, event)
        except NotFound:
            return  # it is over, and hears nothing more

    async def _deliver(self, letter: str) -> None:
        """Unless a worker has taken it up meanwhile."""
        queued = await in_store(self._database, lambda session: outbox.if_waiting(session, letter))
        if queued:
            await deliver_again(self._client, queued)
