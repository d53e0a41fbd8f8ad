"""What an update causes belongs to the update's trace.

A workflow's update waits while the workflow's own loop records what it changed. So the activity is started by
the loop, and by itself would belong to whoever started the workflow, months ago.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry.context import Context, attach, detach, get_current
from temporalio.worker import (
    HandleUpdateInput,
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle


@dataclass
class _Cause:
    context: Context | None = None
    """Of the update that waits; None if none does."""

    @contextmanager
    def named(self) -> Iterator[None]:
        """Whatever begins now is caused by it."""
        token = attach(self.context or get_current())
        try:
            yield
        finally:
            detach(token)


class UpdateTraceInterceptor(Interceptor):
    """Must stand behind OpenTelemetry's own interceptor, which makes the spans."""

    def workflow_interceptor_class(
        self, asked: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor]:
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        self._cause = _Cause()
        super().init(_Outbound(outbound, self._cause))

    async def handle_update_handler(self, asked: HandleUpdateInput) -> Any:
        self._cause.context = mine = get_current()
        try:
            return await super().handle_update_handler(asked)
        finally:
            if self._cause.context is mine:
                self._cause.context = None


class _Outbound(WorkflowOutboundInterceptor):
    def __init__(self, following: WorkflowOutboundInterceptor, cause: _Cause) -> None:
        super().__init__(following)
        self._cause = cause

    def start_activity(self, asked: StartActivityInput) -> ActivityHandle[Any]:
        with self._cause.named():
            return super().start_activity(asked)
