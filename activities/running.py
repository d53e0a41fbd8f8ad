"""What activities share: threads of their own, heartbeats, signals, failures without a word on people."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import copy_context
from traceback import extract_tb
from typing import ParamSpec, TypeVar

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from domain.application.events import ApplicationSignal
from domain.cohort.events import Drafted
from domain.errors import TandemError


@asynccontextmanager
async def heartbeats(every: float) -> AsyncIterator[None]:
    """Send one every so many seconds, the first after that time, for as long as the context lasts: a worker
    that was lost meanwhile is noticed soon."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(every)
            activity.heartbeat()

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


@contextmanager
def redacted_errors() -> Iterator[None]:
    """Our own errors are sentences without a name or an address in them and pass as they are; of an error
    of the Temporal server its status is told; of any other exception only its kind and place, since its
    text may hold anything."""
    try:
        yield
    except (TandemError, ApplicationError):
        raise
    except RPCError as problem:
        told = f"The Temporal server answered {problem.status.name}"
        raise ApplicationError(told, type=RPCError.__name__) from None
    except Exception as problem:  # noqa: BLE001
        place = extract_tb(problem.__traceback__)[-1]
        kind = type(problem).__name__
        raise ApplicationError(f"{kind} in {place.name}, line {place.lineno}", type=kind) from None


P = ParamSpec("P")
Result = TypeVar("Result")


class Threads:
    """Threads for one kind of work, so that another, which is slow, does not hold it up."""

    def __init__(self, count: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)

    def run(self, work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[Result]:
        """With the context, so that a log line knows what it is about. Who stops waiting does not stop work
        that has begun."""
        loop, context = asyncio.get_running_loop(), copy_context()
        return loop.run_in_executor(self._pool, lambda: context.run(work, *args, **kwargs))


async def signal(client: Client, workflow_id: str, news: ApplicationSignal | Drafted) -> None:
    """Tell this workflow something; one that is over hears nothing."""
    try:
        await client.get_workflow_handle(workflow_id).signal(news.kind, news)
    except RPCError as problem:
        if problem.status is not RPCStatusCode.NOT_FOUND:
            raise
