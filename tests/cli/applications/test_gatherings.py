"""Applicants sign up for dates and attend them, by the coordinator's hand."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.programme import dates
from domain.programme.dates import Slot
from domain.programme.timetable import rules_of
from storage import cohorts, queries
from tests.cli.applications.applied import ada, days_offered, in_weeks, lea, open_cohort, sign_up, write
from tests.cli.conftest import Tandem
from tests.world import World

pytestmark = pytest.mark.server


async def test_a_person_signs_up_for_a_day_changes_it_and_gives_it_back(
    tandem: Tandem, south_west: str, world: World
) -> None:
    first, second, _ = days_offered(world, south_west)
    places = []

    for options in (("--on", first), ("--on", second), ("--sitting", "2"), ("--none",)):
        done = await sign_up(tandem, south_west, *options)
        assert done.code == 0, done.err
        places.append(ada(world, south_west).signed_up)

    assert places == [("awareness:1",), ("awareness:2",), ("awareness:2",), ()]
    letters = world.letters_about(world.applications, f"{south_west}-a01")
    assert "gathering_cancelled" in [x.name for x in letters]


@pytest.mark.parametrize(
    ("options", "gathering", "sentence"),
    [
        ((), "awareness", "awareness is held more than once; say which with --on DATE: "),
        (("--on", in_weeks(60)), "awareness", "There is no such date of awareness; its dates: "),
        (("--on", "tomorrow"), "awareness", "--on: 'tomorrow' is not a date"),
        (("--sitting", "9"), "awareness", "There is no such date of awareness; its dates: "),
        (("--none", "--sitting", "1"), "awareness", "--none goes alone"),
        (("--sitting", "1"), "induction", "induction is for pairs; there it is recorded with"),
        (("--sitting", "1"), "picnic", "This programme has no gathering 'picnic'; it has: awareness."),
    ],
)
async def test_a_date_that_there_is_not_cannot_be_signed_up_for(
    tandem: Tandem,
    south_west: str,
    world: World,
    options: tuple[str, ...],
    gathering: str,
    sentence: str,
) -> None:
    done = await sign_up(tandem, south_west, *options, gathering=gathering)

    assert done.code == 1
    assert sentence in done.err
    assert ada(world, south_west).signed_up == ()


async def test_a_date_without_hours_cannot_be_signed_up_for(tandem: Tandem, tmp_path: Path) -> None:
    key = await open_cohort(tandem, "bristol-2021")
    file = write(tmp_path, [("Ada", f"ada@{key}.example", "mentor", "Law", "x")])
    await tandem("application", "import", key, file)

    done = await sign_up(tandem, key, gathering="information")

    assert done.code == 1
    assert f"Say the hours first: tandem cohort reschedule {key} information" in done.err


async def test_a_date_that_has_only_just_been_moved_is_written_about_as_it_is_now(
    tandem: Tandem, south_west: str, world: World
) -> None:
    with world.database.begin() as session:
        programme = queries.cohort(session, south_west).programme
        slot = Slot(on=programme.gathering("awareness").sittings[0].on, hours="16:00-17:00")
        moved = dates.moved(programme, "awareness", slot, datetime.now(UTC), sitting="1")
        cohorts.change_programme(session, south_west, moved.programme)

    done = await sign_up(tandem, south_west, "--sitting", "1")

    assert done.code == 0, done.err
    outcomes = world.outcomes_of(world.applications, f"{south_west}-a01")
    place = next(outcome for outcome in outcomes if outcome.kind is OutcomeKind.SIGNED_UP)
    assert place.starts
    assert place.starts.astimezone(programme.zone).hour == 16


async def test_a_gathering_of_the_other_role_is_not_for_this_one(
    tandem: Tandem, bucks: str, tmp_path: Path
) -> None:
    file = write(tmp_path, [("Ada", f"ada@{bucks}.example", "mentor", "", "x")])
    await tandem("application", "import", bucks, file)

    done = await sign_up(tandem, bucks, gathering="workshop")

    assert done.code == 1
    assert "workshop is for mentees only." in done.err


async def test_attendance_is_refused_before_the_first_date(tandem: Tandem, invited: str) -> None:
    done = await tandem("application", "attend", invited, f"lea@{invited}.example", "workshop")

    assert done.code == 1
    assert "workshop begins on" in done.err


async def test_who_attends_the_workshop_has_met_what_is_asked(
    tandem: Tandem, invited: str, world: World, tmp_path: Path
) -> None:
    file = write(tmp_path, [("Lea", f"lea@{invited}.example", "mentee", "", "x")])
    await tandem("application", "import", invited, file)
    view = lea(world, invited)
    await world.player.until(world.applications, view.id, _workshop(world, invited))

    attended = await tandem("application", "attend", invited, view.id, "workshop")
    confirmed = await tandem("application", "confirm", invited, view.id, "experience")

    assert "It waits for the experience to be confirmed." in attended.out
    assert "(mentee): in order." in confirmed.out
    shown = json.loads((await tandem("application", "show", invited, view.id, "--json")).out)
    assert shown["came_to"] == ["workshop"]


async def test_who_was_absent_may_choose_another_date(tandem: Tandem, invited: str, world: World) -> None:
    view = lea(world, invited)
    signed = await tandem("application", "sign-up", invited, view.id, "workshop", "--sitting", "1")
    await world.player.until(world.applications, view.id, _workshop(world, invited))

    done = await tandem("application", "attend", invited, view.id, "workshop", "--absent")

    assert (signed.code, done.code) == (0, 0)
    assert lea(world, invited).signed_up == lea(world, invited).came_to == ()


def _workshop(world: World, cohort: str) -> datetime:
    """An hour after the first date has begun."""
    with world.database.begin() as session:
        rules = rules_of(queries.cohort(session, cohort).programme)
    return rules.gathering("workshop").sittings[0].starts + timedelta(hours=1)
