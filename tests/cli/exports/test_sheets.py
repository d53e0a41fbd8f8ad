"""What each command's table holds, from the store alone."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cli.main import run
from domain.application.form import ApplicationForm
from domain.enums import Arrangement, Concern, Role
from domain.letter.states import LetterState
from domain.matching.draft import Draft, Proposal, Unplaced, UnplacedReason
from storage import arrivals, cohorts, drafts
from storage.database import Database
from storage.people import amend
from storage.tables.entities import ApplicationRow
from tests.living import bristol, utc
from tests.mail.office import Office, introduced

pytestmark = pytest.mark.store

NOW = utc(2027, 6, 1)
Sheet = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pair that was introduced, and a cohort with a draft, of which one has a name with a formula."""
    home = tmp_path_factory.mktemp("home")
    database = Database(f"sqlite:///{home / 'tandem.db'}")
    database.upgrade()
    office = Office(database, introduced())
    with database.begin() as session:
        amend(session, office.row(office.letter()).recipient, None, "=Ann")
        cohorts.open_cohort(session, "spring", bristol(), NOW, is_demo=False)
        people = [
            ApplicationForm(name="Mo", email="mo@x.example", role=Role.MENTOR, department="Law", grade="8"),
            ApplicationForm(name="Tia", email="tia@x.example", role=Role.MENTEE, department="Arts"),
            ApplicationForm(name="Tom", email="tom@x.example", role=Role.MENTEE),
        ]
        mo, tia, tom = (arrivals.upsert(session, "spring", one, NOW)[1] for one in people)
        session.get_one(ApplicationRow, tom).concerns = [Concern.INCOMPLETE]
        session.get_one(ApplicationRow, mo).sent_at = utc(2027, 5, 20)
        pair = Proposal(mentor=mo, mentee=tia, arrangement=Arrangement.RECIPROCAL, score=1.5, met=())
        alone = Unplaced(id=tom, role=Role.MENTEE, reason=UnplacedReason.ALL_TAKEN, others=1, allowed=1)
        drafts.store_draft(
            session, "spring", Draft(pairs=(pair,), unplaced=(alone,), placed=2, score=1.5), NOW
        )
    database.close()
    return home


@pytest.fixture
def sheet(home: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Sheet:
    """The rows of a command's CSV, by their headings."""
    monkeypatch.setenv("TANDEM_HOME", str(home))

    def asked(*command: str) -> list[dict[str, str]]:
        assert run([*command, "--csv", "-"]) == 0, capfdbinary.readouterr().err
        text = capfdbinary.readouterr().out.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return asked


def test_pairings_have_names_addresses_and_local_times(sheet: Sheet) -> None:
    (row,) = sheet("pairing", "list")

    assert row["mentor"] == "'=Ann"
    assert "@" in row["mentor's email"]
    assert "@" in row["mentee's email"]
    assert (row["stage"], row["sessions"], row["minimum"]) == ("application", "0", "4")
    assert datetime.strptime(row["since"], "%Y-%m-%d %H:%M")  # noqa: DTZ007
    (status,) = sheet("cohort", "status", row["cohort"])
    assert status == {**row, "letters": status["letters"]}
    assert status["letters"] == "2"


def test_matches_have_names_addresses_departments_and_grades(sheet: Sheet) -> None:
    assert sheet("match", "show", "spring") == [
        {
            "mentor": "Mo",
            "mentor's email": "mo@x.example",
            "mentor's department": "Law",
            "mentor's grade": "8",
            "mentee": "Tia",
            "mentee's email": "tia@x.example",
            "mentee's department": "Arts",
            "mentee's grade": "",
            "arrangement": "reciprocal",
            "why": "",
            "score": "1.5",
        }
    ]


def test_a_workbook_says_too_who_is_without_a_partner(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "matches.xlsx"
    sheet("match", "show", "spring", "--xlsx", str(file))

    book = load_workbook(file)
    assert book.sheetnames == ["Matches", "Without a partner"]
    assert [cell.value for cell in book["Without a partner"][2]][:3] == ["Tom", "tom@x.example", "mentee"]


def test_applications_have_what_people_sort_by(sheet: Sheet) -> None:
    rows = sheet("application", "list", "spring")

    assert {row["email"]: (row["department"], row["attention"]) for row in rows} == {
        "mo@x.example": ("Law", ""),
        "tia@x.example": ("Arts", ""),
        "tom@x.example": ("", "incomplete"),
    }
    came = {row["name"]: row["received"] for row in rows}
    assert (came["Mo"], came["Tia"]) == ("2027-05-20 13:00", "2027-06-01 13:00")
    (one,) = sheet("application", "show", "spring", "mo@x.example")
    assert one == next(row for row in rows if row["name"] == "Mo")


def test_the_status_of_all_or_one_is_the_same_table_by_either_command(sheet: Sheet) -> None:
    assert {row["key"] for row in sheet("status")} >= {"spring"}
    assert sheet("status") == sheet("cohort", "list")
    assert sheet("status", "spring") == sheet("cohort", "status", "spring")


def test_letters_have_their_readers_and_states(sheet: Sheet) -> None:
    rows = sheet("mail", "list")

    assert {row["state"] for row in rows} == {LetterState.PENDING}
    assert all("@" in row["to"] and row["subject"] for row in rows)
    assert sheet("mail", "review") == []


def test_histories_and_calendars_have_real_times(sheet: Sheet) -> None:
    (row,) = sheet("pairing", "list")

    history, calendar = sheet("pairing", "show", row["pairing"]), sheet("cohort", "show", "spring")

    assert history[0]["what"] == "proposed"
    assert "2027-06-30 09:30" in {date["begins"] for date in calendar if date["gathering"] == "induction"}


def test_what_waits_today_has_its_command(sheet: Sheet) -> None:
    row = next(row for row in sheet("today") if row["cohort"] == "spring")

    assert row["kind"] == "Applications"
    assert row["command"].startswith("tandem application ")


def test_who_came_is_listed(sheet: Sheet) -> None:
    assert sheet("cohort", "who-came", "spring") == []
