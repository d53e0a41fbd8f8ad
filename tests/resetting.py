"""What somebody does who resets a workflow in the Web UI."""

from uuid import uuid4

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client


async def reset_to_its_first_task(client: Client, workflow: str) -> None:
    """It lives again what it has lived, with another clock; what it was told is told to it again."""
    history = await client.get_workflow_handle(workflow).fetch_history()
    done = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    await client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=workflow),
            reason="Reset from the Web UI",
            workflow_task_finish_event_id=next(e.event_id for e in history.events if e.event_type == done),
            request_id=uuid4().hex,
        )
    )
