"""What a workflow asks for says which store it belongs to, and it hears nothing from another.

It knows by its memo. One that was begun by an earlier version has none, and lives on as it did.
"""

from collections.abc import Mapping
from typing import Any

from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.worker import (
    HandleSignalInput,
    HandleUpdateInput,
    Interceptor,
    StartActivityInput,
    StartChildWorkflowInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle, ChildWorkflowHandle

from domain.errors import OfAnother
from temporal.converter import DATA_CONVERTER
from workflows.log_events import log_refused_signal

STORE = "TandemStore"
"""The memo of a workflow, and the header of whatever it asks for or is told: the id of a store. A memo and no
search attribute, which a server would have to be told of before the first workflow could begin."""

Headers = Mapping[str, Payload]


def marked(headers: Headers, store: str | None) -> Headers:
    """These headers, with the store said in them if it is known."""
    if store is None:
        return headers
    return {**headers, STORE: DATA_CONVERTER.payload_converter.to_payloads([store])[0]}


def says_another(headers: Headers, store: str | None) -> bool:
    """Whether these headers name another store; where either says nothing, they do not."""
    if store is None or STORE not in headers:
        return False
    (said,) = DATA_CONVERTER.payload_converter.from_payloads([headers[STORE]], [str])
    return bool(said != store)


class StoreGuard(Interceptor):
    def workflow_interceptor_class(
        self, asked: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor]:
        return _Hearing


class _Hearing(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Asking(outbound))

    async def handle_signal(self, asked: HandleSignalInput) -> None:
        if says_another(asked.headers, _store()):
            log_refused_signal(asked.signal, str(_refusal()))
        else:
            await super().handle_signal(asked)

    def handle_update_validator(self, asked: HandleUpdateInput) -> None:
        if says_another(asked.headers, _store()):
            raise _refusal()
        super().handle_update_validator(asked)


class _Asking(WorkflowOutboundInterceptor):
    def start_activity(self, asked: StartActivityInput) -> ActivityHandle[Any]:
        asked.headers = marked(asked.headers, _store())
        return super().start_activity(asked)

    async def start_child_workflow(self, asked: StartChildWorkflowInput) -> ChildWorkflowHandle[Any, Any]:
        if store := _store():
            asked.memo = {**(asked.memo or {}), STORE: store}
        return await super().start_child_workflow(asked)


def _store() -> str | None:
    found: str | None = workflow.memo_value(STORE, None, type_hint=str)
    return found


def _refusal() -> OfAnother:
    return OfAnother(f"{workflow.info().workflow_id} belongs")
