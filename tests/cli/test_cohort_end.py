"""A cohort is ended once; what is over already is said when one is opened."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import Tandem
from tests.cli.running import running
from tests.living import bristol
from tests.world import World
from tests.worlds import open_cohort

pytestmark = pytest.mark.server


async def test_a_cohort_with_open_pairings_is_not_ended(tandem: Tandem, world: World) -> None:
    key = await running(world)

    done = await tandem("cohort", "end", key, "--yes")

    assert done.code == 1
    assert f"tandem pairing list --cohort {key}" in done.err


async def test_a_cohort_is_ended_once_and_hears_nothing_afterwards(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())

    asked = await tandem("cohort", "end", key)
    ended, again = await tandem("cohort", "end", key, "--yes"), await tandem("cohort", "end", key, "--yes")
    await world.cohorts.handle(key).result()
    late = await tandem("cohort", "extend", key, "--to", "2027-06-10")

    assert (asked.code, f"This ends {key} (" in asked.out, "add --yes" in asked.err) == (1, True, True)
    assert (ended.code, again.code) == (0, 0)
    assert f"Cohort {key}: ended since" in ended.out
    assert f"Cohort {key}: ended since" in again.out
    assert late.err == f"Cohort {key} has ended; nothing more can be changed in it.\n"


@pytest.mark.parametrize(
    "command",
    [
        ("close-applications", "--yes"),
        ("extend", "--to", "2027-06-10"),
        ("reschedule", "induction", "--yes", "--to", "2027-07-01 10:00-12:00"),
        ("add-sitting", "induction", "--yes", "--on", "2027-07-01 10:00-12:00"),
        ("draft",),
        ("approve", "--yes"),
        ("attendance", "induction", "--yes"),
        ("end", "--yes"),
        ("show",),
        ("status",),
        ("report",),
    ],
)
async def test_a_cohort_that_is_not_there_is_said_so(tandem: Tandem, command: tuple[str, ...]) -> None:
    done = await tandem("cohort", command[0], "nobody", *command[1:])

    assert done.code == 1
    assert "There is no cohort 'nobody'" in done.err


async def test_nothing_begins_in_a_cohort_that_has_ended(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())
    await tandem("cohort", "end", key, "--yes")

    opened = await tandem("cohort", "open", "bristol-2021", "--key", key, "--starting", "2027-05-27")
    approved = await tandem("--as", "Jo", "cohort", "approve", key, "--yes")

    assert opened.err == approved.err == f"Cohort {key} has ended; nothing more can be changed in it.\n"


async def test_opening_says_what_is_over_already_and_how_to_mend_it(tandem: Tandem) -> None:
    began = (datetime.now(UTC) - timedelta(days=45)).date().isoformat()
    key = f"late-{began}"

    opened = await tandem("cohort", "open", "bristol-2021", "--key", key, "--starting", began)

    assert opened.code == 0, opened.err
    assert "Applications closed on" in opened.out
    assert f"tandem cohort extend {key} --to DATE" in opened.out
    assert "Development session 1: induction (induction) is required and over already." in opened.out
    assert f"tandem cohort add-sitting {key} induction --on" in opened.out
    assert "information" not in opened.out


async def test_opening_says_nothing_of_what_is_to_come(tandem: Tandem) -> None:
    opened = await tandem("cohort", "open", "exco-2020", "--key", "in-time", "--starting", "2027-01-18")

    assert opened.code == 0, opened.err
    assert "over already" not in opened.out
