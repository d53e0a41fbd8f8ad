"""A place is taken up, an application ends or is taken up again, and each is told apart from others."""

from pathlib import Path

import pytest

from domain.application.events import Close, Placed
from domain.enums import ApplicationStage
from tests.cli.applications.applied import ada, in_weeks, kept, open_cohort, write
from tests.cli.conftest import Tandem
from tests.world import World, eventually

pytestmark = pytest.mark.server


async def test_a_place_is_taken_up_only_where_one_is_offered(tandem: Tandem, invited: str) -> None:
    done = await tandem("application", "take-up", invited, f"lea@{invited}.example")

    assert done.code == 1
    assert "No place is offered here" in done.err


async def test_who_was_carried_over_takes_up_the_place_in_the_next_cohort(
    tandem: Tandem, world: World, tmp_path: Path
) -> None:
    before = await open_cohort(tandem, "bristol-2021", weeks=-3)
    file = write(tmp_path, [("Ada", f"ada@{before}.example", "mentor", "Law", "x")])
    await tandem("application", "import", before, file)
    key = f"{before}-next"
    starting = ("--key", key, "--starting", in_weeks(2), "--from", before)
    await tandem("cohort", "open", "bristol-2021", *starting)

    done = await tandem("application", "take-up", key, f"ada@{before}.example")

    assert done.code == 0, done.err
    assert "(mentor): in order." in done.out
    waited = await tandem("application", "reopen", before, f"ada@{before}.example")
    assert waited.code == 1
    assert "is over (carried" in waited.err


@pytest.mark.parametrize(
    ("command", "stage"), [("decline", ApplicationStage.DECLINED), ("withdraw", ApplicationStage.WITHDRAWN)]
)
async def test_an_application_is_declined_or_withdrawn_once(
    tandem: Tandem, south_west: str, world: World, command: str, stage: ApplicationStage
) -> None:
    email = f"ada@{south_west}.example"

    asked = await tandem("application", command, south_west, email)
    first = await tandem("application", command, south_west, email, "--yes")
    again = await tandem("application", command, south_west, email, "--yes")
    late = await tandem("application", "confirm", south_west, email, "manager")

    assert (asked.code, f"<{email}> (mentor), who is written to." in asked.out) == (1, True)
    assert "add --yes" in asked.err
    assert (first.code, again.code, late.code) == (0, 0, 1)
    assert ada(world, south_west).stage is stage
    assert "as it was before." in again.out
    assert "Take it up again first: tandem application reopen" in late.err


async def test_who_withdrew_is_taken_up_again(tandem: Tandem, south_west: str, world: World) -> None:
    email = f"ada@{south_west}.example"
    await tandem("application", "withdraw", south_west, email, "--yes")

    amended = await tandem("application", "amend", south_west, email, "--set", "site=North")
    done = await tandem("application", "reopen", south_west, email)

    assert amended.code == 1
    assert f"To take it up again: tandem application reopen {south_west} " in amended.err
    assert "(mentor): checking." in done.out
    assert ada(world, south_west).stage is ApplicationStage.CHECKING


async def test_what_is_over_is_refused_with_a_sentence(tandem: Tandem, south_west: str, world: World) -> None:
    email, application = f"ada@{south_west}.example", ada(world, south_west).id
    await tandem("application", "withdraw", south_west, email, "--yes")
    await world.applications.signal(application, Close())
    await world.applications.handle(application).result()

    done = await tandem("application", "reopen", south_west, email)

    assert done.code == 1
    assert f"{email}'s application as mentor is over (withdrawn), and nothing more" in done.err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("decline", "This person has a partner; end the pairing instead: tandem pairing end"),
        ("withdraw", "This person has a partner; withdraw them from the pairing: tandem pairing withdraw"),
    ],
)
async def test_who_has_a_partner_is_not_sent_away_here(
    tandem: Tandem, south_west: str, world: World, command: str, sentence: str
) -> None:
    await world.applications.signal(f"{south_west}-a01", Placed(pairing=f"{south_west}-01"))
    await eventually(lambda: ada(world, south_west).stage is ApplicationStage.PAIRED)

    done = await tandem("application", command, south_west, f"ada@{south_west}.example", "--yes")

    assert done.code == 1
    assert sentence in done.err


async def test_whoever_applied_in_both_roles_is_told_apart_by_the_role(
    tandem: Tandem, world: World, tmp_path: Path
) -> None:
    key = await open_cohort(tandem, "bristol-2021")
    rows = [("Ada", f"ada@{key}.example", role, "Law", "x") for role in ("mentor", "mentee")]
    await tandem("application", "import", key, write(tmp_path, rows))

    unclear = await tandem("application", "withdraw", key, f"ada@{key}.example", "--yes")
    clear = await tandem("application", "withdraw", key, f"ada@{key}.example", "--role", "mentee", "--yes")

    assert unclear.code == 1
    assert "has applied in both roles; say which: --role mentor, or --role mentee" in unclear.err
    assert clear.code == 0
    assert {view.application.role: view.stage for view in kept(world, key)} == {
        "mentor": ApplicationStage.IN_ORDER,
        "mentee": ApplicationStage.WITHDRAWN,
    }


@pytest.mark.parametrize(
    ("person", "options", "sentence"),
    [
        ("nobody@x.example", (), "Nobody has applied to"),
        ("zoe", (), "by id, name or address; list them with: tandem application list"),
        ("ada@{key}.example", ("--role", "mentee"), "has not applied as mentee, but as mentor."),
    ],
)
async def test_who_has_not_applied_is_not_found(
    tandem: Tandem, south_west: str, person: str, options: tuple[str, ...], sentence: str
) -> None:
    done = await tandem("application", "show", south_west, person.format(key=south_west), *options)

    assert done.code == 1
    assert sentence in done.err


async def test_an_application_to_another_cohort_is_not_found(
    tandem: Tandem, south_west: str, bucks: str
) -> None:
    done = await tandem("application", "show", bucks, f"{south_west}-a01")

    assert done.code == 1
    assert f"{south_west}-a01 is an application to {south_west}, not to {bucks}." in done.err
