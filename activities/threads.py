"""Threads of their own for one kind of work, so that another, which is slow, does not hold it up."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
Result = TypeVar("Result")


class Threads:
    def __init__(self, count: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)

    def run(self, work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[Result]:
        """With the context, so that a log line knows what it is about. Who stops waiting does not stop work
        that has begun."""
        loop, context = asyncio.get_running_loop(), copy_context()
        return loop.run_in_executor(self._pool, lambda: context.run(work, *args, **kwargs))
