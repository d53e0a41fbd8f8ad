"""One way of making workflow updates and signals out of domain events.

Each command is an update whose validator asks the domain, so that a refused command costs nothing
and comes back as its sentence. The update returns when what it changed has been recorded.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Generic, Protocol, TypeVar

from temporalio import workflow

from domain.entity.entity import Event, Snapshot

E = TypeVar("E", bound=Event)
E_contra = TypeVar("E_contra", bound=Event, contravariant=True)
S = TypeVar("S", bound=Snapshot)
S_co = TypeVar("S_co", bound=Snapshot, covariant=True)
F = TypeVar("F", bound=Callable[..., Any])


class EventHandler(Protocol[S_co, E_contra]):
    """A workflow that can be told about events."""

    def validate(self, event: E_contra) -> None: ...

    async def handle_update(self, event: E_contra) -> S_co: ...

    def handle_signal(self, event: E_contra) -> None: ...


class Handlers(Generic[S, E]):
    """Makes the handlers of one kind of workflow, of its own events and no others."""

    def __init__(self, snapshot_type: type[S]) -> None:
        self._snapshot_type = snapshot_type

    def update(
        self, event_type: type[E], description: str
    ) -> workflow.UpdateMethodMultiParam[[EventHandler[S, E], E], Coroutine[Any, Any, S]]:
        """An update named after the event's kind."""

        @_converted(event_type, self._snapshot_type)
        async def handle(self: EventHandler[S, E], event: E) -> S:
            return await self.handle_update(event)

        @_converted(event_type)
        def check(self: EventHandler[S, E], event: E) -> None:
            self.validate(event)

        update = workflow.update(name=_name(event_type), description=description)(handle)
        update.validator(check)
        return update

    def signal(self, event_type: type[E], description: str) -> Callable[[EventHandler[S, E], E], None]:
        """A signal named after the event's kind; its sender waits for no answer: a refusal is only noted."""

        @_converted(event_type)
        def handle(self: EventHandler[S, E], event: E) -> None:
            self.handle_signal(event)

        return workflow.signal(name=_name(event_type), description=description)(handle)


def _converted(event_type: type[Event], returned: type[Snapshot] | None = None) -> Callable[[F], F]:
    """The SDK converts by annotations: these say which types it is this time, and leave out `self`, as
    the SDK wants it."""

    def annotate(handler: F) -> F:
        handler.__annotations__ = {"event": event_type, "return": returned}
        return handler

    return annotate


def _name(event_type: type[Event]) -> str:
    return str(event_type.model_fields["kind"].default)
