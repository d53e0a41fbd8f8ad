"""Who has not received a concern within the days that people are told is reminded of it, nobody else is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role
from domain.errors import Unreachable
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.mime_text import text_of_mime
from ops.retention import remind_of_concerns
from services import raised_concerns
from services.context import Context
from services.reports import status, today
from storage import queries
from storage.database import Database
from storage.tables.audit import AuditRow
from storage.tables.concerns import RaisedConcernRow
from storage.tables.entities import CohortRow
from storage.tables.letters import LetterRow
from storage.tables.server import MessageRow
from tests.factories import accepted, pairing_in, utc
from tests.logged import logged
from tests.pages.visiting import PAGES, SENDER, in_store, link, link_in, visiting
from tests.services.asking import storing

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 16)
_DAYS = timedelta(days=7)
_HOUR = timedelta(hours=1)
_CANARY = "zqxcanary"
_DIGNITY = "dignity@bristol.example"


@pytest.fixture
def pairing(database: Database) -> str:
    return in_store(database, pairing_in(accepted))


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


@pytest.fixture
def concern(client: TestClient, database: Database, pairing: str) -> str:
    """Where its author sees how it stands."""
    at = f"/to/{_token(database, pairing)}/concern"
    told = {**_proof(database, pairing), "opened": "yes", "_sure": "yes"}
    sent = client.post(at, data={**told, "what": _CANARY, "get-in-touch": "yes"})
    assert sent.status_code == 200
    _sent(database)
    return at


def _token(database: Database, pairing: str) -> str:
    about = EntityKind.PAIRING.workflow_id(pairing)
    return link(database, about, LetterName.BOTH_ACCEPTED, Role.MENTOR).token


def _proof(database: Database, pairing: str) -> dict[str, str]:
    with database.begin() as session:
        return {"letter-address": queries.pairing(session, pairing).person(Role.MENTOR).email}


def _letters(database: Database) -> list[LetterRow]:
    with database.begin() as session:
        asked = session.query(LetterRow).where(LetterRow.role == Correspondent.CONCERNS)
        return list(asked.order_by(LetterRow.written_at))


def _sent(database: Database, state: LetterState = LetterState.SENT) -> None:
    """All that was written has arrived."""
    with database.begin() as session:
        for row in session.query(LetterRow).where(LetterRow.role == Correspondent.CONCERNS):
            row.state = state


def _remind(database: Database, now: datetime) -> None:
    async def away() -> object:
        raise Unreachable("The Temporal server is away.")

    clock = lambda: now  # noqa: E731
    context = Context(database, away, "Tandem", clock, mail_from=SENDER.address, pages=PAGES)  # type: ignore[arg-type]
    raised_concerns.remind(context)


@pytest.mark.usefixtures("concern")
def test_they_are_written_to_once_more_after_the_days_and_again_after_as_many_and_not_for_ever(
    database: Database,
) -> None:
    many = []
    for day in range(60):
        _remind(database, NOW + timedelta(days=day, hours=1))
        _sent(database)
        many.append(len(_letters(database)))

    assert [many.index(number) for number in (1, 2, 3)] == [0, 7, 14]
    assert many[-1] == 3


@pytest.mark.usefixtures("concern")
def test_the_reminder_says_since_when_it_waits_and_no_word_of_it_and_goes_by_day(
    client: TestClient, database: Database
) -> None:
    _remind(database, NOW + _DAYS + _HOUR)

    first, reminder = _letters(database)
    words = text_of_mime(reminder.mime)
    assert "On Wednesday 16 June 2027 we wrote to you" in words
    assert "You have not said yet that you have received it. Please read it now." in words
    assert reminder.subject.endswith(": a concern still waits for you")
    assert _CANARY not in words
    assert "Canary Mentor" not in words
    assert (reminder.recipient, reminder.state) == (_DIGNITY, LetterState.PENDING)
    assert (first.timezone, reminder.timezone) == (None, "Europe/London")
    with database.begin() as session:
        assert reminder.id in {row.target for row in session.query(MessageRow)}
    assert client.get(link_in(first.mime).path).status_code == 404
    read = client.post(link_in(reminder.mime).path, data={"letter-address": _DIGNITY})
    assert _CANARY in read.text


def test_who_has_received_it_is_not_reminded_nor_of_what_its_author_has_had_erased(
    client: TestClient, database: Database, concern: str
) -> None:
    path = link_in(_letters(database)[-1].mime).path
    received = {"letter-address": _DIGNITY, "opened": "yes", "state": "received"}
    assert client.post(path, data=received).status_code == 200
    _remind(database, NOW + _DAYS + _HOUR)
    assert len(_letters(database)) == 1

    with database.begin() as session:
        row = session.query(RaisedConcernRow).one()
        row.received_at, row.what = None, None
    _remind(database, NOW + _DAYS + _HOUR)
    assert len(_letters(database)) == 1


@pytest.mark.usefixtures("concern")
@pytest.mark.parametrize("state", [LetterState.BOUNCED, LetterState.HELD, LetterState.PENDING])
def test_where_the_letter_came_back_or_has_not_gone_no_other_is_written(
    database: Database, state: LetterState
) -> None:
    _sent(database, state)
    _remind(database, NOW + _DAYS + _HOUR)

    assert len(_letters(database)) == 1


def test_where_nobody_is_named_any_more_nobody_is_written_to(database: Database, concern: str) -> None:
    with database.begin() as session:
        row = session.query(CohortRow).one()
        row.programme = {key: told for key, told in row.programme.items() if key != "concerns"}
    _remind(database, NOW + _DAYS + _HOUR)

    assert len(_letters(database)) == 1


def test_its_author_is_told_that_it_is_late_and_the_coordinator_is_told_nothing(
    database: Database, pairing: str, concern: str
) -> None:
    proof, late = _proof(database, pairing), NOW + _DAYS + _HOUR
    context, cohort = storing(database, late), pairing.rpartition("-")[0]

    def seen() -> list[object]:
        with database.begin() as session:
            audited = session.query(AuditRow).count()
        return [today.today(context), status.status(context, cohort), audited]

    before = seen()
    with logged("letter_written", "retention_applied") as lines:
        _remind(database, late)
    assert (seen(), lines) == (before, [])
    with visiting(database, late) as client:
        told = client.post(concern, data=proof).text
    assert "and should have by now. We remind them" in told


@pytest.mark.usefixtures("concern")
def test_the_night_reminds_of_none_where_there_are_no_pages(database: Database) -> None:
    remind_of_concerns(database, SENDER.address, "")

    assert len(_letters(database)) == 1
