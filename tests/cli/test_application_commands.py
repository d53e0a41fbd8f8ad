"""What a coordinator tells an application by hand, rightly and wrongly."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.application.events import Close, Placed
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.programme import dates
from domain.programme.dates import Slot
from domain.programme.timetable import rules_of
from storage import cohorts, queries
from storage.views import ApplicationView
from tests.cli.conftest import Done, Tandem
from tests.cli.test_application_import import in_weeks, kept, open_cohort, write
from tests.every import every
from tests.world import World, eventually

pytestmark = pytest.mark.server


@pytest.fixture
async def bucks(tandem: Tandem) -> str:
    """An open cohort in which leaders enter by invitation, after a workshop and with experience."""
    return await open_cohort(tandem, "bucks")


@pytest.fixture
async def invited(tandem: Tandem, bucks: str) -> str:
    """The same, with Lea invited as a leader."""
    done = await tandem("application", "invite", bucks, f"lea@{bucks}.example", "--name", "Lea")
    assert done.code == 0, done.err
    return bucks


@pytest.fixture
async def south_west(tandem: Tandem, tmp_path: Path) -> str:
    """An open cohort in which line managers must agree; Ada has applied, and one may come to an awareness
    session on one of three days."""
    key = await open_cohort(tandem, "south-west-2022")
    row = ("Ada", f"ada@{key}.example", "mentor", f"boss@{key}.example", "listening")
    file = write(tmp_path, [row], ("Name", "Email", "Role", "Manager email", "Goals"))
    done = await tandem("application", "import", key, file)
    assert done.code == 0, done.err
    return key


def lea(world: World, cohort: str) -> ApplicationView:
    return next(view for view in kept(world, cohort) if view.application.name == "Lea")


def ada(world: World, cohort: str) -> ApplicationView:
    return next(view for view in kept(world, cohort) if view.application.name == "Ada")


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


async def test_who_has_applied_uninvited_is_invited_afterwards(
    tandem: Tandem, bucks: str, world: World, tmp_path: Path
) -> None:
    file = write(tmp_path, [("Lea", f"lea@{bucks}.example", "mentee", "", "x")])
    await tandem("application", "import", bucks, file)

    done = await tandem("application", "invite", bucks, f"lea@{bucks}.example")

    assert done.code == 0, done.err
    assert "invitation" not in lea(world, bucks).outstanding


@every(
    ("arguments", "code", "sentence"),
    [
        (("bo@x.example",), 1, "say who it is: --name NAME"),
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


def _dates(world: World, cohort: str) -> list[str]:
    """The days of the awareness session, as options say them."""
    with world.database.begin() as session:
        programme = queries.cohort(session, cohort).programme
    return [sitting.on.isoformat() for sitting in programme.gathering("awareness").sittings]


async def _sign_up(tandem: Tandem, cohort: str, *options: str, gathering: str = "awareness") -> Done:
    return await tandem("application", "sign-up", cohort, f"ada@{cohort}.example", gathering, *options)


async def test_a_person_signs_up_for_a_day_changes_it_and_gives_it_back(
    tandem: Tandem, south_west: str, world: World
) -> None:
    first, second, _ = _dates(world, south_west)
    places = []

    for options in (("--on", first), ("--on", second), ("--sitting", "2"), ("--none",)):
        done = await _sign_up(tandem, south_west, *options)
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
    done = await _sign_up(tandem, south_west, *options, gathering=gathering)

    assert done.code == 1
    assert sentence in done.err
    assert ada(world, south_west).signed_up == ()


async def test_a_date_without_hours_cannot_be_signed_up_for(tandem: Tandem, tmp_path: Path) -> None:
    key = await open_cohort(tandem, "bristol-2021")
    file = write(tmp_path, [("Ada", f"ada@{key}.example", "mentor", "Law", "x")])
    await tandem("application", "import", key, file)

    done = await _sign_up(tandem, key, gathering="information")

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

    done = await _sign_up(tandem, south_west, "--sitting", "1")

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

    done = await _sign_up(tandem, bucks, gathering="workshop")

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

    first = await tandem("application", command, south_west, email, "--yes")
    again = await tandem("application", command, south_west, email, "--yes")
    late = await tandem("application", "confirm", south_west, email, "manager")

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


async def test_an_application_is_shown_with_what_was_told_what_happened_and_what_was_written(
    tandem: Tandem, south_west: str, world: World
) -> None:
    await _sign_up(tandem, south_west, "--on", _dates(world, south_west)[0])

    shown = (await tandem("application", "show", south_west, f"ada@{south_west}.example")).out

    assert f"{south_west}-a01: checking, since" in shown
    assert "It waits for the line manager to answer." in shown
    assert "Still to be confirmed: manager." in shown
    assert "Signed up for: Awareness session, Thu" in shown
    for part in ("Answers", "listening", "History", "signed up", "Letters", "manager"):
        assert part in shown
