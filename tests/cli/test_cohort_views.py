"""A cohort as its coordinator sees it: how it stands, its calendar and history, its report."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.output import console
from domain.application.form import ApplicationForm
from domain.cohort.events import Approve
from domain.enums import ApplicationEndReason, ApplicationStage, Role
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, rules_of, starting
from importing.programme_file import read_programme
from rehearsal.pair_personas import PairPersona, timeline
from storage import applications, arrivals, queries
from storage.tables.entities import ApplicationRow
from storage.views import CohortView
from tests.cli.conftest import Tandem
from tests.living import PROGRAMMES, bristol, utc
from tests.world import World, eventually
from tests.worlds import all_begun, open_cohort

pytestmark = [pytest.mark.server, pytest.mark.slow]


def city() -> Programme:
    """With grades, objectives, questions and a report."""
    return starting(read_programme(PROGRAMMES / "city-2021.toml"), date(2027, 9, 1))


@pytest.fixture(scope="module")
async def lived(world: World) -> str:
    """A cohort of two pairs: one met as planned, one ended half-way. Three people have applied besides."""
    ids = await world.begin_many(2)
    for pairing, fate in zip(ids, (PairPersona.STEADY, PairPersona.WITHDRAWS), strict=True):
        await world.live(pairing, timeline(rules_of(bristol()), fate, seed=pairing))
    key = ids[0].rpartition("-")[0]
    _applied(world, key, Role.MENTOR, ApplicationStage.RESERVE, None)
    _applied(world, key, Role.MENTEE, ApplicationStage.CARRIED, ApplicationEndReason.LATE)
    _applied(world, key, Role.MENTEE, ApplicationStage.DECLINED, ApplicationEndReason.MANAGER_DECLINED)
    return key


def _applied(
    world: World, key: str, role: Role, stage: ApplicationStage, reason: ApplicationEndReason | None
) -> None:
    """In the store alone."""
    one = ApplicationForm(name="Canary Applicant", email=f"canary-{stage}@{key}.example", role=role)
    with world.database.begin() as session:
        _, application = arrivals.upsert(session, key, one, datetime.now(UTC))
        row = session.get_one(ApplicationRow, application)
        row.stage, row.reason = stage, reason


def _cohort(world: World, key: str) -> CohortView:
    with world.database.begin() as session:
        return queries.cohort(session, key)


async def read(tandem: Tandem, *command: str) -> Any:
    done = await tandem(*command, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


async def test_the_status_counts_applications_by_fate(tandem: Tandem, lived: str) -> None:
    status = await read(tandem, "cohort", "status", lived)

    assert status["applications"] == {
        "total": 3,
        "by_fate": {"mentor": {"reserve": 1}, "mentee": {"declined": 1, "carried": 1}},
        "reasons": {"late": 1, "manager_declined": 1},
    }
    assert (status["late"], status["carried_over"], status["reserve"]) == (1, 1, 1)


async def test_where_nobody_came_yet_that_is_said(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    key = pairing.rpartition("-")[0]

    done = await tandem("cohort", "who-came", key)
    of_one = await tandem("cohort", "who-came", key, "induction")

    assert done.out == f"Of nobody in {key} it is recorded yet who came to a gathering.\n"
    assert "who came to induction." in of_one.out


async def test_the_status_knows_each_gathering_and_who_came(tandem: Tandem, lived: str) -> None:
    status = await read(tandem, "cohort", "status", lived)

    gatherings = {gathering["key"]: gathering for gathering in status["gatherings"]}
    nobody = {"missed": 0, "waived": 0, "signed_up": 0}
    assert list(gatherings) == ["information", "induction", "training", "review"]
    assert gatherings["induction"]["required"]
    assert gatherings["induction"]["sittings"] == [
        {"key": "1", "date": "2027-06-30", "hours": "09:30-11:30", "where": None, "link": None, "slots": None}
    ]
    assert gatherings["induction"]["attendance"] == {
        "mentor": {"attended": 2, **nobody},
        "mentee": {"attended": 2, **nobody},
    }
    assert gatherings["information"]["attendance"]["mentor"] == {"attended": 0, **nobody}


async def test_the_status_counts_sessions_answers_and_rules(tandem: Tandem, lived: str) -> None:
    status = await read(tandem, "cohort", "status", lived)

    held = [pairing["sessions"] for pairing in status["pairings"]]
    assert status["sessions"] == {
        "minimum": 4,
        "minutes": 60,
        "held": sum(held),
        "minutes_held": 60 * sum(held),
        "pairs_that_met_minimum": 1,
    }
    assert status["evaluation"] == {
        "asked": {"mentor": 1, "mentee": 1},
        "answers": {"mentor": 1, "mentee": 1},
    }
    assert (status["checks"]["pairs"], status["checks"]["unknown"]) == (2, 2)
    assert status["checks"]["trained_only"] == {"training": ["mentor", "mentee"]}
    assert status["stories"] is None


async def test_the_status_says_how_the_cohort_itself_stands(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol(), pairs=1)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key) and "1 pairing" in str(_cohort(world, key).waits_for))

    status = (await read(tandem, "cohort", "status", key))["cohort"]
    told = (await tandem("cohort", "status", key)).out

    assert (status["key"], status["stage"], status["concerns"]) == (key, "running", [])
    assert status["stages"] == {"application": 1}
    assert status["waits_for"].startswith("its 1 pairing")
    assert f"Cohort {key}: running since" in told
    assert "It waits for its 1 pairing" in told


async def test_the_status_fits_into_eighty_columns(
    tandem: Tandem, lived: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "width", 80)

    told = (await tandem("cohort", "status", lived)).out

    assert max(len(line.rstrip()) for line in told.splitlines()) <= 80
    for title in ("Applications", "Gatherings", "Pairings"):
        assert f"\n{title}\n" in told
    assert "Evaluation: answered by 1 of 1 mentor, 1 of 1 mentee." in told


async def test_many_pairings_are_counted_and_not_listed(
    tandem: Tandem, lived: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.cohorts.overview._MOST", 1)

    told = (await tandem("cohort", "status", lived)).out

    assert f"2 pairings: 1 completed, 1 ended.  ->  tandem pairing list --cohort {lived}" in told
    assert "Canary Mentor" not in told


async def test_who_needs_attention_is_listed_with_where_to_look(tandem: Tandem, world: World) -> None:
    (pairing,) = await world.begin_many(1)
    await world.until(pairing, utc(2027, 7, 6))
    key = pairing.rpartition("-")[0]
    _applied(world, key, Role.MENTOR, ApplicationStage.CHECKING, None)
    with world.database.begin() as session:
        (view,) = applications.applications(session, key)
        session.get_one(ApplicationRow, view.id).concerns = ["manager_silent"]

    told = (await tandem("cohort", "status", key)).out

    assert f"{pairing}: not both partners have accepted" in told
    assert f"->  tandem application show {key} {view.id}" in told


async def test_a_cohort_is_shown_with_its_calendar_history_and_letters(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())
    closes = calendar_of(bristol()).closes
    assert closes
    await world.player.until(world.cohorts, key, closes + timedelta(hours=1))
    await world.player.letters_read(world.cohorts, key)

    shown, told = await read(tandem, "cohort", "show", key), (await tandem("cohort", "show", key)).out

    assert (shown["stage"], shown["waits_for"]) == ("matching", "the coordinator to approve the matches")
    assert [o["kind"] for o in shown["outcomes"]] == ["proposed", "stage", "stage", "drafted"]
    assert [letter["name"] for letter in shown["letters"]] == ["cohort_closing", "draft_ready"]
    assert shown["approvals"] == []
    assert "Wed 30 Jun 2027 09:30-11:30" in told
    assert "induction 1" in told
    assert "It waits for the coordinator to approve the matches." in told


async def test_what_is_over_in_the_calendar_is_marked(tandem: Tandem, world: World) -> None:
    # Four to ten days ago; applications close eleven days after that.
    begun = starting(bristol(), (datetime.now(UTC) - timedelta(days=10)).date())
    key = await open_cohort(world, begun)

    calendar = (await read(tandem, "cohort", "show", key))["calendar"]

    over = [day["what"] for day in calendar if day["over"]]
    to_come = [day["what"] for day in calendar if not day["over"]]
    assert over == ["Information session"]
    assert "last day for sessions" in to_come
    assert [day["at"] for day in calendar] == sorted(day["at"] for day in calendar)


async def test_the_report_has_the_numbers_and_names_nobody(tandem: Tandem, lived: str) -> None:
    report = (await tandem("cohort", "report", lived)).out

    assert "# Reciprocal Mentoring Pilot: report" in report
    assert "| how pairs ended | pairs |\n| --- | --- |\n| each by itself | * |\n| total | * |" in report
    assert "| Pairs: met the minimum | * |" in report
    assert "Profile nhs. Numbers from 1 to 7 are withheld (*)" in report
    assert "The cohort is not over" in report
    assert "Canary" not in report


async def test_the_report_says_what_the_programme_wanted_and_asked(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, city())

    report = (await tandem("cohort", "report", key)).out
    numbers = await read(tandem, "cohort", "report", key)

    assert "what taking part was like" in report.lower()
    assert "- Who carries the labour of educating the other" in report
    assert "Senior leaders: To hear how colleagues" in report
    assert "What comes next is announced on" in report
    assert len(numbers["evaluation"]["questions"]) == 5
    assert numbers["outline"]["sections"][0] == "Progress"


async def test_a_report_is_written_down_once(tandem: Tandem, lived: str, tmp_path: Path) -> None:
    file = tmp_path / "report.md"

    written = await tandem("cohort", "report", lived, "--out", str(file))
    file.write_text("what people wrote", encoding="utf-8")
    again = await tandem("cohort", "report", lived, "--out", str(file))
    nowhere = await tandem("cohort", "report", lived, "--out", str(tmp_path / "no" / "report.md"))

    assert written.code == 0
    assert (again.code, nowhere.code) == (1, 1)
    assert "is there already" in again.err
    assert file.read_text("utf-8") == "what people wrote"


async def test_the_numbers_of_a_report_are_for_machines_too(tandem: Tandem, lived: str) -> None:
    numbers = await read(tandem, "cohort", "report", lived)

    assert (numbers["pairs"]["total"], numbers["pairs"]["met_minimum"]) == (None, None)
    assert numbers["disclosure"]["profile"] == "nhs"
    assert numbers["outline"]["due"] == "2028-03-06"


async def test_a_report_is_kept_and_listed(tandem: Tandem, lived: str, world: World) -> None:
    made = (await tandem("cohort", "report", lived)).out
    numbers = await read(tandem, "cohort", "report", lived)
    again = (await tandem("cohort", "report", lived, "--number", "1")).out
    listed = await tandem("cohort", "report-list", lived)
    other = await tandem("cohort", "report", lived, "--number", "2")
    none = await tandem("cohort", "report-list", await open_cohort(world, bristol()))

    assert made == again
    assert await read(tandem, "cohort", "report-list", lived) == [
        {"report": 1, "as_of": numbers["as_of"], "stage": "announced", "profile": "nhs"}
    ]
    assert "as of" in listed.out
    assert (await tandem("cohort", "report-list", lived, "--csv", "-")).out.startswith("\ufeffnumber,as of,")
    assert (other.code, none.code) == (1, 0)
    assert "tandem cohort report-list" in other.err
    assert "No report of" in none.out
