"""What a coordinator may tell one application.

Each raises Refused with the domain's sentence, NotFound, BadInput if it could be either of a person's two
applications, or Unreachable.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.application.due import ApplicationSnapshot
from domain.application.events import (
    ApplicationSignal,
    ApplicationUpdate,
    AskToTalk,
    Come,
    Confirm,
    Decline,
    Reopen,
    SignUp,
    TakeUp,
    WithdrawApplication,
)
from domain.application.rules import INVITATION, MANAGER
from domain.enums import ApplicationStage, Role
from domain.errors import NotFound, Refused
from domain.suggestion import suggest
from services.applications.dates import as_it_is_now, check_gathering, which_sitting
from services.applications.manager_answers import asked_together
from services.applications.reading import FoundApplication, find, is_over
from services.context import Context


class UpdatedApplication(NamedTuple):
    """How an application stands once what was told has been recorded."""

    found: FoundApplication
    snapshot: ApplicationSnapshot | None
    """None if it stood so before, and nothing was told."""


async def confirm(
    context: Context,
    cohort: str,
    person: str,
    role: Role | None,
    condition: str,
    met: bool,
    on: date | None = None,
) -> tuple[UpdatedApplication, ...]:
    """A condition is met, or (`met=False`) will not be, which declines the application. What a line manager
    answers about one person settles both roles. `on`, here and below: the day, if it was an earlier one."""
    if condition == INVITATION:
        instead = suggest("application invite", cohort, person)
        raise Refused(f"An invitation is not confirmed but made: {instead}")
    event = Confirm(condition=condition, met=met, happened_on=on)
    meant = to_confirm(context, cohort, person, role, condition)
    return tuple([await update(context, found, event) for found in meant])


async def ask_to_talk(
    context: Context, cohort: str, person: str, role: Role | None
) -> tuple[UpdatedApplication, ...]:
    """The line manager would like to talk before they answer, about whatever is theirs to answer."""
    meant = to_confirm(context, cohort, person, role, MANAGER)
    return tuple([await update(context, found, AskToTalk()) for found in meant])


def to_confirm(
    context: Context, cohort: str, person: str, role: Role | None, condition: str
) -> tuple[FoundApplication, ...]:
    """The applications that a word about this condition is about. Raises NotFound, or BadInput."""
    if condition == MANAGER:
        return asked_together(context, cohort, person, role)
    return (find(context, cohort, person, role),)


async def sign_up(
    context: Context,
    cohort: str,
    person: str,
    role: Role | None,
    gathering: str,
    on: date | None = None,
    sitting: str | None = None,
) -> UpdatedApplication:
    """This person will come to the gathering on this day, or to the sitting of this key, or to the only one
    that is to come. Raises BadInput also if it is not clear which is meant."""
    found = find(context, cohort, person, role)
    key = which_sitting(found, gathering, on, sitting, context.clock())
    news = as_it_is_now(found.cohort.programme, gathering, key)
    return await update(context, found, SignUp(gathering=gathering, sitting=key), news)


async def give_place_back(
    context: Context, cohort: str, person: str, role: Role | None, gathering: str
) -> UpdatedApplication:
    """This person cannot come to the gathering after all."""
    found = find(context, cohort, person, role)
    check_gathering(found, gathering)
    return await update(context, found, SignUp(gathering=gathering, sitting=None))


async def attend(
    context: Context,
    cohort: str,
    person: str,
    role: Role | None,
    gathering: str,
    came: bool = True,
    on: date | None = None,
) -> UpdatedApplication:
    """This person came to the gathering, or (`came=False`) did not."""
    found = find(context, cohort, person, role)
    check_gathering(found, gathering)
    return await update(context, found, Come(gathering=gathering, came=came, happened_on=on))


async def take_up(
    context: Context, cohort: str, person: str, role: Role | None, on: date | None = None
) -> UpdatedApplication:
    return await update(context, find(context, cohort, person, role), TakeUp(happened_on=on))


async def decline(
    context: Context, cohort: str, person: str, role: Role | None, on: date | None = None
) -> UpdatedApplication:
    return await update(context, find(context, cohort, person, role), Decline(happened_on=on))


async def withdraw(
    context: Context, cohort: str, person: str, role: Role | None, on: date | None = None
) -> UpdatedApplication:
    return await update(context, find(context, cohort, person, role), WithdrawApplication(happened_on=on))


async def reopen(context: Context, cohort: str, person: str, role: Role | None) -> UpdatedApplication:
    return await update(context, find(context, cohort, person, role), Reopen())


_ENDS: Mapping[type[ApplicationUpdate], ApplicationStage] = {
    Decline: ApplicationStage.DECLINED,
    WithdrawApplication: ApplicationStage.WITHDRAWN,
}
"""What ends an application, and the stage that it leads to."""


async def update(
    context: Context,
    found: FoundApplication,
    event: ApplicationUpdate,
    news: Sequence[ApplicationSignal] = (),
) -> UpdatedApplication:
    """`news`: what the application may not have heard yet, and has to know first."""
    if _ENDS.get(type(event)) is found.view.stage:
        return UpdatedApplication(found, None)
    try:
        return UpdatedApplication(found, await _tell(context, found, event, news))
    except NotFound:
        if found.view.stage.is_open:
            raise
        raise Refused(is_over(found.view)) from None


async def _tell(
    context: Context, found: FoundApplication, event: ApplicationUpdate, news: Sequence[ApplicationSignal]
) -> ApplicationSnapshot:
    """What it is still to be told, as by a command that was cut off, comes first."""
    from temporal.client import Applications

    relay = await context.relay()
    await relay.tell_all([found.workflow_id])
    with context.store() as session:
        signed, *signals = (context.signed(session, one) for one in (event, *news))
    applications = Applications(await context.client())
    for signal in signals:
        await applications.signal(found.view.id, signal)
    return await applications.update(found.view.id, signed)
