"""One way of making a workflow update out of a domain event.

Each command is an update whose validator asks the domain, so that a refused command costs nothing
and comes back as its sentence. The update returns when what it changed has been recorded.
"""

from typing import Any, Protocol

from temporalio import workflow

from domain.entry import Snapshot
from domain.events import Event


class Told(Protocol):
    """A workflow that can be told about events."""

    def check(self, event: Event) -> None: ...

    async def tell(self, event: Event) -> Snapshot: ...


def command(event_type: type, description: str) -> workflow.UpdateMethodMultiParam[[Any, Any], Any]:
    """An update named after the event's kind."""

    async def handle(self: Told, event: Any) -> Snapshot:
        return await self.tell(event)

    def check(self: Told, event: Any) -> None:
        self.check(event)

    # The SDK reads the annotations to convert the payload; `self` must not have one.
    handle.__annotations__ = {"event": event_type, "return": Snapshot}
    check.__annotations__ = {"event": event_type, "return": None}
    name = event_type.model_fields["kind"].default  # type: ignore[attr-defined]
    update = workflow.update(name=name, description=description)(handle)
    update.validator(check)
    return update
