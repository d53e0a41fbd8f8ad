"""The histories of somebody's workflows on the Temporal server, run by run."""

from collections.abc import Iterable

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

_GONE = (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION)


async def end_workflow(client: Client, workflow_id: str) -> None:
    """End it, if it runs: nothing of it is recorded any more."""
    try:
        await client.get_workflow_handle(workflow_id).terminate(reason="erased")
    except RPCError as problem:
        if problem.status not in _GONE:
            raise


async def delete_histories(client: Client, workflow_ids: Iterable[str]) -> bool:
    """Delete each run of these that is closed. Says whether the server knew of none any more."""
    left = False
    for workflow_id in workflow_ids:
        async for run in client.list_workflows(f"WorkflowId = '{workflow_id}'"):
            left = True
            if run.status is not WorkflowExecutionStatus.RUNNING:
                await _delete(client, workflow_id, run.run_id)
    return not left


async def _delete(client: Client, workflow_id: str, run: str) -> None:
    execution = WorkflowExecution(workflow_id=workflow_id, run_id=run)
    request = DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=execution)
    try:
        await client.workflow_service.delete_workflow_execution(request)
    except RPCError as problem:
        if problem.status is not RPCStatusCode.NOT_FOUND:
            raise
