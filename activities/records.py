"""Recording what happened, together with the letters it calls for."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from structlog.contextvars import bind_contextvars
from temporalio import activity
from temporalio.client import Client

from activities.running import Threads, heartbeats, redacted_errors, signal
from domain.application.due import ApplicationEntry
from domain.application.events import ApplicationSignal
from domain.cohort.due import CohortEntry
from domain.entity.entity import EntityKind, Entry
from domain.errors import Conflict
from domain.letter.kinds import QueuedLetter
from domain.pairing.due import PairingEntry
from mail import outbox
from mail.facts import Sender
from mail.record import record_with_letters
from storage import ledger
from storage.database import Database
from temporal.dispatch import dispatch
from workflows.names import RECORD, RECORD_APPLICATION, RECORD_COHORT

log = structlog.get_logger()

_THREADS = 10
"""Fewer than a store has connections."""
_HEARTBEAT_SECONDS = 0.5


class Records:
    """Each records an entry and its letters in one transaction, then sends the letters on their way.

    Safe to repeat at any point: what is recorded stays as it is, and letters still waiting are handed
    over again. Raises Conflict, which is not tried again, if another story has been recorded. In threads of
    their own: a draft of the matches takes minutes.
    """

    def __init__(
        self,
        database: Database,
        client: Client,
        mail_from: str,
        spelled: Callable[[str], str] = str,
        pages: str = "",
    ) -> None:
        """`spelled` words the suggestions in a sentence. `pages`: their web address, for letters."""
        self._spelled = spelled
        self._pages = pages
        self._database = database
        self._client = client
        self._mail_from = mail_from
        self._threads = Threads(_THREADS, "records")

    @activity.defn(name=RECORD)
    async def record(self, entry: PairingEntry) -> None:
        """Record an entry of a pairing; the applications of its two partners are told of its beginning
        and of its end."""
        await self._record(entry)
        with redacted_errors():
            await notify_applications(self._client, self._database, entry)

    @activity.defn(name=RECORD_APPLICATION)
    async def record_application(self, entry: ApplicationEntry) -> None:
        await self._record(entry)

    @activity.defn(name=RECORD_COHORT)
    async def record_cohort(self, entry: CohortEntry) -> None:
        await self._record(entry)

    async def _record(self, entry: Entry) -> None:
        bind_contextvars(stage=entry.snapshot.stage.value)
        _note_retry(entry)
        with redacted_errors(), _conflicts_counted():
            async with heartbeats(_HEARTBEAT_SECONDS):
                letters = await self._threads.run(self._write_down, entry)
            await dispatch(self._client, letters)

    def _write_down(self, entry: Entry) -> list[QueuedLetter]:
        sender = Sender(self._mail_from, self._database.identity(), self._pages)
        with self._database.begin() as session:
            record_with_letters(session, entry, sender, self._spelled)
            return outbox.waiting(session, entry.workflow_id) if entry.letters or entry.takes_back else []

    @property
    def activities(self) -> tuple[Callable[..., object], ...]:
        """All of them, for a worker."""
        return (self.record, self.record_application, self.record_cohort)


async def notify_applications(client: Client, database: Database, entry: PairingEntry) -> None:
    """Tell the applications of two partners that their pairing has begun, or is over; twice is once."""
    for application, news in await asyncio.to_thread(_news, database, entry):
        await signal(client, EntityKind.APPLICATION.workflow_id(application), news)


def _news(database: Database, entry: PairingEntry) -> list[tuple[str, ApplicationSignal]]:
    with database.begin() as session:
        return list(ledger.news_for_applications(session, entry))


def _note_retry(entry: Entry) -> None:
    attempt = activity.info().attempt
    if attempt > 1:
        activity.metric_meter().create_counter("tandem_record_retries").add(1)
    if attempt == 2:  # not at each try, when an outage lasts
        log.warning("record_waits", revision=entry.revision)


@contextmanager
def _conflicts_counted() -> Iterator[None]:
    """An alert tells of each: its workflow stands still until an operator has looked."""
    try:
        yield
    except Conflict:
        activity.metric_meter().create_counter("tandem_record_conflicts").add(1)
        raise
