"""A cohort's working morning: the coordinator is told what waits, if anything does."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session
from structlog.contextvars import bind_contextvars
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.running import redacted_errors
from domain.entity.entity import digest_id
from domain.enums import CohortStage
from domain.letter.kinds import QueuedLetter
from domain.programme.report_dates import last_report_day
from mail import announcing, digest
from mail.facts import Section, Sender, TodoItem
from services.reports.today import WaitingSection, sections
from storage import queries
from storage.database import Database
from storage.views import CohortView
from temporal.dispatch import dispatch
from workflows.names import DIGEST


class _Morning(NamedTuple):
    to_coordinator: QueuedLetter | None
    announcement: list[QueuedLetter]
    """Of what comes next, to whoever took part."""
    is_over: bool
    """Whether no morning after this one has anything to say."""


class Digests:
    def __init__(
        self, database: Database, client: Client, mail_from: str, spelled: Callable[[str], str] = str
    ) -> None:
        """`spelled` words the suggestions in a sentence."""
        self._spelled = spelled
        self._database = database
        self._client = client
        self._mail_from = mail_from

    @activity.defn(name=DIGEST)
    async def digest(self, cohort: str) -> str | None:
        """Write this morning's letter to the coordinator; its id, or None if nothing waits.

        When nothing waits in a cohort that is over, there are no more mornings.
        """
        bind_contextvars(cohort=cohort)
        with redacted_errors():
            found = await asyncio.to_thread(self._write, cohort)
            letter = found.to_coordinator
            if letters := [*found.announcement, *([letter] if letter else [])]:
                await dispatch(self._client, letters)
            elif found.is_over:
                await self._no_more(cohort)
            return letter.id if letter else None

    def _write(self, key: str) -> _Morning:
        sender = Sender(self._mail_from, self._database.identity())
        with self._database.begin() as session:
            cohort = queries.cohort(session, key)
            now = datetime.now(UTC)
            announcement = announcing.write(session, cohort, now, sender)
            waiting = worded(sections(session, cohort, now), self._spelled)
            letter = digest.write(session, cohort, waiting, now, sender, self._spelled)
            is_over = cohort.stage is CohortStage.ENDED and not _comes_more(session, cohort, now)
            return _Morning(letter, announcement, is_over)

    async def _no_more(self, cohort: str) -> None:
        try:
            await self._client.get_schedule_handle(digest_id(cohort)).delete()
        except RPCError as problem:
            if problem.status is not RPCStatusCode.NOT_FOUND:
                raise


def _comes_more(session: Session, cohort: CohortView, now: datetime) -> bool:
    """Whether a letter is still to be written: pairs are asked long after the end what became of it, the
    report is due, or it is still to be announced what comes next."""
    last = last_report_day(cohort.programme)
    has_a_date = last is not None and now.astimezone(cohort.programme.zone).date() <= last
    if has_a_date and not announcing.is_written(session, cohort.key):
        return True
    return any(pairing.until for pairing in queries.pairings(session, cohort.key))


def worded(waiting: Iterable[WaitingSection], spelled: Callable[[str], str]) -> tuple[Section, ...]:
    """As the letter says it; `spelled` words the suggestions in a sentence."""
    return tuple(
        Section(
            section.title,
            tuple(TodoItem(spelled(item.text), spelled(str(item.suggestion))) for item in section.items),
        )
        for section in waiting
    )
