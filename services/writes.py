"""The two writes of a change: the store, and what the server is to be told of it, in one transaction; then
the telling.

Nothing but a concern is written while the server is away. What is cut off between the two is told by a
worker, and what a workflow refuses is put back (`services/relay.py`).
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import Session

from domain.errors import Unreachable
from services.context import Context
from storage.messages import Message

if TYPE_CHECKING:
    from services.relay import Reply

T = TypeVar("T")


async def write_and_update(context: Context, write: Callable[[Session], tuple[T, Message]]) -> tuple[T, Any]:
    """What was written, and how its workflow stands once it has been told. Raises what `write` raises,
    Refused or NotFound with the workflow's answer, Unreachable."""
    relay = await context.relay()
    with context.store() as session:
        written, message = write(session)
    return written, await relay.update(message)


async def write_first(context: Context, write: Callable[[Session], tuple[T, Iterable[str]]]) -> T:
    """The same for what must be kept while the server is away as well: a worker tells it then. Raises what
    `write` raises."""
    from temporalio.service import RPCError

    with context.store() as session:
        written, targets = write(session)
    with suppress(Unreachable, TimeoutError, RPCError):
        await (await context.relay()).tell_all(targets)
    return written


async def write_and_tell(
    context: Context, write: Callable[[Session], tuple[T, Iterable[str]]]
) -> tuple[T, "list[Reply]"]:
    """The same for many at once. `write` gives the ids of the workflows for which something waits, which
    each answer what they are told; a refusal is in the answer. Raises what `write` raises, Unreachable."""
    relay = await context.relay()
    with context.store() as session:
        written, targets = write(session)
    return written, await relay.tell_all(targets)
