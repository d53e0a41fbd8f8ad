"""What every service is given: the store, the server's client, the clock, and who asks."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.orm import Session

from domain.entity.entity import Attributable
from mail.facts import Sender
from storage.database import Database
from storage.erasing.past_pairs import PairDigest
from storage.people import get_or_create_actor

if TYPE_CHECKING:
    from temporalio.client import Client

    from services.relay import Relay

A = TypeVar("A", bound=Attributable)


def now_in_utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class Context:
    """Made once for a command, a page or a worker. The client is connected when it is first asked for."""

    database: Database
    connect: Callable[[], "Awaitable[Client]"]
    actor: str
    """The name of who asks, as the system knows it. Only the store keeps it."""
    clock: Callable[[], datetime] = now_in_utc
    find_pair_digest: Callable[[], PairDigest | None] = lambda: None
    mail_from: str = ""
    """The address that letters come from which a service writes."""
    pages: str = ""
    """The web address of the pages to which they lead; empty where there are none."""
    _client: "Client | None" = field(default=None, init=False, repr=False)

    @property
    def pair_digest(self) -> PairDigest | None:
        """By which pairs of before are known of whom somebody was erased; None where there is no key."""
        return self.find_pair_digest()

    def store(self) -> AbstractContextManager[Session]:
        """A transaction: committed at the end, rolled back on an exception. Raises Unreachable, NotFound."""
        return self.database.begin()

    def sender(self) -> Sender:
        """Whom letters come from that are written now."""
        return Sender(self.mail_from, self.database.identity(), self.pages)

    async def client(self) -> "Client":
        """Raises Unreachable."""
        if self._client is None:
            self._client = await self.connect()
        return self._client

    async def relay(self) -> "Relay":
        """What tells the server what has been written for it in the store."""
        from services.relay import Relay  # a service that only reads the store does not load the client

        return Relay(await self.client(), self.database)

    def signed(self, session: Session, event: A) -> A:
        """The event, or the beginning, as this actor's. The store keeps the name, it carries an opaque id."""
        return event.replace(actor=get_or_create_actor(session, self.actor))
