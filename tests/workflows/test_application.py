"""An application as a durable workflow, on a real server, in skipped time."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.application.events import (
    Arrive,
    Close,
    Confirm,
    Decline,
    Invite,
    Placed,
    Reopen,
    SignUp,
    WithdrawApplication,
)
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.errors import Refused
from domain.pairing.events import Reschedule
from storage import applications
from storage.views import ApplicationView, LetterView
from tests.world import World, eventually
from tests.worlds import RECEIVED, apply_to_south_west
from workflows.names import STAGE

pytestmark = pytest.mark.server


def _view(world: World, application: str) -> ApplicationView:
    with world.database.begin() as session:
        return applications.application(session, application)


def _letters(world: World, application: str) -> list[LetterView]:
    return world.letters_about(world.applications, application)


async def test_an_application_is_acknowledged_checked_and_in_order(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=2))

    asked = await world.applications.snapshot(application)
    told = await world.applications.update(application, Confirm(condition="manager"))

    assert asked
    assert asked.stage is ApplicationStage.CHECKING
    assert told.stage is ApplicationStage.IN_ORDER
    names = [letter.name for letter in _letters(world, application)]
    assert names.count("application_received") == names.count("manager_request") == 1
    assert "application_in_order" in names


async def test_a_refused_command_comes_back_as_a_sentence(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=2))

    with pytest.raises(Refused, match="This role has no condition 'workshop'; it has: manager"):
        await world.applications.update(application, Confirm(condition="workshop"))


async def test_a_late_application_is_kept_for_the_next_cohort(world: World) -> None:
    application = await apply_to_south_west(world, received=datetime(2027, 6, 14, 9, tzinfo=UTC))

    await world.player.until(world.applications, application, datetime(2027, 6, 15, tzinfo=UTC))
    await world.player.out_of_the_running(world.applications, application)

    assert _view(world, application).stage is ApplicationStage.CARRIED
    assert _view(world, application).reason is ApplicationEndReason.LATE
    assert [letter.name for letter in _letters(world, application)] == ["carried_over"]


async def test_who_was_declined_is_taken_up_again_and_told_so(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=2))
    await world.applications.update(application, Decline())

    again = await world.applications.update(application, Reopen())

    assert again.stage is ApplicationStage.CHECKING
    written = [x.name for x in _letters(world, application)]
    assert written.count("application_reopened") == written.count("application_declined") == 1
    assert written.count("manager_request") == 2


async def test_who_is_carried_over_can_be_taken_off_the_list_when_the_cohort_is_over(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=2))
    await world.applications.signal(application, Close())
    await world.player.out_of_the_running(world.applications, application)

    off = await world.applications.update(application, WithdrawApplication())

    assert off.stage is await world.applications.handle(application).result() is ApplicationStage.WITHDRAWN
    assert [x.name for x in _letters(world, application)][-2:] == ["carried_over", "application_withdrawn"]


async def test_a_place_at_an_awareness_session_is_in_the_calendar_and_moves_with_it(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=2))
    await world.applications.update(application, SignUp(gathering="awareness", sitting="1"))

    starts = datetime(2027, 6, 4, 10, tzinfo=UTC)
    moved = Reschedule(gathering="awareness", sitting="1", starts=starts, ends=starts + timedelta(hours=1))
    await world.applications.signal(application, moved)

    await eventually(lambda: "gathering_moved" in [x.name for x in _letters(world, application)])
    assert "gathering_invitation" in [x.name for x in _letters(world, application)]


async def test_who_was_invited_applies_and_is_known_by_then(world: World) -> None:
    application = await apply_to_south_west(world, received=None, stage=ApplicationStage.INVITED)
    await eventually(lambda: _letters(world, application))
    now = await world.player.now(world.applications.handle(application))

    snapshot = await world.applications.update(application, Arrive(received=now))

    assert snapshot.stage is ApplicationStage.CHECKING
    assert [x.name for x in _letters(world, application)][:2] == [
        "application_invitation",
        "application_received",
    ]


async def test_who_has_a_partner_withdraws_from_the_pairing_instead(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.applications.signal(application, Placed(pairing="p-01"))
    await eventually(lambda: _view(world, application).stage is ApplicationStage.PAIRED)

    with pytest.raises(Refused, match="withdraw them from the pairing"):
        await world.applications.update(application, WithdrawApplication())


async def test_the_server_sees_no_name_and_no_address(world: World) -> None:
    application = await apply_to_south_west(world)
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=20))
    await world.applications.update(application, Invite())
    await world.applications.update(application, WithdrawApplication())

    handle = world.applications.handle(application)
    history = (await handle.fetch_history()).to_json()
    described = await handle.describe()

    assert "anary" not in history
    assert "anary" not in str(described.raw_description)
    assert described.typed_search_attributes[STAGE] == "withdrawn"
