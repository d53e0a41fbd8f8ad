"""Why a workflow has not answered in time, or the server has answered with an error: said in a sentence."""

from datetime import timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.failure.v1 import Failure
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import Unreachable
from domain.suggestion import suggest
from settings import read_settings
from workflows.names import RECORDS

_PATIENCE = timedelta(seconds=5)
_RUNBOOK = "docs/operations/runbook.md"
_AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)
_NOT_LET_IN = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED)


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


async def why_unanswered(client: Client, workflow_id: str, waited: timedelta) -> str:
    """Why this workflow has not answered for so long. Raises RPCError if the server does not answer, or knows
    nothing of it."""
    found = (await client.get_workflow_handle(workflow_id).describe(rpc_timeout=_PATIENCE)).raw_description
    if not await is_polled(client, found.execution_config.task_queue.name):
        return no_worker(waited)
    if found.pending_workflow_task.attempt > 1:
        return stands_still(client, workflow_id)
    for pending in found.pending_activities:
        if pending.activity_type.name in RECORDS:
            said = await _words(client, pending.last_failure) or "the store does not answer"
            return (
                f"{_named(workflow_id)} has heard it, but its record is not taken: {said}. That is tried "
                "again until it works, and nothing is lost: do not give the command again. What to do about "
                f"it: {_RUNBOOK}#tandemrecordswait"
            )
    return (
        f"A worker is there, but has not come to it within {waited.seconds} s: it is busy, or was lost just "
        "now. It may still be done: look how it stands before you give the command again "
        f"({in_web_ui(client, workflow_id)})."
    )


async def _words(client: Client, failure: Failure) -> str:
    """Of a failure as the server has it, which may be encrypted; without its full stop."""
    problem = await client.data_converter.decode_failure(failure)
    return str(getattr(problem, "message", problem)).rstrip(".")


def no_worker(waited: timedelta) -> str:
    """What is said if nobody works."""
    return (
        f"No worker has taken this up within {waited.seconds} s. Is one running? "
        f"({suggest('up')}, or {suggest('worker')}) It may still be done when one comes: "
        "look how it stands before you give the command again."
    )


def stands_still(client: Client, workflow_id: str) -> str:
    """What is said if the code fails."""
    return (
        f"{_named(workflow_id)} stands still: the worker's version cannot carry it on, its code fails there, "
        f"or the workers have too much to do. Nothing is lost. See {in_web_ui(client, workflow_id)} and "
        f"{_RUNBOOK}#tandemworkflowtasksfail"
    )


def too_many_wait(workflow_id: str) -> str:
    """What is said if the server refuses a command because ten others wait for this workflow's answer."""
    return (
        f"{_named(workflow_id)} was not told this: ten commands before it wait for an answer, and the server "
        "no more. Give it again when they have been answered. What keeps them is mostly a store that is "
        f"away, or that no worker runs: {_RUNBOOK}#tandemrecordswait"
    )


def in_web_ui(client: Client, workflow_id: str) -> str:
    """Where the Web UI shows this workflow: the embedded one's address, of another server's only the path."""
    settings = read_settings()
    is_embedded = client.service_client.config.target_host == settings.embedded_address
    where = settings.ui_address if is_embedded else "in the Web UI "
    return f"{where}/namespaces/{client.namespace}/workflows/{workflow_id}"


async def is_polled(client: Client, queue: str) -> bool:
    """Whether a worker asks for work on this queue, or did some moments ago."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    answer = await client.workflow_service.describe_task_queue(request, timeout=_PATIENCE)
    return bool(answer.pollers)


def _named(workflow_id: str) -> str:
    kind, _, key = workflow_id.partition("-")
    return f"{kind.capitalize()} {key}"
