"""Everything one may ask of a running application, pairing or cohort, as typed methods."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from temporalio.client import (
    ActivityFailureError,
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import (
    ActivityIDConflictPolicy,
    RetryPolicy,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.application.application import ApplicationStart
from domain.application.due import ApplicationSnapshot
from domain.application.events import ApplicationEvent
from domain.cohort.cohort import CohortStart
from domain.cohort.due import CohortSnapshot
from domain.cohort.events import CohortEvent
from domain.entity.entity import EntityKind, Event, Snapshot, digest_id
from domain.enums import ApplicationStage, CohortStage, Stage
from domain.errors import BadInput, NotFound, Refused, Unreachable
from domain.letter.kinds import QueuedLetter
from domain.pairing.due import PairingSnapshot
from domain.pairing.events import PairingEvent
from domain.pairing.start import PairingStart
from domain.suggestion import suggest
from temporal.diagnosis import no_worker, server_answered, stands_still, too_many_wait, why_unanswered
from temporal.dispatch import dispatch, recall
from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.digest import DigestWorkflow
from workflows.names import MATCH, PAIRINGS_QUEUE, search_attributes_of
from workflows.pairing import PairingWorkflow
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT
from workflows.visibility import introduction, introduction_of_digest

S = TypeVar("S", bound=Snapshot)
E = TypeVar("E", bound=Event)

_PATIENCE = timedelta(seconds=20)
_MATCHING = timedelta(minutes=5)
_NOT_AGAIN = [Refused.__name__, BadInput.__name__]
_STANDS_STILL = "due to Workflow Task in failed state"
"""What the server answers until a worker comes that can replay it, and does so in time
(docs/operations/deploying.md)."""
_TOO_MANY = "concurrent in-flight updates"
"""What it answers when ten commands to one entity wait already."""


class EntityClient(Generic[S, E]):
    """The entities of one kind on this server: their snapshots, and the events they can be told."""

    kind: ClassVar[EntityKind]
    snapshot_type: type[S]
    stages: ClassVar[type[StrEnum]]

    def __init__(self, client: Client) -> None:
        self._client = client

    async def update(self, key: str, event: E, update_id: str | None = None) -> S:
        """Tell it that something happened; returns how it stands once that is recorded. Told twice under one
        `update_id` it is done once, and answered twice.

        Raises Refused with the domain's sentence if the rules do not allow it, NotFound if no such
        entity goes on, Unreachable with the reason if there is no answer in time.
        """
        try:
            snapshot: S = await self.handle(key).execute_update(
                event.kind, event, id=update_id, result_type=self.snapshot_type, rpc_timeout=_PATIENCE
            )
        except WorkflowUpdateFailedError as failure:
            raise Refused(_sentence(failure)) from None
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            asking = asyncio.current_task()
            if asking and asking.cancelling():
                raise asyncio.CancelledError from None
            raise await self._unanswered(key) from None
        except RPCError as problem:
            raise self._said(problem, key) from None
        return snapshot

    async def signal(self, key: str, event: E) -> None:
        """Tell it something without waiting for an answer. Raises NotFound."""
        try:
            await self.handle(key).signal(event.kind, event)
        except RPCError as problem:
            raise self._said(problem, key) from None

    async def snapshot(self, key: str) -> S | None:
        """How it stands, as last recorded. Raises NotFound."""
        try:
            state: S | None = await self.handle(key).query("snapshot", result_type=self.snapshot_type)
        except RPCError as problem:
            raise self._said(problem, key) from None
        return state

    def handle(self, key: str) -> WorkflowHandle[Any, Any]:
        return self._client.get_workflow_handle(self.kind.workflow_id(key), result_type=self.stages)

    async def _begin(
        self, workflow: Any, start: Any, key: str, cohort: str, stage: str, again: bool = False
    ) -> bool:
        """Says whether it was new. `again`: one that is over may begin once more."""
        reuse = WorkflowIDReusePolicy
        try:
            await self._client.start_workflow(
                workflow,
                start,
                id=self.kind.workflow_id(key),
                task_queue=PAIRINGS_QUEUE,
                task_timeout=WORKFLOW_TASK_TIMEOUT,
                id_reuse_policy=reuse.ALLOW_DUPLICATE if again else reuse.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                search_attributes=search_attributes_of(cohort, stage),
                static_summary=f"{self.kind.capitalize()} {key}",
                static_details=introduction(self.kind, key, cohort),
            )
        except WorkflowAlreadyStartedError:
            return False
        except RPCError as problem:
            raise self._said(problem, key) from None
        return True

    async def _unanswered(self, key: str) -> Exception:
        try:
            return Unreachable(await why_unanswered(self._client, self.kind.workflow_id(key), _PATIENCE))
        except RPCError as problem:
            return self._said(problem, key)

    def _said(self, problem: RPCError, key: str) -> Exception:
        if problem.status is RPCStatusCode.NOT_FOUND and not problem.message.startswith("Namespace "):
            what = f"{self.kind.capitalize()} {key}"
            return NotFound(
                f"{what} is not running: it is over, there is none of that id, or the server has lost it: "
                f"{suggest('reconcile')}"
            )
        if _STANDS_STILL in problem.message:
            return Unreachable(stands_still(self._client, self.kind.workflow_id(key)))
        if _TOO_MANY in problem.message:
            return Unreachable(too_many_wait(self.kind.workflow_id(key)))
        return server_answered(problem)


class Pairings(EntityClient[PairingSnapshot, PairingEvent]):
    """The pairings that live on this server. Their cohort begins them."""

    kind = EntityKind.PAIRING
    snapshot_type = PairingSnapshot
    stages = Stage

    async def reopen(self, start: PairingStart) -> bool:
        """Begin a new run of this pairing, which is over, from where the store has kept it. Says whether it
        was new."""
        key, stage = start.pairing, Stage.ENDED.value
        return await self._begin(PairingWorkflow.run, start, key, start.cohort, stage, again=True)

    async def is_over(self, key: str) -> bool:
        """Whether its latest run has come to its end. Raises NotFound."""
        try:
            described = await self.handle(key).describe()
        except RPCError as problem:
            raise self._said(problem, key) from None
        return described.status is not WorkflowExecutionStatus.RUNNING


class Applications(EntityClient[ApplicationSnapshot, ApplicationEvent]):
    kind = EntityKind.APPLICATION
    snapshot_type = ApplicationSnapshot
    stages = ApplicationStage

    async def begin(self, start: ApplicationStart) -> bool:
        """Begin this application's workflow unless it has begun. Says whether it was new."""
        key, stage = start.application, start.stage.value
        return await self._begin(ApplicationWorkflow.run, start, key, start.cohort, stage)


class Cohorts(EntityClient[CohortSnapshot, CohortEvent]):
    kind = EntityKind.COHORT
    snapshot_type = CohortSnapshot
    stages = CohortStage

    async def begin(self, start: CohortStart) -> bool:
        """Begin this cohort's workflow unless it has begun. Says whether it was new."""
        key, stage = start.cohort, CohortStage.ANNOUNCED.value
        return await self._begin(CohortWorkflow.run, start, key, key, stage)


async def start_digest(client: Client, cohort: str, timezone: str, days_off: Iterable[date] = ()) -> None:
    """Have the coordinator written to soon after half past seven on every weekday, but for these, on which
    something waits; once however often it is asked for."""
    summary = f"The coordinator's letter about {cohort}"
    schedule = Schedule(
        action=ScheduleActionStartWorkflow(
            DigestWorkflow.run,
            cohort,
            id=digest_id(cohort),
            task_queue=PAIRINGS_QUEUE,
            task_timeout=WORKFLOW_TASK_TIMEOUT,
            static_summary=summary,
            static_details=introduction_of_digest(cohort),
        ),
        spec=ScheduleSpec(
            calendars=[_HALF_PAST_SEVEN],
            skip=[_whole(day) for day in days_off],
            time_zone_name=timezone,
            jitter=_SPREAD,
        ),
        # A morning that is asked for while another is just ending would be passed over by SKIP.
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.BUFFER_ONE, catchup_window=_STILL_MORNING),
        state=ScheduleState(note=summary),
    )
    with suppress(ScheduleAlreadyRunningError):
        await client.create_schedule(digest_id(cohort), schedule)


async def stop_digest(client: Client, cohort: str) -> None:
    """Have the coordinator of this cohort written to no more; nothing happens if nobody is."""
    try:
        await client.get_schedule_handle(digest_id(cohort)).delete()
    except RPCError as problem:
        if problem.status is not RPCStatusCode.NOT_FOUND:
            raise


_HALF_PAST_SEVEN = ScheduleCalendarSpec(
    hour=[ScheduleRange(7)], minute=[ScheduleRange(30)], day_of_week=[ScheduleRange(1, 5)]
)


def _whole(day: date) -> ScheduleCalendarSpec:
    return ScheduleCalendarSpec(
        year=[ScheduleRange(day.year)],
        month=[ScheduleRange(day.month)],
        day_of_month=[ScheduleRange(day.day)],
        hour=[ScheduleRange(0, 23)],
        minute=[ScheduleRange(0, 59)],
    )


_SPREAD = timedelta(minutes=10)
"""After half past seven, by cohort: five hundred mornings in one second would hold up everything else."""
_STILL_MORNING = timedelta(hours=4)
"""A server that was away at half past seven makes up for it until then, and not later."""


async def deliver_again(client: Client, letter: QueuedLetter) -> None:
    """Have this letter of the outbox delivered now, however long it was to wait."""
    await recall(client, letter.id)
    await dispatch(client, [letter])


def _sentence(failure: WorkflowUpdateFailedError) -> str:
    return failure.cause.message if isinstance(failure.cause, ApplicationError) else str(failure.cause)


async def draft_matches(client: Client, cohort: str) -> None:
    """Have a worker make a new draft of this cohort's matches, and wait for it.

    Raises Refused if a pin breaks a rule, Unreachable if no worker makes it in time or the store does not
    answer the worker.
    """
    try:
        await client.execute_activity(
            MATCH,
            cohort,
            id=f"match:{cohort}",
            task_queue=PAIRINGS_QUEUE,
            schedule_to_close_timeout=_MATCHING,
            retry_policy=RetryPolicy(non_retryable_error_types=_NOT_AGAIN),
            id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
            summary="Draft the matches",
        )
    except ActivityFailureError as failure:
        if isinstance(failure.cause, ApplicationError):
            kind = Unreachable if failure.cause.type == Unreachable.__name__ else Refused
            raise kind(failure.cause.message) from None
        raise Unreachable(no_worker(_MATCHING)) from None
    except RPCError as problem:
        raise server_answered(problem) from None
