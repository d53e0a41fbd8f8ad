"""One way of making a workflow update out of a domain event.

Each command is an update whose validator asks the domain, so that a refused command costs nothing
and comes back as its sentence. The update returns when what it changed has been recorded.
"""

from typing import Any, Protocol

from temporalio import workflow

from domain.entry import Snapshot


class Told(Protocol):
    """A workflow that can be told about events."""

    def check(self, event: Any) -> None: ...

    async def tell(self, event: Any) -> Any: ...


def command(
    snapshot_type: type[Snapshot], event_type: type, description: str
) -> workflow.UpdateMethodMultiParam[[Any, Any], Any]:
    """An update named after the event's kind."""

    async def handle(self: Told, event: Any) -> Any:
        return await self.tell(event)

    def check(self: Told, event: Any) -> None:
        self.check(event)

    # The SDK reads the annotations to convert the payload; `self` must not have one.
    handle.__annotations__ = {"event": event_type, "return": snapshot_type}
    check.__annotations__ = {"event": event_type, "return": None}
    update = workflow.update(name=_name(event_type), description=description)(handle)
    update.validator(check)
    return update


def news(event_type: type, description: str) -> Any:
    """A signal named after the event's kind; its sender waits for no answer, so a refusal is only noted."""

    def hear(self: Any, event: Any) -> None:
        self.hear(event)

    hear.__annotations__ = {"event": event_type, "return": None}
    return workflow.signal(name=_name(event_type), description=description)(hear)


def _name(event_type: type) -> str:
    return str(event_type.model_fields["kind"].default)  # type: ignore[attr-defined]
