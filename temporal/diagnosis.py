"""Why a life has not answered in time, or the server has answered with an error: said in a sentence."""

from collections.abc import Iterator
from datetime import timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, TaskQueueType
from temporalio.api.failure.v1 import Failure
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkflowExecutionResponse,
    GetWorkflowExecutionHistoryReverseRequest,
)
from temporalio.client import Client, WorkflowExecutionDescription
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import Unreachable
from workflows.names import RECORDS

_PATIENCE = timedelta(seconds=5)
_RUNBOOK = "docs/operations/runbook.md"
_LATELY = 5
"""Events: a task that fails leaves two behind, and is not noted again as long as it goes on failing."""
_AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)
_NOT_LET_IN = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED)
_OF_THE_STORE = ("", "Unreachable", "StoreError", "NotFound", "Conflict")
"""Kinds of failure of a record by which the store refuses it, or is away."""


def server_answered(problem: RPCError) -> Unreachable:
    """What a person is told when the Temporal server has answered with this error."""
    status, words = problem.status.name, problem.message
    if words.startswith("Namespace "):
        return Unreachable(f"The Temporal server answers: {words} (TEMPORAL_NAMESPACE)")
    if problem.status in _AWAY:
        return Unreachable(f"The Temporal server does not answer: {words}")
    if problem.status in _NOT_LET_IN:
        return Unreachable(
            f"The Temporal server does not let us in ({status}: {words}): check TEMPORAL_API_KEY, "
            "TEMPORAL_NAMESPACE and what we may do there."
        )
    if problem.status is RPCStatusCode.RESOURCE_EXHAUSTED:
        return Unreachable(
            f"The Temporal server has too much to do ({status}: {words}). Try again in a minute."
        )
    return Unreachable(f"The Temporal server answered {status}: {words}")


def too_many_wait(workflow_id: str) -> str:
    """What is said if the server refuses a command because ten others wait for this life's answer."""
    return (
        f"{_named(workflow_id)} was not told this: ten commands before it wait for an answer, and the server "
        "no more. Give it again when they have been answered. What keeps them is mostly a store that is "
        f"away, or that no worker runs: {_RUNBOOK}#tandemrecordswait"
    )


async def why_unanswered(client: Client, workflow_id: str, waited: timedelta) -> str:
    """Why this life has not answered for so long. Raises RPCError if the server does not answer, or knows
    nothing of it."""
    found = await client.get_workflow_handle(workflow_id).describe(rpc_timeout=_PATIENCE)
    raw = found.raw_description
    if not await is_polled(client, raw.execution_config.task_queue.name):
        return no_worker(waited)
    if raw.pending_workflow_task.attempt > 1 and await _fails(client, found):
        return stands_still(workflow_id)
    for failure in _records(raw):
        return (
            f"{_named(workflow_id)} has heard it, but {failure} "
            "That is tried again until it works, and nothing is lost: do not give the command again. "
            f"What to do about it: {_RUNBOOK}#tandemrecordswait"
        )
    return (
        f"A worker is there, but has not come to it within {waited.seconds} s: it is busy, or was lost just "
        "now. It may still be done: look how it stands before you give the command again."
    )


def _named(workflow_id: str) -> str:
    kind, _, key = workflow_id.partition("-")
    return f"{kind.capitalize()} {key}"


def stands_still(workflow_id: str) -> str:
    """What is said if the code fails."""
    return (
        f"{_named(workflow_id)} stands still: the worker's version cannot carry it on, its code fails there, "
        "or the workers have too much to do. Nothing is lost. What to do about the worker: "
        f"{_RUNBOOK}#tandemworkflowtasksfail"
    )


def no_worker(waited: timedelta) -> str:
    """What is said if nobody works."""
    return (
        f"No worker has taken this up within {waited.seconds} s. Is one running? (tandem up, or tandem "
        "worker) It may still be done when one comes: look how it stands before you give the command again."
    )


async def is_polled(client: Client, queue: str) -> bool:
    """Whether a worker asks for work on this queue, or did some moments ago."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    answer = await client.workflow_service.describe_task_queue(request, timeout=_PATIENCE)
    return bool(answer.pollers)


async def _fails(client: Client, description: WorkflowExecutionDescription) -> bool:
    """Whether its code was what failed last; a worker that was lost, or is slow, is something else."""
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=description.id, run_id=description.run_id),
        maximum_page_size=_LATELY,
    )
    answer = await client.workflow_service.get_workflow_execution_history_reverse(request, timeout=_PATIENCE)
    kinds = [event.event_type for event in answer.history.events]
    return EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED in kinds


def _records(raw: DescribeWorkflowExecutionResponse) -> Iterator[str]:
    """What keeps each record that waits, and what was said."""
    for pending in raw.pending_activities:
        if pending.activity_type.name in RECORDS:
            said = pending.last_failure.message.rstrip(".") or "it does not answer"
            yield f"{_who_keeps(pending.last_failure)}: {said}."


def _who_keeps(failure: Failure) -> str:
    kind = failure.application_failure_info.type
    if kind in _OF_THE_STORE:
        return "the store does not take the worker's record"
    if kind == RPCError.__name__:
        return "the Temporal server does not do what the worker's record calls for"
    return "the worker's code fails at its record"
