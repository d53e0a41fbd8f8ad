"""What waits for the coordinator, and the letter that says so in the morning."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy.orm import Session

from activities.digest import worded
from cli.spelling import spelled
from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Arrangement, CohortStage, Concern, Role
from domain.people import Pair, PersonDetails
from mail import circuit_breaker, digest
from mail.facts import TodoItem
from services.reports import today
from storage import arrivals, cohorts, queries
from storage.database import Database
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.tables.letters import LetterRow
from tests.living import bristol, utc
from tests.mail.stories import SENDER

pytestmark = pytest.mark.store

MONDAY = utc(2027, 7, 5, 6, 30)
KEY = "spring"


@pytest.fixture(autouse=True)
def _cohort(database: Database) -> None:
    with database.begin() as session:
        cohorts.open_cohort(session, KEY, bristol(), MONDAY, is_demo=False)


def _applied(session: Session, *concerns: Concern, name: str = "Ann") -> None:
    one = ApplicationForm(name=name, email=f"{name.lower()}@uni.example", role=Role.MENTOR)
    _, key = arrivals.upsert(session, KEY, one, MONDAY)
    row = session.get_one(ApplicationRow, key)
    row.concerns, row.stage = [str(concern) for concern in concerns], ApplicationStage.CHECKING


def _paired(session: Session, *concerns: Concern) -> None:
    people = (PersonDetails(name=name, email=f"{name.lower()}@uni.example") for name in ("Kim", "Lou"))
    mentor, mentee = people
    pair = Pair(mentor=mentor, mentee=mentee, arrangement=Arrangement.RECIPROCAL)
    (key,) = cohorts.add_pairs(session, queries.cohort(session, KEY), [pair], MONDAY)
    session.get_one(PairingRow, key).concerns = [str(concern) for concern in concerns]


def _waiting(database: Database) -> dict[str, list[TodoItem]]:
    with database.begin() as session:
        found = today.sections(session, queries.cohort(session, KEY), MONDAY)
    return {section.title: list(section.matters) for section in worded(found, spelled)}


def _write(database: Database, now: datetime = MONDAY) -> str | None:
    with database.begin() as session:
        cohort = queries.cohort(session, KEY)
        waiting = worded(today.sections(session, cohort, now), spelled)
        letter = digest.write(session, cohort, waiting, now, SENDER)
        return letter.id if letter else None


def test_where_nothing_waits_nothing_is_said(database: Database) -> None:
    with database.begin() as session:
        _applied(session)
        _paired(session)

    assert _waiting(database) == {}
    assert _write(database) is None


@pytest.mark.parametrize(
    ("concern", "command"),
    [
        (Concern.MANAGER_SILENT, "tandem application confirm spring spring-a01 manager"),
        (Concern.INCOMPLETE, "tandem application amend spring spring-a01 --set FIELD=VALUE"),
        (Concern.NOT_INVITED, "tandem application invite spring ann@uni.example"),
        (Concern.NOT_IN_ORDER, "tandem application show spring spring-a01"),
    ],
)
def test_an_application_is_named_with_its_command(database: Database, concern: Concern, command: str) -> None:
    with database.begin() as session:
        _applied(session, concern)

    (matter,) = _waiting(database)["Applications"]

    assert matter.command == command
    assert matter.text.startswith("Ann (spring-a01): ")


@pytest.mark.parametrize(
    ("concern", "command"),
    [
        (Concern.GONE_QUIET, "tandem pairing show spring-01"),
        (Concern.ATTENDANCE_UNRECORDED, "tandem pairing attend spring-01 GATHERING both"),
        (Concern.NOT_ACCEPTED, "tandem pairing accept spring-01 both"),
        (Concern.LONG_PAUSE, "tandem pairing resume spring-01"),
    ],
)
def test_a_pair_is_named_with_its_command(database: Database, concern: Concern, command: str) -> None:
    with database.begin() as session:
        _paired(session, concern)

    (matter,) = _waiting(database)["Pairs"]

    assert matter.command == command
    assert matter.text.startswith("Kim and Lou (spring-01): ")


def test_the_matches_that_wait_come_first(database: Database) -> None:
    with database.begin() as session:
        row = session.get_one(CohortRow, KEY)
        row.stage, row.waits_for = CohortStage.MATCHING, "the coordinator to approve the draft"
        _paired(session, Concern.GONE_QUIET)

    waiting = _waiting(database)

    assert list(waiting) == ["To decide", "Pairs"]
    assert waiting["To decide"][0].command == "tandem match show spring"


def test_a_mail_server_that_refuses_everybody_is_told_of(database: Database) -> None:
    with database.begin() as session:
        circuit_breaker.open_circuit(session, "535 5.7.3 Authentication\nunsuccessful", MONDAY)

    (matter,) = _waiting(database)["Letters"]

    assert matter.command == "tandem mail start"
    assert matter.text == (
        "Nothing has been sent since Mon 5 Jul 2027 07:30: the mail server refuses everybody (535 5.7.3 "
        "Authentication unsuccessful)."
    )


def test_of_very_many_only_some_are_named(database: Database) -> None:
    with database.begin() as session:
        for number in range(20):
            _applied(session, Concern.MANAGER_SILENT, name=f"P{number}")

    named = _waiting(database)["Applications"]

    assert len(named) == 16
    assert named[-1] == TodoItem("... and 5 more.", "tandem application list spring --attention")


def test_the_letter_is_written_once_a_morning(database: Database) -> None:
    with database.begin() as session:
        _paired(session, Concern.GONE_QUIET)

    first, again, tomorrow = _write(database), _write(database), _write(database, MONDAY + timedelta(days=1))

    assert first == again
    assert tomorrow not in (first, None)


def test_the_letter_reads_as_the_list_and_goes_to_the_contact(database: Database) -> None:
    with database.begin() as session:
        _applied(session, Concern.MANAGER_SILENT)
        _paired(session, Concern.GONE_QUIET)
    letter = _write(database)

    with database.begin() as session:
        row = session.get_one(LetterRow, letter)
        message = message_from_bytes(row.mime, policy=default)
    body = message.get_body(("plain",))

    assert message["To"] == message["Reply-To"]
    assert (row.person, row.cohort, row.workflow_id) == (None, KEY, "digest-spring")
    assert body
    text = body.get_content().replace("\r\n", "\n")
    for found in _waiting(database).values():
        for matter in found:
            assert f"\n    {matter.command}\n" in text
            assert matter.text in " ".join(text.split())
