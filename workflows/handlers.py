"""One way of making a workflow update out of a domain event.

Each command is an update whose validator asks the domain, so that a refused command costs nothing
and comes back as its sentence. The update returns when what it changed has been recorded.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from temporalio import workflow

from domain.entity.entry import Snapshot
from domain.value import Value

E = TypeVar("E", bound=Value)
S = TypeVar("S", bound=Snapshot)
F = TypeVar("F", bound=Callable[..., Any])


class EventHandler(Protocol):
    """A workflow that can be told about events."""

    def validate(self, event: Any) -> None: ...

    async def handle_update(self, event: Any) -> Any: ...

    def handle_signal(self, event: Any) -> None: ...


def update_handler(
    snapshot_type: type[S], event_type: type[E], description: str
) -> workflow.UpdateMethodMultiParam[[EventHandler, E], Coroutine[Any, Any, S]]:
    """An update named after the event's kind."""

    @_converted(event_type, snapshot_type)
    async def handle(self: EventHandler, event: E) -> S:
        snapshot: S = await self.handle_update(event)
        return snapshot

    @_converted(event_type)
    def check(self: EventHandler, event: E) -> None:
        self.validate(event)

    update = workflow.update(name=_name(event_type), description=description)(handle)
    update.validator(check)
    return update


def signal_handler(event_type: type[E], description: str) -> Callable[[EventHandler, E], None]:
    """A signal named after the event's kind; its sender waits for no answer, so a refusal is only noted."""

    @_converted(event_type)
    def handle(self: EventHandler, event: E) -> None:
        self.handle_signal(event)

    return workflow.signal(name=_name(event_type), description=description)(handle)


def _converted(event_type: type[Value], returned: type[Snapshot] | None = None) -> Callable[[F], F]:
    """The SDK converts by annotations: these say which types it is this time, and leave out `self`, as
    the SDK wants it."""

    def annotate(handler: F) -> F:
        handler.__annotations__ = {"event": event_type, "return": returned}
        return handler

    return annotate


def _name(event_type: type[Value]) -> str:
    return str(event_type.model_fields["kind"].default)
