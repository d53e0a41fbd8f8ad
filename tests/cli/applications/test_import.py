"""Bringing applications in, rightly and wrongly, and what their lives make of it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.application.form import ApplicationForm
from domain.cohort.events import EndCohort
from domain.enums import ApplicationEndReason, ApplicationStage, Role
from services.applications import sending
from storage import applications, arrivals, messages, queries
from storage.entities import start_of
from tests.cli.applications.applied import HEADINGS, Row, in_weeks, kept, lea, open_cohort, people, write
from tests.cli.conftest import Done, Tandem
from tests.ports import free_ports
from tests.world import World

pytestmark = pytest.mark.server


def stages(world: World, cohort: str) -> list[ApplicationStage]:
    return [view.stage for view in kept(world, cohort)]


@pytest.fixture
async def key(tandem: Tandem) -> str:
    """An open cohort of Bristol's programme, which needs a department and goals."""
    return await open_cohort(tandem, "bristol-2021")


@pytest.fixture
async def closed(tandem: Tandem) -> str:
    """The same, closed for applications ten days ago."""
    return await open_cohort(tandem, "bristol-2021", weeks=-3)


async def bring(tandem: Tandem, key: str, folder: Path, rows: Sequence[Row], *options: str) -> Done:
    return await tandem("application", "import", key, write(folder, rows), *options)


async def test_an_application_that_is_brought_in_begins_its_life(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    done = await bring(tandem, key, tmp_path, people(key, 2))

    assert done.code == 0, done.err
    assert "2 new kept, 0 there already (2 mentors in the file)." in done.out
    assert stages(world, key) == [ApplicationStage.IN_ORDER] * 2
    first = kept(world, key)[0].id
    assert "application_received" in [x.name for x in world.letters_about(world.applications, first)]


async def test_the_same_file_twice_changes_nothing(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    file = write(tmp_path, people(key, 2))

    await tandem("application", "import", key, file)
    before = kept(world, key)
    second = await tandem("application", "import", key, file)

    assert "0 new kept, 2 there already" in second.out
    assert kept(world, key) == before


async def test_a_dry_run_says_the_same_and_keeps_nothing(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    rows = [*people(key, 1), ("Bo", f"bo@{key}.example", "mentee", "", "")]

    done = await bring(tandem, key, tmp_path, rows, "--dry-run")

    assert "2 new would be kept" in done.out
    assert "1 lacks something and will be asked for it: department (1), goals (1)." in done.out
    assert kept(world, key) == []


async def test_one_bad_row_keeps_the_whole_file_out(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    rows = [*people(key, 4), ("Nobody", "no-address", "mentee", "Law", "")]

    done = await bring(tandem, key, tmp_path, rows)

    assert done.code == 1
    assert "row 6" in done.err
    assert kept(world, key) == []


async def test_what_is_missing_is_said_and_the_person_is_asked(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    rows = [*people(key, 1), ("Bo", f"bo@{key}.example", "mentor", "", "reading")]

    done = await bring(tandem, key, tmp_path, rows)

    assert "1 lacks something and will be asked for it: department (1)." in done.out
    assert sorted(stages(world, key)) == [ApplicationStage.IN_ORDER, ApplicationStage.INCOMPLETE]


async def test_a_column_that_nobody_understood_is_suspected(tandem: Tandem, key: str, tmp_path: Path) -> None:
    headings = (*HEADINGS[:3], "Where you belong", "Goals")

    done = await tandem("application", "import", key, write(tmp_path, people(key, 2), headings), "--dry-run")

    assert "Nobody in the file says the department." in done.out
    assert "--map 'COLUMN=department'" in done.out


async def test_other_answers_are_reported_not_merged(tandem: Tandem, key: str, tmp_path: Path) -> None:
    await bring(tandem, key, tmp_path, people(key, 1))

    done = await bring(tandem, key, tmp_path, [(*people(key, 1)[0][:3], "Science", "listening")])

    assert done.code == 0, done.err
    assert "Row 2, Person 0 (mentor), says something else than before: department: 'Arts', now 'Science'" in (
        done.out
    )
    assert "To take over what the file says now: --update. To leave it, and not be asked again: --keep" in (
        done.out
    )


async def test_other_answers_are_taken_over_if_that_is_wished(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    await bring(tandem, key, tmp_path, [("Bo", f"bo@{key}.example", "mentor", "", "reading")])

    complete = [("Bo", f"bo@{key}.example", "mentor", "Law", "reading")]
    done = await bring(tandem, key, tmp_path, complete, "--update")

    assert done.code == 0, done.err
    assert "0 new kept, 0 there already, 1 changed" in done.out
    assert stages(world, key) == [ApplicationStage.IN_ORDER]
    assert kept(world, key)[0].application.department == "Law"


async def test_an_application_out_of_the_running_takes_no_other_answers(
    tandem: Tandem, key: str, tmp_path: Path
) -> None:
    await bring(tandem, key, tmp_path, people(key, 1))
    await tandem("application", "withdraw", key, f"p0@{key}.example", "--yes")

    other = [(*people(key, 1)[0][:3], "Science", "listening")]
    done = await bring(tandem, key, tmp_path, other, "--update")

    assert done.code == 0, done.err
    assert "says something else than before: department: 'Arts', now 'Science'. It stays as it is" in done.out
    assert f"p0@{key}.example's application as mentor is withdrawn. To take it up again: tandem " in done.out


async def test_what_comes_after_the_closing_date_is_kept_for_the_next_cohort(
    tandem: Tandem, closed: str, world: World, tmp_path: Path
) -> None:
    done = await bring(tandem, closed, tmp_path, people(closed, 1))

    assert "1 comes after the closing date" in done.out
    assert "kept for the next cohort" in done.out
    (view,) = kept(world, closed)
    assert (view.stage, view.reason) == (ApplicationStage.CARRIED, ApplicationEndReason.LATE)


async def test_the_form_s_own_time_decides_who_is_late(
    tandem: Tandem, closed: str, world: World, tmp_path: Path
) -> None:
    """Applications closed between ten and four days ago: a calendar moves by whole weeks."""
    before, after = (datetime.now(UTC) - timedelta(days=days) for days in (14, 2))
    form = "%-m/%-d/%Y %H:%M:%S" if after.day > 12 or before.day > 12 else "%Y-%m-%d %H:%M:%S"
    rows = [(*row, at.strftime(form)) for row, at in zip(people(closed, 2), (before, after), strict=True)]

    done = await tandem("application", "import", closed, write(tmp_path, rows, (*HEADINGS, "Timestamp")))

    assert "1 comes after the closing date" in done.out
    assert [(view.application.name, view.stage, view.reason) for view in kept(world, closed)] == [
        ("Person 0", ApplicationStage.IN_ORDER, None),
        ("Person 1", ApplicationStage.CARRIED, ApplicationEndReason.LATE),
    ]


async def test_what_came_in_before_is_not_late_however_late_it_is_imported(
    tandem: Tandem, closed: str, world: World, tmp_path: Path
) -> None:
    done = await bring(tandem, closed, tmp_path, people(closed, 1), "--received", in_weeks(-2))

    assert "closing date" not in done.out
    assert stages(world, closed) == [ApplicationStage.IN_ORDER]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(in_weeks(1), "is yet to come."), ("17 June", "--received: '17 June' is not a date; write it as 2027-")],
)
async def test_a_day_on_which_nothing_can_have_come_in_is_refused(
    tandem: Tandem, key: str, world: World, tmp_path: Path, day: str, sentence: str
) -> None:
    done = await bring(tandem, key, tmp_path, people(key, 1), "--received", day)

    assert done.code == 1
    assert sentence in done.err
    assert kept(world, key) == []


async def test_who_is_below_the_minimum_grade_is_declined_by_the_application_s_own_life(
    tandem: Tandem, world: World, tmp_path: Path
) -> None:
    key = await open_cohort(tandem, "city-2021")
    rows = [
        ("Ada", f"ada@{key}.example", "mentor", "Arts", "listening", "Grade 9"),
        ("Bo", f"bo@{key}.example", "mentor", "Law", "reading", "Grade 6"),
    ]

    done = await tandem("application", "import", key, write(tmp_path, rows, (*HEADINGS, "Grade")))

    assert "1 is below the minimum grade (mentors: Grade 8): declined." in done.out
    assert [(view.stage, view.reason) for view in kept(world, key)] == [
        (ApplicationStage.IN_ORDER, None),
        (ApplicationStage.DECLINED, ApplicationEndReason.BELOW_GRADE),
    ]


async def test_who_was_not_invited_is_named_where_one_enters_by_invitation(
    tandem: Tandem, world: World, tmp_path: Path
) -> None:
    key = await open_cohort(tandem, "bucks")
    rows = [("Lea", f"lea@{key}.example", "mentee", "", "listening")]

    done = await bring(tandem, key, tmp_path, rows)

    assert "1 has not been invited, and one enters as mentee (Leadership partner) by invitation" in done.out
    (view,) = kept(world, key)
    assert view.outstanding[0] == "invitation"


async def test_who_was_invited_arrives(tandem: Tandem, world: World, tmp_path: Path) -> None:
    key = await open_cohort(tandem, "bucks")
    await tandem("application", "invite", key, f"lea@{key}.example", "--name", "Lea")

    done = await bring(tandem, key, tmp_path, [("Lea", f"lea@{key}.example", "mentee", "", "listening")])

    assert "1 arrived from people who were asked before" in done.out
    (view,) = kept(world, key)
    assert view.stage is ApplicationStage.CHECKING
    assert view.outstanding == ("workshop", "experience")


async def test_without_the_server_the_applications_are_kept_and_the_same_command_sends_them_on(
    tandem: Tandem, key: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, people(key, 2))
    with monkeypatch.context() as away:
        away.setenv("TANDEM_TEMPORAL_PORT", str(free_ports(1)[0]))
        first = await tandem("application", "import", key, file)
    between = [view.revision for view in kept(world, key)]

    second = await tandem("application", "import", key, file)

    assert first.code == 3
    assert "The applications are kept. A worker sends them on their way" in first.err
    assert between == [0, 0]
    assert "0 new kept, 2 there already" in second.out
    assert stages(world, key) == [ApplicationStage.IN_ORDER] * 2


async def test_answers_that_never_reached_the_life_reach_it_when_the_command_is_repeated(
    tandem: Tandem, key: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(tandem, key, tmp_path, [("Bo", f"bo@{key}.example", "mentor", "", "reading")])
    complete = [("Bo", f"bo@{key}.example", "mentor", "Law", "reading")]
    with monkeypatch.context() as away:
        away.setenv("TANDEM_TEMPORAL_PORT", str(free_ports(1)[0]))
        await bring(tandem, key, tmp_path, complete, "--update")
    between = stages(world, key)

    again = await bring(tandem, key, tmp_path, complete, "--update")

    assert between == [ApplicationStage.INCOMPLETE]
    assert "1 there already" in again.out
    assert stages(world, key) == [ApplicationStage.IN_ORDER]


async def test_nobody_applies_to_a_cohort_that_has_ended(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    await world.cohorts.update(key, EndCohort(open=0))

    done = await bring(tandem, key, tmp_path, people(key, 1))

    assert done.code == 1
    assert "nobody can apply to it any more." in done.err


async def test_the_list_is_for_machines_too_and_of_one_stage_alone(
    tandem: Tandem, key: str, tmp_path: Path
) -> None:
    rows = [*people(key, 1), ("Bo", f"bo@{key}.example", "mentor", "", "reading")]
    await bring(tandem, key, tmp_path, rows)

    table = await tandem("application", "list", key)
    incomplete = json.loads((await tandem("application", "list", key, "--stage", "incomplete", "--json")).out)
    attention = json.loads((await tandem("application", "list", key, "--attention", "--json")).out)

    assert f"p0@{key}.example" in table.out
    assert "in order" in table.out
    assert [(one["email"], one["missing"]) for one in incomplete] == [(f"bo@{key}.example", ["department"])]
    assert attention == []


@pytest.mark.slow
async def test_many_are_sent_on_their_way_with_a_word_on_how_far_it_is(
    tandem: Tandem, key: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_MANY", 20)
    done = await bring(tandem, key, tmp_path, people(key, 24))

    assert "20 of 24 sent on their way" in done.out
    assert stages(world, key) == [ApplicationStage.IN_ORDER] * 24


async def test_an_application_that_was_left_untold_begins_before_it_is_told_something_else(
    tandem: Tandem, key: str, world: World
) -> None:
    one, now = ApplicationForm(name="Bo", email=f"bo@{key}.example", role=Role.MENTOR), datetime.now(UTC)
    with world.database.begin() as session:
        _, bo = arrivals.upsert(session, key, one, now)
        view, cohort = applications.application(session, bo), queries.cohort(session, key)
        messages.start(session, start_of(view, cohort), now)
    await tandem("application", "amend", key, one.email, "--set", "goals=reading")

    done = await tandem("application", "amend", key, one.email, "--set", "department=Law")

    assert done.code == 0, done.err
    assert stages(world, key) == [ApplicationStage.IN_ORDER]


async def test_closing_names_those_whose_applications_are_not_in_order(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    late = ("Lea", f"lea@{key}.example", "mentee", "", "listening")
    await bring(tandem, key, tmp_path, [*people(key, 2), late])

    asked = await tandem("cohort", "close-applications", key)

    assert "There are 3 applications, 1 of them not in order yet:\n  Lea (mentee)\n" in asked.out
    assert "Person 1" not in asked.out
    assert lea(world, key).stage is ApplicationStage.INCOMPLETE


async def test_names_in_an_encoding_that_was_guessed_are_kept_only_once_they_are_confirmed(
    tandem: Tandem, key: str, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "mac.csv"
    row = ("Zoë O’Neill", f"zoe@{key}.example", "mentor", "Arts", "listening")
    file.write_bytes("\n".join(map(";".join, (HEADINGS, row))).encode("mac_roman"))

    asked = await tandem("application", "import", key, str(file))
    before = kept(world, key)
    done = await tandem("application", "import", key, str(file), "--yes")

    assert (asked.code, before) == (1, [])
    assert "Zoë O’Neill" in asked.out + asked.err
    assert done.code == 0, done.err
    assert [view.application.name for view in kept(world, key)] == ["Zoë O’Neill"]
