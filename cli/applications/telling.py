"""Telling an application what happened, and saying how it stands then."""

from temporalio.client import Client

from cli.applications.lookup import Found, find
from cli.applications.standing import over, say_concerns, say_gatherings, say_waiting, stage_of
from cli.doors import ask, relaying
from cli.output import say
from domain.application.due import ApplicationSnapshot
from domain.application.events import ApplicationSignal, ApplicationUpdate, Decline, WithdrawApplication
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Role
from domain.errors import NotFound, Refused
from storage.views import ApplicationView
from temporal.client import Applications

_LAST = {Decline: ApplicationStage.DECLINED, WithdrawApplication: ApplicationStage.WITHDRAWN}
"""What ends an application, and the stage that it leads to."""


def tell(cohort: str, person: str, role: Role | None, event: ApplicationUpdate) -> None:
    """Raises Refused with the domain's sentence, NotFound, BadInput, or Unreachable."""
    tell_found(find(cohort, person, role), event)


def tell_found(found: Found, event: ApplicationUpdate, *news: ApplicationSignal) -> None:
    """`news`: what this life may not have heard yet, and has to know first."""
    view = found.view
    if _LAST.get(type(event)) is view.stage:
        say(f"{_who(view)}: {stage_of(view)}, as it was before.")
        return

    async def telling(client: Client) -> ApplicationSnapshot:
        try:
            return await told(client, found, event, *news)
        except NotFound:
            if view.stage.is_open:
                raise
            raise Refused(over(view)) from None

    say_standing(found, ask(telling))


async def told(
    client: Client, found: Found, event: ApplicationUpdate, *news: ApplicationSignal
) -> ApplicationSnapshot:
    """How it stands then. What it is still to be told, as by a command that was cut off, comes first."""
    with relaying(client) as relay:
        await relay.tell_all([EntityKind.APPLICATION.workflow_id(found.view.id)])
    lives = Applications(client)
    for one in news:
        await lives.signal(found.view.id, one)
    return await lives.update(found.view.id, event)


def say_standing(found: Found, snapshot: ApplicationSnapshot) -> None:
    programme = found.cohort.programme
    say(f"{_who(found.view)}: {stage_of(snapshot)}.")
    say_waiting(snapshot, programme)
    say_gatherings(snapshot, programme)
    say_concerns(snapshot)


def _who(view: ApplicationView) -> str:
    return f"{view.id}, {view.application.email} ({view.application.role})"
