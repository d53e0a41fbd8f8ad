"""What a coordinator tells an application by hand, rightly and wrongly."""

from pathlib import Path

import pytest

from domain.enums import ApplicationEndReason, ApplicationStage
from tests.cli.applications.applied import ada, days_offered, kept, lea, open_cohort, sign_up, write
from tests.cli.conftest import Tandem
from tests.every import every
from tests.world import World

pytestmark = pytest.mark.server


async def test_who_is_invited_is_written_to_and_waited_for(tandem: Tandem, bucks: str, world: World) -> None:
    done = await tandem("application", "invite", bucks, f"LEA@{bucks}.example", "--name", "Lea")

    assert f"Lea <lea@{bucks}.example> (mentee): invited." in done.out
    assert "It waits for the person to apply. Tandem acts by itself on" in done.out
    letters = world.letters_about(world.applications, lea(world, bucks).id)
    assert [x.name for x in letters] == ["application_invitation"]


async def test_an_invitation_twice_is_one(tandem: Tandem, invited: str, world: World) -> None:
    again = await tandem("application", "invite", invited, f"lea@{invited}.example")

    assert again.code == 0, again.err
    assert len(world.letters_about(world.applications, lea(world, invited).id)) == 1


async def test_a_file_of_people_is_invited(
    tandem: Tandem, invited: str, world: World, tmp_path: Path
) -> None:
    rows = [(f"L{n}", f"l{n}@{invited}.example") for n in range(2)] + [("Lea", f"lea@{invited}.example")]
    file = write(tmp_path, rows, ("Name", "Email"))

    dry = await tandem("application", "invite", invited, "--file", file, "--dry-run")
    before = len(kept(world, invited))
    done = await tandem("application", "invite", invited, "--file", file)

    assert "2 would be invited to apply, 1 asked before." in dry.out
    assert before == 1
    assert "2 invited to apply, 1 asked before." in done.out
    assert {view.stage for view in kept(world, invited)} == {ApplicationStage.INVITED}


@pytest.mark.parametrize("known_as", ["lea@{}.example", "LEA", "{}-a1"])
async def test_who_has_applied_uninvited_is_invited_afterwards(
    tandem: Tandem, bucks: str, world: World, tmp_path: Path, known_as: str
) -> None:
    file = write(tmp_path, [("Lea", f"lea@{bucks}.example", "mentee", "", "x")])
    await tandem("application", "import", bucks, file)

    done = await tandem("application", "invite", bucks, known_as.format(bucks))

    assert done.code == 0, done.err
    assert "invitation" not in lea(world, bucks).outstanding


@every(
    ("arguments", "code", "sentence"),
    [
        (("bo@x.example",), 1, "say who it is: --name NAME"),
        (("bo",), 1, "Nobody has applied to "),
        (("bo at x", "--name", "Bo"), 1, "email: 'bo at x' is not an email address."),
        (("bo@x.example", "--name", "=1+1"), 1, "name: '=1+1' begins with"),
        ((), 2, "Say whom to invite"),
        (("bo@x.example", "--file", "x.csv"), 2, "Say whom to invite"),
    ],
)
async def test_an_invitation_that_cannot_be_written_is_refused(
    tandem: Tandem, bucks: str, world: World, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = await tandem("application", "invite", bucks, *arguments)

    assert done.code == code
    assert sentence in done.err
    assert kept(world, bucks) == []


async def test_where_nobody_enters_by_invitation_the_role_must_be_said(tandem: Tandem) -> None:
    key = await open_cohort(tandem, "bristol-2021")

    unsaid = await tandem("application", "invite", key, f"bo@{key}.example", "--name", "Bo")
    said = await tandem("application", "invite", key, f"bo@{key}.example", "--name", "Bo", "--role", "mentor")

    assert "Say in which role: --role mentor, or --role mentee" in unsaid.err
    assert "(mentor): invited." in said.out


async def test_nobody_is_invited_who_could_not_answer_in_time(tandem: Tandem) -> None:
    key = await open_cohort(tandem, "bristol-2021", weeks=-3)

    done = await tandem("application", "invite", key, f"bo@{key}.example", "--name", "Bo", "--role", "mentor")

    assert done.code == 1
    assert "has to apply by" in done.err


async def test_what_was_missing_is_filled_in(tandem: Tandem, world: World, tmp_path: Path) -> None:
    key = await open_cohort(tandem, "bristol-2021")
    file = write(tmp_path, [("Ada", f"ada@{key}.example", "mentor", "", "")])
    await tandem("application", "import", key, file)

    done = await tandem(
        *("application", "amend", key, f"ada@{key}.example"),
        *("--set", "department= Law ", "--set", "goals=reading; writing;reading"),
    )

    assert f"{key}-a01, Ada <ada@{key}.example> (mentor): in order." in done.out
    assert ada(world, key).application.department == "Law"
    assert ada(world, key).application.goals == ("reading", "writing")


async def test_who_lives_elsewhere_says_so(tandem: Tandem, south_west: str, world: World) -> None:
    amend = ("application", "amend", south_west, f"{south_west}-a01", "--set")

    there = await tandem(*amend, "timezone=america/new york")
    lives = ada(world, south_west).application.timezone
    back = await tandem(*amend, "timezone=")

    assert (there.code, back.code) == (0, 0), there.err + back.err
    assert lives == "America/New_York"
    assert ada(world, south_west).application.timezone is None


async def test_what_is_taken_back_is_missing(tandem: Tandem, south_west: str, world: World) -> None:
    done = await tandem("application", "amend", south_west, f"{south_west}-a01", "--set", "goals=")

    assert "It waits for the applicant to complete it (goals)." in done.out
    assert ada(world, south_west).missing == ("goals",)


@every(
    ("said", "sentence"),
    [
        ((), "Say what is to be changed: --set FIELD=VALUE"),
        (("--set", "goals"), "--set 'goals': write FIELD=VALUE."),
        (("--set", "department==1+1"), "'=1+1' begins with '=', like a formula; write words."),
        (("--set", "department=La\x1b[2Jw"), "a control character"),
        (("--set", "departmnt=Law"), "--set departmnt: there is no such field; there are: arrangement, "),
        (("--set", "departmnt=Law"), "Did you mean department?"),
        (("--set", "email=x@y.example"), "in which role, cannot be changed"),
        (("--set", "role=mentee"), "in which role, cannot be changed"),
        (("--set", "goals=a", "--set", "goals=b"), "--set goals: it is given twice; put ';' between"),
        (("--set", "capacity=many"), "capacity: 'many' is not a number of partners"),
        (("--set", "manager_email=boss"), "manager_email: 'boss' is not an email address."),
        (("--set", "timezone=Mars"), "timezone: 'Mars' is not a timezone; write one such as Europe/London."),
        (("--set", "arrangement=sideways"), "arrangement: 'sideways' is not offered by this programme"),
    ],
)
async def test_what_cannot_be_said_changes_nothing(
    tandem: Tandem, south_west: str, world: World, said: tuple[str, ...], sentence: str
) -> None:
    before = ada(world, south_west)

    done = await tandem("application", "amend", south_west, f"ada@{south_west}.example", *said)

    assert done.code == 1
    assert sentence in done.err
    assert ada(world, south_west) == before


async def test_a_line_manager_s_support_brings_it_in_order(
    tandem: Tandem, south_west: str, world: World
) -> None:
    done = await tandem("application", "confirm", south_west, f"ada@{south_west}.example", "manager")

    assert "(mentor): in order." in done.out
    assert "It waits for the matches to be approved." in done.out
    assert ada(world, south_west).stage is ApplicationStage.IN_ORDER


async def test_a_line_manager_s_no_declines_it_kindly(tandem: Tandem, south_west: str, world: World) -> None:
    done = await tandem("application", "confirm", south_west, f"{south_west}-a01", "manager", "--no", "--yes")

    assert "(mentor): declined: manager declined." in done.out
    view = ada(world, south_west)
    assert (view.stage, view.reason) == (ApplicationStage.DECLINED, ApplicationEndReason.MANAGER_DECLINED)
    letters = world.letters_about(world.applications, view.id)
    assert "application_declined" in [x.name for x in letters]


async def test_one_answer_of_a_line_manager_settles_both_roles_of_one_person(
    tandem: Tandem, south_west: str, world: World, tmp_path: Path
) -> None:
    row = ("Ada", f"ada@{south_west}.example", "mentee", f"boss@{south_west}.example", "listening")
    file = write(tmp_path, [row], ("Name", "Email", "Role", "Manager email", "Goals"))
    await tandem("application", "import", south_west, file)
    asked = ("application", "confirm", south_west, f"ada@{south_west}.example", "manager")

    refused = await tandem(*asked, "--no")
    no = await tandem(*asked, "--no", "--yes")
    after_all = await tandem(*asked)

    assert "(mentee and mentor), who is written to." in refused.out
    assert no.out.count("declined: manager declined.") == 2
    assert after_all.out.count(": in order.") == 2
    letters = [
        x for view in kept(world, south_west) for x in world.letters_about(world.applications, view.id)
    ]
    assert [x.name for x in letters].count("manager_request") == 1


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("workshop", "This role has no condition 'workshop'; it has: manager."),
        ("invitation", "An invitation is not confirmed but made: tandem application invite"),
    ],
)
async def test_a_condition_that_there_is_not_cannot_be_confirmed(
    tandem: Tandem, south_west: str, condition: str, sentence: str
) -> None:
    done = await tandem("application", "confirm", south_west, f"ada@{south_west}.example", condition)

    assert done.code == 1
    assert sentence in done.err


async def test_an_application_is_shown_with_what_was_told_what_happened_and_what_was_written(
    tandem: Tandem, south_west: str, world: World
) -> None:
    await sign_up(tandem, south_west, "--on", days_offered(world, south_west)[0])

    shown = (await tandem("application", "show", south_west, f"ada@{south_west}.example")).out

    assert f"{south_west}-a01: checking, since" in shown
    assert "It waits for the line manager to answer." in shown
    assert "Still to be confirmed: manager." in shown
    assert "Signed up for: Awareness session, Thu" in shown
    for part in ("Answers", "listening", "History", "signed up", "Letters", "manager"):
        assert part in shown
