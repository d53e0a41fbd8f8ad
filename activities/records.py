"""Recording what happened, together with the letters it calls for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.orm import Session
from structlog.contextvars import bind_contextvars
from temporalio import activity
from temporalio.client import Client

from activities.discretion import discreet
from activities.dispatch import dispatch
from activities.heartbeats import heartbeats
from activities.placing import tell_applications
from activities.threads import Threads
from domain.admission.due import ApplicationEntry
from domain.cohort.due import CohortEntry
from domain.entry import Entry, PairingEntry
from domain.errors import Conflict
from domain.letters import Letter
from domain.urgency import QueuedLetter
from mail import outbox
from mail.addressed import Addressed
from mail.application_facts import about_application
from mail.cohort_facts import to_coordinator
from mail.facts_of import to_partner
from storage import applications, cohorts, ledger, reading
from storage.database import Database
from storage.views import Cohort
from workflows.names import RECORD, RECORD_APPLICATION, RECORD_COHORT

log = structlog.get_logger()

_THREADS = 10
"""Fewer than a store has connections."""
_HEARTBEAT_SECONDS = 0.5

Address = Callable[[Letter], Addressed]
"""Whom a letter goes to, and what it may say."""


class Records:
    """Each records an entry and its letters in one transaction, then sends the letters on their way.

    Safe to repeat at any point: what is recorded stays as it is, and letters still waiting are handed
    over again. Raises Conflict, which is not tried again, if another story has been recorded. In threads of
    their own: a draft of the matches takes minutes.
    """

    def __init__(self, database: Database, client: Client, mail_from: str) -> None:
        self._database = database
        self._client = client
        self._mail_from = mail_from
        self._threads = Threads(_THREADS, "records")

    @activity.defn(name=RECORD)
    async def record(self, entry: PairingEntry) -> None:
        """Record an entry of a pairing; the applications of its two partners are told of its beginning
        and of its end."""
        await self._record(entry, _of_pairing)
        with discreet():
            await tell_applications(self._client, self._database, entry)

    @activity.defn(name=RECORD_APPLICATION)
    async def record_application(self, entry: ApplicationEntry) -> None:
        await self._record(entry, _of_application)

    @activity.defn(name=RECORD_COHORT)
    async def record_cohort(self, entry: CohortEntry) -> None:
        await self._record(entry, _of_cohort)

    async def _record(
        self, entry: Entry, addressing: Callable[[Session, Entry], tuple[Cohort, Address]]
    ) -> None:
        bind_contextvars(stage=entry.snapshot.stage.value)
        _note_retry(entry)
        with discreet(), _conflicts_counted():
            async with heartbeats(_HEARTBEAT_SECONDS):
                letters = await self._threads.run(self._write_down, entry, addressing)
            await dispatch(self._client, letters)

    def _write_down(
        self, entry: Entry, addressing: Callable[[Session, Entry], tuple[Cohort, Address]]
    ) -> list[QueuedLetter]:
        with self._database.begin() as session:
            if ledger.record(session, entry):
                cohort, address = addressing(session, entry)
                outbox.write(session, entry, cohort, address, self._mail_from)
                session.flush()
            return outbox.waiting(session, entry.life) if entry.letters else []

    @property
    def activities(self) -> tuple[Callable[..., object], ...]:
        """All of them, for a worker."""
        return (self.record, self.record_application, self.record_cohort)


def _note_retry(entry: Entry) -> None:
    attempt = activity.info().attempt
    if attempt > 1:
        activity.metric_meter().create_counter("tandem_record_retries").add(1)
    if attempt == 2:  # not at each try, when an outage lasts
        log.warning("record_waits_for_the_store", revision=entry.revision)


@contextmanager
def _conflicts_counted() -> Iterator[None]:
    """An alert tells of each: its life stands still until an operator has looked."""
    try:
        yield
    except Conflict:
        activity.metric_meter().create_counter("tandem_record_conflicts").add(1)
        raise


def _of_pairing(session: Session, entry: Entry) -> tuple[Cohort, Address]:
    assert isinstance(entry, PairingEntry)
    pairing, closes = reading.pairing(session, entry.id), entry.snapshot.sessions_close
    cohort = reading.cohort(session, pairing.cohort)
    return cohort, lambda letter: to_partner(letter, cohort, pairing, closes)


def _of_application(session: Session, entry: Entry) -> tuple[Cohort, Address]:
    assert isinstance(entry, ApplicationEntry)
    view, snapshot = applications.application(session, entry.id), entry.snapshot
    cohort = reading.cohort(session, view.cohort)
    return cohort, lambda letter: about_application(letter, cohort, view, snapshot)


def _of_cohort(session: Session, entry: Entry) -> tuple[Cohort, Address]:
    cohort = reading.cohort(session, entry.id)
    applied = applications.counted_by_stage(session, entry.id)
    paired = cohorts.counted_by_stage(session, entry.id)
    return cohort, lambda letter: to_coordinator(letter, cohort, applied, paired)
