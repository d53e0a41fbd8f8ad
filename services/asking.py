"""Asking a service that tells the Temporal server something, for whoever asks: a command or a page."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from domain.errors import Unreachable
from services.auditing import recorded
from services.context import Context

Service = Callable[..., Any]


async def ask(
    context: Context,
    service: Service,
    *args: Any,
    check: Callable[[Context, Service], None] = lambda _context, _service: None,
    **kwargs: Any,
) -> Any:
    """What the service answers; it is in the audit, and `check` has raised Refused if it must not be asked.
    Raises what the service raises, and Unreachable if the server does not answer, or answers with an error
    that means nothing in particular."""
    from temporalio.service import RPCError

    from temporal.diagnosis import server_answered

    try:
        with recorded(context, service, [*args, *kwargs.values()]) as recorder:
            check(context, service)
            answer: Any | Awaitable[Any] = service(context, *args, **kwargs)
            return recorder.of(await answer if isawaitable(answer) else answer)
    except TimeoutError as problem:
        raise Unreachable(f"The Temporal server does not answer in time: {problem}") from None
    except RPCError as problem:
        raise server_answered(problem) from None
