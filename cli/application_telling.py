"""Telling an application what happened, and saying how it stands then."""

from zoneinfo import ZoneInfo

from temporalio.client import Client

from cli.application_lookup import Found, find
from cli.applying import start_of
from cli.applying_keeping import over, stage_of
from cli.doors import ask
from cli.output import next_step, plain, say
from client import Applications
from domain.admission.due import ApplicationSnapshot
from domain.admission.events import Decline, Told, Withdraw
from domain.errors import Refused
from domain.words import CONCERN_SENTENCES, ApplicationStage, Role
from storage.views import ApplicationView

_LAST = {Decline: ApplicationStage.DECLINED, Withdraw: ApplicationStage.WITHDRAWN}
"""What ends an application, and the stage that it leads to."""


def tell(cohort: str, person: str, role: Role | None, event: Told) -> None:
    """Raises Refused with the domain's sentence, NotFound, BadInput, or Unreachable."""
    tell_found(find(cohort, person, role), event)


def tell_found(found: Found, event: Told) -> None:
    view = found.view
    if not view.stage.is_open:
        if _LAST.get(type(event)) is not view.stage:
            raise Refused(over(view))
        say(f"{_who(view)}: {stage_of(view)}, as it was before.")
        return

    async def telling(client: Client) -> ApplicationSnapshot:
        return await told(client, found, event)

    say_standing(view, ask(telling), found.cohort.programme.zone)


async def told(client: Client, found: Found, event: Told) -> ApplicationSnapshot:
    """How it stands then. A life that was never begun, since a command was cut short, begins first."""
    lives = Applications(client)
    if found.view.revision == 0:
        await lives.begin(start_of(found.view, found.cohort))
    return await lives.tell(found.view.id, event)


def say_standing(view: ApplicationView, snapshot: ApplicationSnapshot, zone: ZoneInfo) -> None:
    reason = f": {plain(snapshot.reason)}" if snapshot.reason else ""
    say(f"{_who(view)}: {plain(snapshot.stage)}{reason}.")
    if snapshot.waits_for:
        say(f"It waits for {snapshot.waits_for}.{next_step(snapshot.until, zone)}")
    for concern in snapshot.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def _who(view: ApplicationView) -> str:
    return f"{view.id}, {view.application.email} ({view.application.role})"
