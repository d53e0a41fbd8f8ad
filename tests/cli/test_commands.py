"""The `tandem` command as a coordinator uses it, rightly and wrongly."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest

from domain.entity.outcomes import OutcomeKind
from domain.enums import Role, Stage
from tests.cli.conftest import Tandem
from tests.living import BRISTOL, utc
from tests.pairs_csv import pairs_csv
from tests.ports import free_ports
from tests.world import World

pytestmark = pytest.mark.server


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    file = tmp_path / "pairs.csv"
    file.write_text(pairs_csv(3, seed=1), encoding="utf-8")
    return file


@pytest.fixture
def key() -> str:
    return f"cohort-{uuid4().hex[:8]}"


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(weeks=2)).date().isoformat()


async def test_programmes_are_listed_and_shown(tandem: Tandem) -> None:
    listed, shown = await tandem("programme", "list"), await tandem("programme", "show", "bristol-2021")

    assert "bristol-2021" in listed.out
    assert "Wed 30 Jun 2021 09:30-11:30" in shown.out


async def test_a_programme_is_shown_in_another_year(tandem: Tandem) -> None:
    shown = await tandem("programme", "show", "bristol-2021", "--starting", "2027-05-27")

    assert "Wed 30 Jun 2027 09:30-11:30" in shown.out


async def test_an_unknown_programme_is_answered_with_those_there_are(tandem: Tandem) -> None:
    done = await tandem("programme", "show", "brsitol")

    assert done.code == 1
    assert "there are: " in done.err
    assert "bristol-2021" in done.err


@pytest.fixture
def wrong_programme(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(BRISTOL.read_text("utf-8").replace("minimum = 4", "minimun = 4"), encoding="utf-8")
    return file


async def test_a_wrong_programme_file_is_refused_with_file_key_and_mend(
    tandem: Tandem, wrong_programme: Path
) -> None:
    done = await tandem("programme", "check", str(wrong_programme))

    assert done.code == 1
    assert "mine.toml: sessions.minimun: there is no such key; did you mean 'minimum'?" in done.err


async def test_a_cohort_is_opened_once_however_often_it_is_asked_for(
    tandem: Tandem, pairs: Path, key: str
) -> None:
    command = ("cohort", "open", "bristol-2021", "--pairs", str(pairs), "--key", key, "--starting", _soon())

    first, second = await tandem(*command), await tandem(*command)

    assert (first.code, second.code) == (0, 0)
    assert "3 pairings begun" in first.out
    assert "0 pairings begun" in second.out


@pytest.fixture
def bad_pairs(tmp_path: Path) -> Path:
    file = tmp_path / "bad.csv"
    file.write_text(pairs_csv(3, seed=1).replace("@staff.example", "", 1), encoding="utf-8")
    return file


async def test_nothing_begins_unless_all_rows_are_good(tandem: Tandem, bad_pairs: Path, key: str) -> None:
    done = await tandem(
        "cohort", "open", "bristol-2021", "--pairs", str(bad_pairs), "--key", key, "--starting", _soon()
    )

    assert done.code == 1
    assert "bad.csv, row 2, 'mentor_email':" in done.err
    assert (await tandem("cohort", "status", key)).code == 1


async def test_a_calendar_that_is_over_is_refused(tandem: Tandem, pairs: Path, key: str) -> None:
    done = await tandem("cohort", "open", "bristol-2021", "--pairs", str(pairs), "--key", key)

    assert done.code == 1
    assert "give --starting DATE" in done.err


async def test_commands_carry_a_pairing_on(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))

    accepted = await tandem("pairing", "accept", pairing, "both")
    await world.until(pairing, utc(2027, 7, 6, 15, 5))
    attended = [await tandem("pairing", "attend", pairing, g) for g in ("induction", "training")]
    booked = await tandem("pairing", "book", pairing, "--at", "2027-07-20 10:00")
    moved = await tandem("pairing", "book", pairing, "--at", "2027-07-21 10:00", "--session", "1")
    at_night = await tandem("pairing", "book", pairing, "--at", "2027-07-22 03:00")
    await world.until(pairing, utc(2027, 7, 21, 12))
    logged = await tandem("pairing", "log", pairing, "--minutes", "75")

    assert [done.code for done in (accepted, *attended, booked, moved, logged)] == [0] * 6
    assert f"{pairing}, Canary Mentor 0 (mentor) and Canary Mentee 0 (mentee): mentoring." in logged.out
    assert "Sessions: 1 of 4." in logged.out
    assert at_night.code == 1
    assert "Thu 22 Jul 2027: that is at 03:00, when people sleep." in at_night.out


async def test_a_partner_is_named_by_what_one_knows_and_what_ends_a_pair_is_confirmed(
    tandem: Tandem, world: World
) -> None:
    pairing = await world.begin()
    cohort, _, number = pairing.rpartition("-")
    await world.until(pairing, utc(2027, 6, 15))

    accepted = await tandem("pairing", "accept", f"{cohort.upper()}-{int(number)}", "canary mentee")
    unsure = await tandem("pairing", "withdraw", "mentor", "--cohort", cohort)
    sure = await tandem("pairing", "withdraw", "CÄNARY MENTOR", "--cohort", cohort, "--yes")

    assert "Recorded for Canary Mentee 0 (mentee)." in accepted.out, accepted.err
    assert (unsure.code, sure.code) == (1, 0)
    assert f"Canary Mentor 0 (mentor) leaves {pairing}" in unsure.out
    assert "if it is, add --yes" in unsure.err
    assert world.pairing(pairing).stage is Stage.ENDED


async def test_who_would_end_at_the_review_is_confirmed_like_who_leaves(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()

    unsure = await tandem("pairing", "review", pairing, "mentee", "end")
    sure = await tandem("pairing", "review", pairing, "mentee", "end", "--yes")

    assert (unsure.code, sure.code) == (1, 1)
    assert f"Canary Mentee 0 (mentee) leaves {pairing}, which ends." in unsure.out
    assert "if it is, add --yes" in unsure.err
    assert (sure.out, sure.err[:22]) == ("", "The mid-way review is ")


async def test_a_pair_has_dates_of_its_own(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()

    extended = await tandem("pairing", "extend", pairing, "--to", "2028-01-31")
    day = f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}"
    paused = await tandem("pairing", "pause", pairing, "--until", day)
    shown = await tandem("pairing", "show", pairing)

    assert "Its time for sessions ends on Mon 31 Jan 2028 23:59 GMT." in extended.out, extended.err
    assert "It waits for the pair to resume, by itself on " in paused.out, paused.err
    assert "It waits for the pair to resume, by itself on " in shown.out
    assert "until Mon 31 Jan 2028 23:59" in shown.out


async def test_a_refusal_is_its_sentence_and_exit_code_1(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()

    done = await tandem("pairing", "answer", pairing, "mentor")

    assert done.code == 1
    assert done.err == "The evaluation has not been sent yet; the pair is in application.\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ("pairing", "accept"),
        ("pairing", "book", "x-01"),
        ("pairing", "book", "x-01", "--cancel"),
        ("mail", "list", "--state", "lost"),
        ("no-such-noun",),
    ],
)
async def test_a_usage_error_exits_with_2(tandem: Tandem, wrong: tuple[str, ...]) -> None:
    done = await tandem(*wrong)

    assert done.code == 2
    assert "Error" in done.err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("pairing", "show", "nobody-01"), "There is no pairing 'nobody-01'"),
        (("pairing", "accept", "nobody-01", "both"), "There is no pairing 'nobody-01'"),
        (("cohort", "status", "nobody"), "There is no cohort 'nobody'"),
        (("pairing", "list", "--cohort", "nobody"), "There is no cohort 'nobody'"),
        (("mail", "show", "ffffffff"), "No letter's id begins with"),
    ],
)
async def test_what_does_not_exist_is_said_so(
    tandem: Tandem, command: tuple[str, ...], sentence: str
) -> None:
    done = await tandem(*command)

    assert done.code == 1
    assert sentence in done.err


async def test_a_server_that_is_away_exits_with_3_and_says_where(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairing = await world.begin()
    (port,) = free_ports(1)
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(port))

    done = await tandem("pairing", "accept", pairing, "both")

    assert done.code == 3
    assert done.err == f"The Temporal server at 127.0.0.1:{port} does not answer. Is it up? (tandem up)\n"


async def test_a_database_that_is_away_exits_with_3_and_says_where(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("TANDEM_DATABASE_URL", f"postgresql://tandem:secret@127.0.0.1:{port}/tandem")

    done = await tandem("pairing", "list")

    assert done.code == 3
    assert f"127.0.0.1:{port}/tandem does not answer" in done.err
    assert "secret" not in done.err


async def test_reading_works_with_the_server_down(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairing = await world.begin()
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(free_ports(1)[0]))

    shown = await tandem("pairing", "show", pairing, "--json")

    assert shown.code == 0
    assert json.loads(shown.out)["stage"] == "application"


async def test_a_cohorts_status_is_a_table_for_people_and_json_for_machines(
    tandem: Tandem, world: World
) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    cohort = pairing.rpartition("-")[0]
    await world.player.letters_read(world.pairings, pairing)

    table, status = (
        await tandem("cohort", "status", cohort),
        await tandem("cohort", "status", cohort, "--json"),
    )

    assert "Canary Mentor 0 and Canary Mentee 0" in table.out
    parsed = json.loads(status.out)
    assert [p["id"] for p in parsed["pairings"]] == [pairing]
    assert parsed["letters"] == {"sent": 2}


async def test_pairings_that_need_attention_are_listed_alone(tandem: Tandem, world: World) -> None:
    silent, fresh = await world.begin_many(2)
    await world.until(silent, utc(2027, 7, 6))

    listed = await tandem("pairing", "list", "--cohort", silent.rpartition("-")[0], "--attention", "--json")

    assert [p["id"] for p in json.loads(listed.out)] == [silent]
    assert fresh != silent


async def test_attendance_of_a_whole_cohort_is_refused_before_it_began(tandem: Tandem, world: World) -> None:
    cohort = (await world.begin()).rpartition("-")[0]

    done = await tandem("cohort", "attendance", cohort, "induction", "--yes")

    assert done.code == 1
    assert "induction begins on Wed 30 Jun 2027 09:30; not yet." in done.err


async def test_a_letter_is_shown_as_its_reader_sees_it_and_sent_again(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    before = await world.delivered(pairing)
    letter = world.letters(pairing)[0]

    shown = await tandem("mail", "show", letter.id[:8])
    again = await tandem("mail", "resend", letter.id[:8])
    await world.player.letters_read(world.pairings, pairing)

    assert (shown.code, again.code) == (0, 0)
    assert f"Subject: {letter.subject}" in shown.out
    assert world.letters(pairing)[0].attempts == 2
    assert len(await world.delivered(pairing)) == len(before)


async def test_a_pairing_that_is_over_never_lives_again_even_when_the_server_has_forgotten_it(
    tandem: Tandem, world: World, pairs: Path, key: str
) -> None:
    command = ("cohort", "open", "bristol-2021", "--pairs", str(pairs), "--key", key, "--starting", _soon())
    await tandem(*command)
    pairing = f"{key}-01"
    await tandem("pairing", "end", pairing, "--yes")
    handle = world.pairings.handle(pairing)
    await handle.result()
    await world.client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace="default", workflow_execution=WorkflowExecution(workflow_id=handle.id)
        )
    )

    again = await tandem(*command)

    assert "0 pairings begun" in again.out
    assert world.pairing(pairing).stage is Stage.ENDED


async def test_a_cohorts_key_cannot_hold_a_name_or_an_address(tandem: Tandem, pairs: Path) -> None:
    done = await tandem(
        "cohort",
        "open",
        "bristol-2021",
        "--pairs",
        str(pairs),
        "--key",
        "Jo Ellis <jo@x.example>",
        "--starting",
        _soon(),
    )

    assert done.code == 1
    assert "cannot be a key" in done.err


async def test_a_mistake_of_ours_ends_through_the_one_exit_too(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.programme.shipped_programmes", lambda: 1 / 0)

    done = await tandem("programme", "list")

    assert done.code == 1
    assert "Tandem has made a mistake" in done.err


async def test_a_day_that_is_still_to_come_is_refused_and_today_is_taken(
    tandem: Tandem, world: World
) -> None:
    pairing = await world.begin()
    today = datetime.now(UTC).date()

    tomorrow = await tandem("pairing", "accept", pairing, "both", "--on", str(today + timedelta(days=1)))
    done = await tandem("pairing", "accept", pairing, "both", "--on", str(today))

    assert tomorrow.code == 1
    assert "is still to come; tell it when it has happened." in tomorrow.err
    assert done.code == 0, done.err
    accepted = [o for o in world.outcomes(pairing) if o.kind is OutcomeKind.ACCEPTED]
    assert [o.role for o in accepted] == [Role.MENTOR, Role.MENTEE]
