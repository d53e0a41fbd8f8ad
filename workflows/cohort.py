"""One run of a programme, as a durable workflow: it keeps the calendar, and starts the pairings."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

from domain import suggestion
from domain.cohort import due as of_cohort
from domain.cohort import events
from domain.cohort.activity_io import Batch, DateChange, NextPairings, PairingToBegin
from domain.cohort.cohort import Cohort, CohortStart, Task, TaskKind
from domain.cohort.due import CohortEntry, CohortSnapshot, begin, due, snapshot
from domain.cohort.machine import COHORT
from domain.entity.engine import Due
from domain.entity.entity import EntityKind
from domain.enums import CohortStage, Concern, Stage
from domain.pairing.events import AddSitting, CancelSittings, LetterFailed, Reschedule
from domain.pairing.start import PairingStart
from domain.suggestion import Suggestion
from workflows.entity import EntityWorkflow
from workflows.handlers import Handlers
from workflows.names import (
    BROADCAST,
    CLOSE_APPLICATIONS,
    COUNT_OPEN,
    MATCH,
    PAIRINGS_QUEUE,
    RECORD_COHORT,
    TELL_UNMATCHED,
    TO_BEGIN,
    search_attributes_of,
)
from workflows.pairing import PairingWorkflow
from workflows.timeouts import (
    BROADCAST_HEARTBEAT,
    BROADCAST_TIMEOUT,
    DRAFT_TIMEOUT,
    RETRY_FOREVER,
    RETRY_TEN_TIMES,
    WORKFLOW_TASK_TIMEOUT,
)
from workflows.visibility import Presenter, introduction

BATCH = 200
"""So many pairings are started by one run; the next run goes on, so that no history grows long."""


_AT_WORK = {
    TaskKind.DRAFT: "drafts the matches",
    TaskKind.BEGIN: "begins the pairings",
    TaskKind.BROADCAST: "tells everybody of a changed date",
    TaskKind.UNMATCHED: "tells those who have no partner",
    TaskKind.COUNT_OPEN: "counts the pairings that are still open",
    TaskKind.CLOSE_APPLICATIONS: "tells every application that the cohort is over",
}


_on = Handlers[CohortSnapshot, events.CohortEvent](CohortSnapshot)


class CohortPresenter(Presenter[Cohort]):
    def at_work(self, entity: Cohort) -> str | None:
        return _AT_WORK[entity.todo[0].kind] if entity.todo else None

    def so_far(self, entity: Cohort, zone: ZoneInfo) -> Iterator[str]:
        yield f"Pairings begun: {entity.pairings}"
        yield from super().so_far(entity, zone)

    def about(self, entity: Cohort, concern: Concern, cohort: str) -> Suggestion:
        return suggestion.about_cohort(concern, cohort)

    def unblocking(self, entity: Cohort, cohort: str) -> tuple[Suggestion, ...]:
        return of_cohort.unblocking(entity)


@workflow.defn(name="Cohort")
class CohortWorkflow(EntityWorkflow[Cohort, CohortSnapshot, events.CohortEvent]):
    """A cohort from the first day for applications to its report."""

    recorded_by = RECORD_COHORT
    presenter = CohortPresenter()

    @workflow.init
    def __init__(self, start: CohortStart) -> None:
        self._start = start
        self._cohort = start.cohort
        self._has_begun_some = False
        self._begin(begin(start, workflow.now()), start.initial_state is not None)

    @workflow.run
    async def run(self, start: CohortStart) -> CohortStage:
        await self._run()
        return self._state.stage

    def _due(self, now: datetime) -> Due[Cohort, CohortEntry]:
        return due(self._state, now)

    def _snapshot_at(self, look_again: datetime | None) -> CohortSnapshot:
        return snapshot(self._state, look_again)

    def _apply(self, event: events.CohortEvent, now: datetime) -> Cohort:
        return COHORT.apply(self._state, event, now)

    def _has_work(self) -> bool:
        return bool(self._state.todo)

    async def _work(self) -> bool:
        if self._history_is_long():
            return await self._carry_on()
        if not self._state.todo:
            return False
        result = await self._meanwhile_recording(asyncio.create_task(self._done(self._state.todo[0])))
        if result:
            self.handle_signal(result)
        if not isinstance(result, events.Begun) or not result.more:
            self.handle_signal(events.Done())
        return True

    async def _meanwhile_recording(
        self, task: asyncio.Task[events.CohortEvent | None]
    ) -> events.CohortEvent | None:
        """What comes of the task; who tells something while it takes its time is answered."""
        while not task.done():
            await workflow.wait_condition(lambda: task.done() or bool(self._state.unrecorded_outcomes))
            await self._process_due()
        return task.result()

    def _history_is_long(self) -> bool:
        begins_more = self._has_begun_some and any(t.kind is TaskKind.BEGIN for t in self._state.todo)
        return begins_more or workflow.info().is_continue_as_new_suggested()

    async def _done(self, task: Task) -> events.CohortEvent | None:
        """Do it; what came of it, if there is anything to tell."""
        key = self._state.id
        match task.kind:
            case TaskKind.DRAFT:
                return await self._draft(key)
            case TaskKind.BEGIN:
                return await self._begin_pairings(key)
            case TaskKind.BROADCAST:
                change = DateChange(cohort=key, event=task.event, closes=self._state.calendar.closes)
                await self._tell_everybody(
                    BROADCAST, change, "Tell applications and pairings of a changed date"
                )
            case TaskKind.UNMATCHED:
                await self._tell_everybody(TELL_UNMATCHED, key, "Tell those who have no partner")
            case TaskKind.CLOSE_APPLICATIONS:
                await self._tell_everybody(CLOSE_APPLICATIONS, key, "Close the applications")
            case TaskKind.COUNT_OPEN:
                return events.OpenCounted(open=await self._count_open(key))
        return None

    async def _draft(self, key: str) -> events.Drafted:
        try:
            await workflow.execute_activity(
                MATCH,
                key,
                summary="Draft the matches",
                start_to_close_timeout=DRAFT_TIMEOUT,
                retry_policy=RETRY_TEN_TIMES,
            )
        except ActivityError:
            return events.Drafted(made=False)
        return events.Drafted(made=True)

    async def _begin_pairings(self, key: str) -> events.Begun:
        after = self._state.begun_number
        batch: Batch = await workflow.execute_activity(
            TO_BEGIN,
            NextPairings(cohort=key, after=after, most=BATCH),
            result_type=Batch,
            summary=f"Which pairings begin, after number {after}",
            start_to_close_timeout=DRAFT_TIMEOUT,
            retry_policy=RETRY_FOREVER,
        )
        await asyncio.gather(*(self._begin_one(beginning) for beginning in batch.beginnings))
        self._has_begun_some = self._has_begun_some or bool(batch.beginnings)
        number = batch.beginnings[-1].number if batch.beginnings else after
        return events.Begun(number=number, pairings=len(batch.beginnings), more=batch.more)

    async def _begin_one(self, beginning: PairingToBegin) -> None:
        """The child outlives this run, and the cohort."""
        start = PairingStart(
            pairing=beginning.pairing,
            cohort=self._state.id,
            arrangement=beginning.arrangement,
            rules=self._state.rules,
            attended=beginning.attended,
            taken_over=beginning.taken_over,
        )
        try:
            pairing = await workflow.start_child_workflow(
                PairingWorkflow.run,
                start,
                id=EntityKind.PAIRING.workflow_id(start.pairing),
                task_queue=PAIRINGS_QUEUE,
                task_timeout=WORKFLOW_TASK_TIMEOUT,
                parent_close_policy=ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=search_attributes_of(start.cohort, Stage.APPLICATION),
                static_summary=f"Pairing {start.pairing}, {start.arrangement}",
                static_details=introduction(EntityKind.PAIRING, start.pairing, start.cohort),
            )
        except WorkflowAlreadyStartedError:
            return  # it has been started already
        pairing.add_done_callback(_is_its_own_matter)

    async def _tell_everybody(self, activity: str, question: object, summary: str) -> None:
        await workflow.execute_activity(
            activity,
            question,
            summary=summary,
            start_to_close_timeout=BROADCAST_TIMEOUT,
            heartbeat_timeout=BROADCAST_HEARTBEAT,
            retry_policy=RETRY_FOREVER,
        )

    async def _count_open(self, key: str) -> int:
        count: int = await workflow.execute_activity(
            COUNT_OPEN,
            key,
            result_type=int,
            summary="Count the open pairings",
            start_to_close_timeout=DRAFT_TIMEOUT,
            retry_policy=RETRY_FOREVER,
        )
        return count

    async def _carry_on(self) -> bool:
        """In a new run with a history of its own, once nobody waits for an answer of this one. Returns
        if somebody has told something meanwhile that must be recorded first."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._state.unrecorded_outcomes:
            workflow.continue_as_new(self._start.replace(initial_state=self._state))
        return True

    close_applications = _on.update(events.CloseApplications, "Applications close now.")
    extend = _on.update(events.ExtendApplications, "The last moment for applications moves.")
    approve = _on.update(events.Approve, "A human has approved pairs; they begin.")
    end = _on.update(events.EndCohort, "The coordinator ends the cohort.")
    reschedule = _on.update(Reschedule, "A gathering moves to another time, for everybody.")
    add_sitting = _on.update(AddSitting, "A gathering is held once more.")
    change_programme = _on.update(events.ChangeProgramme, "What its programme says has changed.")
    cancel_sittings = _on.update(CancelSittings, "Dates of a gathering are cancelled, for everybody.")

    drafted = _on.signal(events.Drafted, "Somebody has drafted the matches.")
    letter_failed = _on.signal(LetterFailed, "A letter was finally refused by the mail server.")

    @workflow.query(description="How the cohort stands.")
    def snapshot(self) -> CohortSnapshot | None:
        return self._snapshot


def _is_its_own_matter(pairing: asyncio.Task[Any]) -> None:
    """However a pairing comes to its end, even by a human's hand in the Web UI, its cohort goes on."""
    if not pairing.cancelled():
        pairing.exception()
