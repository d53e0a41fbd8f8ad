"""A client, and with it a worker, of one store: whatever it begins is marked with the store's id, whatever
it tells says who tells it, and it does nothing for the workflows of another.

The ids of lives are the same in every store. Without this, somebody who has the wrong database in the
settings would record the lives of one store into another.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from temporalio import activity
from temporalio.client import (
    ActivityHandle,
    Client,
    CreateScheduleInput,
    OutboundInterceptor,
    ScheduleActionStartWorkflow,
    ScheduleHandle,
    SignalWorkflowInput,
    StartActivityInput,
    StartWorkflowInput,
    StartWorkflowUpdateInput,
    WorkflowHandle,
    WorkflowUpdateHandle,
)
from temporalio.client import Interceptor as OfClient
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput
from temporalio.worker import Interceptor as OfWorker

from domain.errors import OfAnother
from temporal.store_guard import STORE, marked, says_another


def belonging_to(client: Client, identity: Callable[[], str]) -> Client:
    """The same client, of the store that has this identity (`Database.identity`). The store is asked when
    something is begun or told for the first time, and not before."""
    config = client.config()
    config["interceptors"] = [*config["interceptors"], _Marking(_Store(identity))]
    return Client(**config)


class _Store:
    def __init__(self, identity: Callable[[], str]) -> None:
        self._identity = identity
        self._known: str | None = None

    async def id(self) -> str:
        if self._known is None:
            self._known = await asyncio.to_thread(self._identity)
        return self._known


class _Marking(OfClient, OfWorker):
    def __init__(self, store: _Store) -> None:
        self._store = store

    def intercept_client(self, following: OutboundInterceptor) -> OutboundInterceptor:
        return _Beginning(following, self._store)

    def intercept_activity(self, following: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Doing(following, self._store)


class _Beginning(OutboundInterceptor):
    def __init__(self, following: OutboundInterceptor, store: _Store) -> None:
        super().__init__(following)
        self._store = store

    async def start_workflow(self, asked: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
        asked.memo = await self._with_store(asked.memo)
        return await super().start_workflow(asked)

    async def create_schedule(self, asked: CreateScheduleInput) -> ScheduleHandle:
        if isinstance(asked.schedule.action, ScheduleActionStartWorkflow):
            asked.schedule.action.memo = await self._with_store(asked.schedule.action.memo)
        return await super().create_schedule(asked)

    async def start_activity(self, asked: StartActivityInput) -> ActivityHandle[Any]:
        asked.headers = marked(asked.headers, await self._store.id())
        return await super().start_activity(asked)

    async def signal_workflow(self, asked: SignalWorkflowInput) -> None:
        asked.headers = marked(asked.headers, await self._store.id())
        await super().signal_workflow(asked)

    async def start_workflow_update(self, asked: StartWorkflowUpdateInput) -> WorkflowUpdateHandle[Any]:
        asked.headers = marked(asked.headers, await self._store.id())
        return await super().start_workflow_update(asked)

    async def _with_store(self, memo: Mapping[str, Any] | None) -> Mapping[str, Any]:
        return {**(memo or {}), STORE: await self._store.id()}


class _Doing(ActivityInboundInterceptor):
    """What is refused is tried again, until a worker of the right store takes it up: nothing is lost. A
    draft of matches is given up some time, and can be asked for again."""

    def __init__(self, following: ActivityInboundInterceptor, store: _Store) -> None:
        super().__init__(following)
        self._store = store

    async def execute_activity(self, asked: ExecuteActivityInput) -> Any:
        if says_another(asked.headers, await self._store.id()):
            info = activity.info()
            raise OfAnother(f"{info.workflow_id or info.activity_id} belongs")
        return await super().execute_activity(asked)
