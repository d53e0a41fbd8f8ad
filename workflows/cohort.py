"""One run of a programme, as a durable workflow: it keeps the calendar, and starts the pairings."""

import asyncio
from datetime import datetime
from functools import partial
from typing import Any

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

from domain.cohort import events
from domain.cohort.asking import Batch, Beginning, Spreading, ToBegin
from domain.cohort.cohort import Cohort, CohortStart, Task, TaskKind
from domain.cohort.decide import apply
from domain.cohort.due import CohortEntry, CohortSnapshot, begin, due, standing
from domain.course import Due
from domain.events import AddSitting, LetterFailed, Reschedule
from domain.life import LifeKind
from domain.words import CohortStage, Stage
from workflows.commands import command, news
from workflows.living import Living
from workflows.names import (
    COUNT_OPEN,
    HAND_OVER,
    MATCH,
    PAIRINGS_QUEUE,
    RECORD_COHORT,
    SPREAD,
    TELL_UNMATCHED,
    TO_BEGIN,
    found_by,
)
from workflows.pairing import PairingWorkflow
from workflows.patience import A_FEW_TIMES, A_TASK, DRAFTING, SIGN_OF_LIFE, TELLING_EVERYBODY, UNTIL_IT_WORKS
from workflows.start import PairingStart
from workflows.tellers import OfCohort
from workflows.telling import introduction

BATCH = 200
"""So many pairings are started by one run; the next run goes on, so that no history grows long."""


_command = partial(command, CohortSnapshot)


@workflow.defn(name="Cohort")
class CohortWorkflow(Living[Cohort, CohortSnapshot]):
    """A cohort from the first day for applications to its report."""

    recorded_by = RECORD_COHORT
    told_by = OfCohort()

    @workflow.init
    def __init__(self, start: CohortStart) -> None:
        self._start = start
        self._cohort = start.cohort
        self._has_begun_some = False
        self._begin(begin(start, workflow.now()), start.carried_on is not None)

    @workflow.run
    async def run(self, start: CohortStart) -> CohortStage:
        await self._live()
        return self._life.stage

    def _due(self, now: datetime) -> Due[Cohort, CohortEntry]:
        return due(self._life, now)

    def _standing(self, look_again: datetime | None) -> CohortSnapshot:
        return standing(self._life, look_again)

    def _apply(self, event: events.Event, now: datetime) -> Cohort:
        return apply(self._life, event, now)

    def _has_work(self) -> bool:
        return bool(self._life.todo)

    async def _work(self) -> bool:
        if self._history_is_long():
            return await self._carry_on()
        if not self._life.todo:
            return False
        result = await self._meanwhile_recording(asyncio.create_task(self._done(self._life.todo[0])))
        if result:
            self.hear(result)
        if not isinstance(result, events.Begun) or not result.more:
            self.hear(events.Done())
        return True

    async def _meanwhile_recording(self, task: asyncio.Task[events.Event | None]) -> events.Event | None:
        """What comes of the task; who tells something while it takes its time is answered."""
        while not task.done():
            await workflow.wait_condition(lambda: task.done() or bool(self._life.news))
            await self._settle()
        return task.result()

    def _history_is_long(self) -> bool:
        begins_more = self._has_begun_some and any(t.kind is TaskKind.BEGIN for t in self._life.todo)
        return begins_more or workflow.info().is_continue_as_new_suggested()

    async def _done(self, task: Task) -> events.Event | None:
        """Do it; what came of it, if there is anything to tell."""
        key = self._life.id
        match task.kind:
            case TaskKind.DRAFT:
                return await self._draft(key)
            case TaskKind.BEGIN:
                return await self._begin_pairings(key)
            case TaskKind.SPREAD:
                changed = Spreading(cohort=key, event=task.event, closes=self._life.calendar.closes)
                await self._tell_everybody(
                    SPREAD, changed, "Tell applications and pairings of a changed date"
                )
            case TaskKind.UNMATCHED:
                await self._tell_everybody(TELL_UNMATCHED, key, "Tell those who have no partner")
            case TaskKind.HAND_OVER:
                await self._tell_everybody(HAND_OVER, key, "Close the applications")
            case TaskKind.LOOK:
                return events.Looked(open=await self._count_open(key))
        return None

    async def _draft(self, key: str) -> events.Drafted:
        try:
            await workflow.execute_activity(
                MATCH,
                key,
                summary="Draft the matches",
                start_to_close_timeout=DRAFTING,
                retry_policy=A_FEW_TIMES,
            )
        except ActivityError:
            return events.Drafted(made=False)
        return events.Drafted(made=True)

    async def _begin_pairings(self, key: str) -> events.Begun:
        after = self._life.begun_number
        batch: Batch = await workflow.execute_activity(
            TO_BEGIN,
            ToBegin(cohort=key, after=after, most=BATCH),
            result_type=Batch,
            summary=f"Which pairings begin, after number {after}",
            start_to_close_timeout=DRAFTING,
            retry_policy=UNTIL_IT_WORKS,
        )
        await asyncio.gather(*(self._begin_one(beginning) for beginning in batch.beginnings))
        self._has_begun_some = self._has_begun_some or bool(batch.beginnings)
        number = batch.beginnings[-1].number if batch.beginnings else after
        return events.Begun(number=number, pairings=len(batch.beginnings), more=batch.more)

    async def _begin_one(self, beginning: Beginning) -> None:
        """The child outlives this run, and the cohort."""
        start = PairingStart(
            pairing=beginning.pairing,
            cohort=self._life.id,
            arrangement=beginning.arrangement,
            rules=self._life.rules,
            attended=beginning.attended,
        )
        try:
            pairing = await workflow.start_child_workflow(
                PairingWorkflow.run,
                start,
                id=LifeKind.PAIRING.of(start.pairing),
                task_queue=PAIRINGS_QUEUE,
                task_timeout=A_TASK,
                parent_close_policy=ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=found_by(start.cohort, Stage.APPLICATION),
                static_summary=f"Pairing {start.pairing}, {start.arrangement}",
                static_details=introduction(LifeKind.PAIRING, start.pairing, start.cohort),
            )
        except WorkflowAlreadyStartedError:
            return  # it lives already
        pairing.add_done_callback(_is_its_own_matter)

    async def _tell_everybody(self, activity: str, question: object, summary: str) -> None:
        await workflow.execute_activity(
            activity,
            question,
            summary=summary,
            start_to_close_timeout=TELLING_EVERYBODY,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=UNTIL_IT_WORKS,
        )

    async def _count_open(self, key: str) -> int:
        count: int = await workflow.execute_activity(
            COUNT_OPEN,
            key,
            result_type=int,
            summary="Count the open pairings",
            start_to_close_timeout=DRAFTING,
            retry_policy=UNTIL_IT_WORKS,
        )
        return count

    async def _carry_on(self) -> bool:
        """In a new run with a history of its own, once nobody waits for an answer of this one. Returns
        if somebody has told something meanwhile that must be recorded first."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._life.news:
            workflow.continue_as_new(self._start.changed(carried_on=self._life))
        return True

    close_applications = _command(events.CloseApplications, "Applications close now.")
    extend = _command(events.Extend, "The last moment for applications moves.")
    approve = _command(events.Approve, "A human has approved pairs; they begin.")
    end = _command(events.End, "The coordinator ends the cohort.")
    reschedule = _command(Reschedule, "A gathering moves to another time, for everybody.")
    add_sitting = _command(AddSitting, "A gathering is held once more.")

    drafted = news(events.Drafted, "Somebody has drafted the matches.")
    letter_failed = news(LetterFailed, "A letter was finally refused by the mail server.")

    @workflow.query(description="How the cohort stands.")
    def state(self) -> CohortSnapshot | None:
        return self._snapshot


def _is_its_own_matter(pairing: asyncio.Task[Any]) -> None:
    """However a pairing comes to its end, even by a human's hand in the Web UI, its cohort goes on."""
    if not pairing.cancelled():
        pairing.exception()
