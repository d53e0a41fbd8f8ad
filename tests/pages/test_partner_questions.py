"""What partners can do on their page while they meet: it is refused with the sentence that the command gets,
and nothing is told that nobody has chosen."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.letter.letter import LetterName
from domain.pairing.events import BookSession, ProposeTimes, Withdraw
from pages.questions.question import PageSection
from storage.database import Database
from tests.domain.pairing.booking import JULY_20
from tests.every import every
from tests.living import Life, lived, mentoring, utc
from tests.pages.visiting import in_store, link, visiting

pytestmark = pytest.mark.store

BLIND = ["book", "propose", "pause", "leave", "met", "session/1", "sitting/review"]
"""Those that a mentoring pair with a booked session is offered."""


def _meeting() -> Life:
    life = lived(mentoring)
    life.update(BookSession(starts=JULY_20, minutes=60))
    return life


class Visit:
    """A reader's page at a moment."""

    def __init__(self, database: Database, life: Life, role: Role = Role.MENTOR) -> None:
        self._database = database
        pairing = in_store(database, life)
        workflow_id = EntityKind.PAIRING.workflow_id(pairing)
        self.top = f"/to/{link(database, workflow_id, LetterName.INTRODUCTION, role).token}"

    def at(self, now: datetime) -> TestClient:
        return visiting(self._database, now)


@pytest.fixture
def visit(database: Database) -> Visit:
    return Visit(database, _meeting())


@pytest.fixture
def client(visit: Visit) -> Iterator[TestClient]:
    with visit.at(utc(2027, 7, 15)) as client:
        yield client


def test_the_page_offers_what_can_be_done_now(client: TestClient, visit: Visit) -> None:
    shown = client.get(visit.top).text
    for question in BLIND:
        assert f'href="{visit.top}/{question}"' in shown, question


def _sections(page: str) -> dict[str, list[str]]:
    """The questions that lie under each heading."""
    parts = (part.partition("</h2>") for part in page.split('<h2 class="govuk-heading-m"')[1:])
    return {
        heading.rpartition(">")[2]: re.findall(r'href="/to/[^/]+/(\S+)"', below)
        for heading, _, below in parts
    }


def test_what_is_asked_stands_first_and_what_was_answered_where_it_can_be_changed(
    client: TestClient, visit: Visit
) -> None:
    page = client.get(visit.top).text
    found = _sections(page)

    assert PageSection.NOW not in found
    assert "There is nothing that you need to do just now." in page
    assert found[PageSection.SESSIONS] == ["met", "book", "propose", "session/1"]
    assert set(found[PageSection.CHANGES]) >= {"sitting/review", "pause", "leave"}
    assert {"address", "data", "erase"} <= set(found[PageSection.OWN])


def test_what_a_letter_has_asked_can_be_done_now(database: Database) -> None:
    visit = Visit(database, Life(now=utc(2027, 6, 15)))
    with visit.at(utc(2027, 6, 16)) as client:
        assert _sections(client.get(visit.top).text)[PageSection.NOW] == ["introduction"]


@every("question", BLIND)
def test_a_blind_answer_is_a_mistake_and_tells_nothing(
    client: TestClient, visit: Visit, question: str
) -> None:
    told = client.post(f"{visit.top}/{question}", data={})
    assert told.status_code == 422, question  # had it been told, the server would be away
    assert "<title>Error: " in told.text


@every("question", BLIND)
def test_nothing_is_chosen_or_filled_in_beforehand(client: TestClient, visit: Visit, question: str) -> None:
    shown = client.get(f"{visit.top}/{question}").text
    assert " checked" not in shown
    assert 'value="2' not in shown


def _booking(day: str, month: str, at: str) -> dict[str, str]:
    on = {"session-on-day": day, "session-on-month": month, "session-on-year": "2027"}
    return {**on, "session-at": at}


def test_a_day_that_there_is_not_and_a_time_that_is_none_are_both_named(
    client: TestClient, visit: Visit
) -> None:
    told = client.post(f"{visit.top}/book", data=_booking("31", "6", "noon")).text
    assert "Enter a day that there is" in told
    assert "Enter a time, such as 14:30" in told
    assert 'value="noon"' in told


def test_a_year_of_two_numbers_is_asked_for_in_full(client: TestClient, visit: Visit) -> None:
    told = client.post(
        f"{visit.top}/book", data={**_booking("30", "6", "10:00"), "session-on-year": "27"}
    ).text
    assert "Enter the year with four numbers" in told


@every(
    ("question", "told"),
    [
        ("book", _booking("30", "8", "10:00")),
        ("met", _booking("1", "7", "3:00") | {"minutes": ""}),
        ("session/1", _booking("30", "8", "10:00") | {"change": "move"}),
        (
            "propose",
            {
                "first-on-day": "30",
                "first-on-month": "8",
                "first-on-year": "2027",
                "first-at": "10:00",
            },
        ),
    ],
)
def test_a_time_that_may_be_a_slip_is_asked_about_and_can_be_changed(
    client: TestClient, visit: Visit, question: str, told: dict[str, str]
) -> None:
    asked = client.post(f"{visit.top}/{question}", data=told)
    assert asked.status_code == 200
    assert "Is that what you mean?" in asked.text
    assert "a bank holiday (Late Summer Bank Holiday)" in asked.text or "when people sleep" in asked.text

    changing = client.post(f"{visit.top}/{question}", data=told | {"_edit": "yes"})
    assert 'value="30"' in changing.text or 'value="3:00"' in changing.text
    assert client.post(f"{visit.top}/{question}", data=told | {"_sure": "yes"}).status_code == 503


def test_a_session_that_is_cancelled_needs_no_new_time_and_one_that_moves_does(
    client: TestClient, visit: Visit
) -> None:
    moved = client.post(f"{visit.top}/session/1", data={"change": "move"})
    assert (moved.status_code, "Fill in the new day and time" in moved.text) == (422, True)
    assert client.post(f"{visit.top}/session/1", data={"change": "cancel"}).status_code == 503


def test_leaving_is_asked_twice_and_can_be_taken_back_for_an_hour(database: Database) -> None:
    life = _meeting()
    visit = Visit(database, life)
    with visit.at(utc(2027, 7, 15)) as client:
        warned = client.post(f"{visit.top}/leave", data={"answer": "yes"}).text
        assert "In an hour we tell" in warned
        assert 'name="_sure"' in warned


def test_who_has_left_may_think_again_and_the_other_may_not(database: Database) -> None:
    life = _meeting()
    left = life.now
    life.update(Withdraw(role=Role.MENTOR))
    leaver = Visit(database, life)
    with leaver.at(left + timedelta(minutes=50)) as client:
        assert "after all?" in client.get(leaver.top).text
    with leaver.at(left + timedelta(minutes=61)) as client:
        assert "after all?" not in client.get(leaver.top).text


def test_of_proposed_times_the_other_one_takes_one(database: Database) -> None:
    life = lived(mentoring)
    times = (JULY_20, JULY_20 + timedelta(days=1))
    life.update(ProposeTimes(role=Role.MENTOR, times=times, minutes=60))
    mentee = Visit(database, life, Role.MENTEE)
    with mentee.at(utc(2027, 7, 20, 15)) as client:  # the first is over
        shown = client.get(f"{mentee.top}/take").text
        assert "Wednesday 21 July 2027, 15:00 to 16:00, London time" in shown
        assert "20 July" not in shown
        assert client.post(f"{mentee.top}/take", data={"time": times[1].isoformat()}).status_code == 503
        assert client.post(f"{mentee.top}/take", data={"time": times[0].isoformat()}).status_code == 422


def test_of_a_session_that_is_over_it_is_asked_whether_they_met(database: Database) -> None:
    visit = Visit(database, _meeting())
    with visit.at(JULY_20 + timedelta(hours=2)) as client:
        assert "meet on Tuesday 20 July 2027" in client.get(f"{visit.top}/met/1").text
        wrong = client.post(f"{visit.top}/met/1", data={"met": "yes", "minutes": "an hour"})
        assert (wrong.status_code, "Enter a whole number" in wrong.text) == (422, True)
