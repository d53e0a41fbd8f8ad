"""Drafting a cohort's matches: for two thousand on each side it takes seconds, so not in a command."""

import asyncio
from datetime import UTC, datetime

from structlog.contextvars import bind_contextvars
from temporalio import activity
from temporalio.client import Client

from activities.running import redacted_errors, signal
from domain.cohort.events import Drafted
from domain.entity.entity import EntityKind
from services.erasure.personal_files import PersonalFiles
from storage import drafting, drafts
from storage.database import Database
from workflows.names import MATCH


class Matching:
    def __init__(self, database: Database, client: Client, outside: PersonalFiles | None = None) -> None:
        """`outside`: where the key is by which pairs are known of whom somebody was erased."""
        self._outside = outside
        self._database = database
        self._client = client

    @activity.defn(name=MATCH)
    async def match(self, cohort: str) -> None:
        """Make a draft of this cohort's matches and keep it in the place of any before.

        Raises Refused if a pin breaks a rule. Nobody hears of a draft: a human approves it first. Its cohort
        is told, if it was not the cohort that asked.
        """
        bind_contextvars(cohort=cohort)
        with redacted_errors():
            await asyncio.to_thread(self._match, cohort)
            if activity.info().workflow_id is None:
                await signal(self._client, EntityKind.COHORT.workflow_id(cohort), Drafted(made=True))

    def _match(self, key: str) -> None:
        now = datetime.now(UTC)
        with self._database.begin() as session:
            question = drafting.question(session, key, self._outside and self._outside.pair_digest)
        draft = drafting.drafted(question)  # in no transaction: it takes a while
        with self._database.begin() as session:
            drafts.store_draft(session, key, draft, now)
