"""The judge: reads the store, the workflows and the mail server's log when all is quiet, and asks nobody
who took part."""

import asyncio
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.pairing.pairing import Pairing
from ops.reconcile.drift import find_drift
from services.concurrency import gather_limited
from storage import queries
from storage.database import Database
from storage.entities import load_entity
from storage.tables.letters import LetterRow
from storage.views import PairingView
from tests.chaos.answers import Answered, judge_answers
from tests.chaos.letters import judge_letters
from tests.chaos.mail_server import BadMailServer
from tests.chaos.verdict import Verdict
from tests.replay import contents

_AT_A_TIME = 10
_QUERY_SECONDS = 30
_OF_DIARY = "calendar:"
"""Keys of what a calendar was told; the letter that told it has a key of its own."""


class Judge:
    def __init__(self, client: Client, database: Database, mail: BadMailServer, reset: set[str]) -> None:
        self._client = client
        self._database = database
        self._mail = mail
        self._reset = reset
        self._verdict = Verdict()

    async def judge(self, answered: Iterable[Answered], pairings: Iterable[str]) -> Verdict:
        """`pairings`: those whose lives should be over."""
        with self._database.begin() as session:
            views = queries.pairings(session)
            outcomes = {
                view.id: queries.outcomes(session, EntityKind.PAIRING.workflow_id(view.id)) for view in views
            }
            letters = list(session.scalars(select(LetterRow)))
        self._verdict.pairings = len(views)
        judge_answers(answered, outcomes, self._reset, self._verdict)
        judge_letters(letters, self._mail.taken, self._mail.refused_for_good, self._verdict)
        keys = {letter.key for letter in letters}
        await gather_limited(
            _AT_A_TIME, lambda view: self._look_at_life(view, outcomes[view.id], keys), views
        )
        await gather_limited(_AT_A_TIME, self._look_at_end, pairings)
        for drift in await find_drift(self._client, self._database, thorough=True):
            self._verdict.blame("reconcile --thorough", f"{drift.id} {drift.kind}")
        return self._verdict

    async def _look_at_life(self, view: PairingView, outcomes: list[Outcome], keys: set[str]) -> None:
        """The workflow, replayed from its history, tells what the store has."""
        entity = EntityKind.PAIRING.workflow_id(view.id)
        told = await self._whole(entity)
        if told is None:
            self._verdict.blame("stuck", f"{entity} does not answer")
            return
        with self._database.begin() as session:
            kept = load_entity(session, EntityKind.PAIRING, view.id)
        if kept is None or _story(kept) != _story(told):
            self._verdict.blame("workflow and store apart", entity)
        if [outcome.number for outcome in outcomes] != list(range(1, told.outcome_count + 1)):
            self._verdict.blame("outcomes missing", f"{entity}: {len(outcomes)} of {told.outcome_count}")
        for key in told.letters_written - await self._carried(entity):
            if not key.startswith(_OF_DIARY) and f"{view.id}:{key}" not in keys:
                self._verdict.blame("letters lost", f"{view.id}:{key} was decided on, and has no row")

    async def _carried(self, entity: str) -> set[str]:
        """The keys of letters that another took along, and that have no row."""
        found = set[str]()
        async for run in self._client.list_workflows(f"WorkflowId = '{entity}'"):
            history = await self._client.get_workflow_handle(entity, run_id=run.run_id).fetch_history()
            letters = (letter for entry in contents.entries(history) for letter in entry["letters"])
            found.update(key for letter in letters for key in letter.get("carries", ()))
        return found

    async def _look_at_end(self, pairing: str) -> None:
        found = await self._client.get_workflow_handle(EntityKind.PAIRING.workflow_id(pairing)).describe()
        if found.status is not WorkflowExecutionStatus.COMPLETED:
            self._verdict.blame("stuck", f"{pairing} is {found.status and found.status.name}")

    async def _whole(self, entity: str) -> Pairing | None:
        for _ in range(3):
            try:
                whole: Pairing = await asyncio.wait_for(
                    self._client.get_workflow_handle(entity).query("state", result_type=Pairing),
                    _QUERY_SECONDS,
                )
                return whole
            except (RPCError, TimeoutError):
                await asyncio.sleep(1)
        return None


def _story(entity: Any) -> tuple[object, ...]:
    return (
        entity.revision,
        entity.stage,
        entity.outcome_count,
        entity.letters_written,
        entity.mentor,
        entity.mentee,
        entity.sessions,
    )
