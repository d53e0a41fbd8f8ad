"""Why a life has not answered in time: asked of the server once, and said in a sentence."""

from collections.abc import Iterator
from datetime import timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkflowExecutionResponse,
    GetWorkflowExecutionHistoryReverseRequest,
)
from temporalio.client import Client, WorkflowExecutionDescription

from workflows.names import RECORDS

_PATIENCE = timedelta(seconds=5)
_RUNBOOK = "docs/operations/runbook.md"
_LATELY = 5
"""Events: a task that fails leaves two behind, and is not noted again as long as it goes on failing."""


async def why_unanswered(client: Client, life: str, waited: timedelta) -> str:
    """Why this life has not answered for so long. Raises RPCError if the server does not answer, or knows
    nothing of it."""
    found = await client.get_workflow_handle(life).describe(rpc_timeout=_PATIENCE)
    raw = found.raw_description
    if not await is_polled(client, raw.execution_config.task_queue.name):
        return no_worker(waited)
    if raw.pending_workflow_task.attempt > 1 and await _fails(client, found):
        return stands_still(life)
    for failure in _records(raw):
        return (
            f"{_named(life)} has heard it, but the store does not take the worker's record: {failure} "
            "That is tried again until it works, and nothing is lost: do not give the command again. "
            f"What to do about the store: {_RUNBOOK}#tandemrecordswait"
        )
    return (
        f"A worker is there, but has not come to it within {waited.seconds} s: it is busy, or was lost just "
        "now. It may still be done: look how it stands before you give the command again."
    )


def _named(life: str) -> str:
    kind, _, key = life.partition("-")
    return f"{kind.capitalize()} {key}"


def stands_still(life: str) -> str:
    """What is said if the code fails."""
    return (
        f"{_named(life)} stands still: the worker's version cannot carry it on, its code fails there, or "
        "the workers have too much to do. Nothing is lost. What to do about the worker: "
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


async def _fails(client: Client, life: WorkflowExecutionDescription) -> bool:
    """Whether its code was what failed last; a worker that was lost, or is slow, is something else."""
    request = GetWorkflowExecutionHistoryReverseRequest(
        namespace=client.namespace,
        execution=WorkflowExecution(workflow_id=life.id, run_id=life.run_id),
        maximum_page_size=_LATELY,
    )
    answer = await client.workflow_service.get_workflow_execution_history_reverse(request, timeout=_PATIENCE)
    kinds = [event.event_type for event in answer.history.events]
    return EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED in kinds


def _records(raw: DescribeWorkflowExecutionResponse) -> Iterator[str]:
    """What the store said to each record that waits; an ordinary activity records only what the store did
    not take at once."""
    for pending in raw.pending_activities:
        if pending.activity_type.name in RECORDS:
            said = pending.last_failure.message.rstrip(".") or "it does not answer"
            yield f"{said}."
