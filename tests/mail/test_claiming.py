"""Whether a letter may go out now, when it is its turn: the reader's hours, and its own day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from domain.enums import Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import BookSession
from mail.circuit_breaker import CircuitBreaker
from mail.claiming import COMES_BACK, Claimed, Claims, Later
from mail.delivery import Postman
from mail.hours import Hours
from mail.lateness import oldest
from mail.moderation import release
from storage.database import Database
from storage.tables.letters import BounceRow, LetterRow
from storage.tables.people import PersonRow
from tests.living import lived, mentoring, utc
from tests.mail.application_stories import cohort_life, demanding
from tests.mail.fake_smtp import FakeMailServer
from tests.mail.office import ON_BOTH, CohortDesk, Office, introduced

pytestmark = pytest.mark.store

_HOURS = Hours.of("08:00-18:00", "working")
_TUESDAY_NOON = utc(2027, 6, 15, 11)
_TUESDAY_NIGHT = utc(2027, 6, 15, 21)
_UNTIL_MORNING = timedelta(hours=10)
_FRIDAY_EVENING = utc(2027, 7, 16, 17)


def _claim(office: Office, letter: str, now: datetime) -> object:
    return Claims(office.database, _HOURS).claim(letter, now)


def _live_in(office: Office, letter: str, timezone: str | None) -> None:
    with office.database.begin() as session:
        session.get_one(LetterRow, letter).timezone = timezone


def test_a_letter_goes_at_office_hours(office: Office) -> None:
    assert isinstance(_claim(office, office.letter(), _TUESDAY_NOON), Claimed)


@ON_BOTH
def test_a_letter_waits_for_the_morning_and_no_try_is_counted(office: Office) -> None:
    waits = _claim(office, office.letter(), _TUESDAY_NIGHT)

    row = office.row(office.letter())
    assert waits == Later(LetterState.PENDING, _UNTIL_MORNING)
    assert (row.state, row.attempts, row.claim) == (LetterState.PENDING, 0, None)
    assert isinstance(_claim(office, row.id, _TUESDAY_NIGHT + _UNTIL_MORNING), Claimed)


def test_a_letter_of_a_programme_is_written_for_its_timezone(office: Office) -> None:
    assert {row.timezone for row in office.rows()} == {"Europe/London"}


def test_who_lives_elsewhere_is_written_to_by_their_own_clock(office: Office) -> None:
    person = office.row(office.letter()).person
    with office.database.begin() as session:
        session.get_one(PersonRow, person).timezone = "America/New_York"
    office.entity.until(utc(2027, 6, 27))
    office.record()

    chaser = office.letter(LetterName.INTRODUCTION_CHASER)

    assert office.row(chaser).timezone == "America/New_York"
    assert isinstance(_claim(office, chaser, _TUESDAY_NIGHT - timedelta(hours=1)), Claimed)
    assert office.row(office.letter(LetterName.INTRODUCTION_CHASER, Role.MENTEE)).timezone == "Europe/London"


def test_a_letter_of_before_goes_at_any_hour(office: Office) -> None:
    _live_in(office, office.letter(), None)

    assert isinstance(_claim(office, office.letter(), _TUESDAY_NIGHT), Claimed)


def test_a_letter_that_somebody_sends_again_goes_at_any_hour(office: Office) -> None:
    office.resend(office.letter())

    assert isinstance(_claim(office, office.letter(), _TUESDAY_NIGHT), Claimed)


def test_a_letter_that_somebody_releases_at_night_goes_in_the_morning(office: Office) -> None:
    letter = office.letter()
    with office.database.begin() as session:
        session.get_one(LetterRow, letter).state = LetterState.DRAFT
        release(session, letter, _TUESDAY_NIGHT)

    later = _claim(office, letter, _TUESDAY_NIGHT)

    assert isinstance(later, Later)
    assert isinstance(_claim(office, letter, _TUESDAY_NIGHT + later.wait), Claimed)


def test_what_is_for_the_coordinator_alone_goes_at_any_hour(database: Database) -> None:
    programme = demanding("bristol")
    desk = CohortDesk(database, cohort_life(programme), programme)

    assert {row.timezone for row in desk.rows()} == {None}


def _booked(database: Database, starts: datetime) -> tuple[Office, str]:
    entity = lived(mentoring)
    entity.update(BookSession(starts=starts, minutes=60))
    office = Office(database, entity)
    return office, office.letter(LetterName.SESSION_BOOKED)


@pytest.mark.parametrize("starts", [utc(2027, 7, 17, 10), utc(2027, 7, 19, 7)])
def test_a_letter_that_would_be_out_of_date_by_the_opening_goes_at_once(
    database: Database, starts: datetime
) -> None:
    office, booking = _booked(database, starts)

    assert isinstance(_claim(office, booking, _FRIDAY_EVENING), Claimed)


def test_a_letter_that_is_still_right_at_the_opening_waits(database: Database) -> None:
    office, booking = _booked(database, utc(2027, 7, 19, 7, 1))

    assert isinstance(_claim(office, booking, _FRIDAY_EVENING), Later)


def test_a_letter_that_waited_for_an_opening_and_is_out_of_date_then_expires(database: Database) -> None:
    office, booking = _booked(database, utc(2027, 7, 20, 9))
    assert isinstance(_claim(office, booking, _FRIDAY_EVENING), Later)

    assert _claim(office, booking, utc(2027, 7, 20, 9)) is LetterState.EXPIRED


# One a day, also for who is in two pairs

_TUESDAY_AFTER = utc(2027, 6, 15, 12)
_TO_WEDNESDAY = timedelta(hours=19)


@pytest.fixture
def both(database: Database) -> tuple[Office, str, str]:
    """A letter about each of two pairings to the mentor, who is in both."""
    office, other = Office(database, introduced()), Office(database, introduced())
    first, second = office.letter(), other.letter()
    with database.begin() as session:
        session.get_one(LetterRow, second).person = session.get_one(LetterRow, first).person
        for letter in (first, second):
            session.get_one(LetterRow, letter).written_at = _TUESDAY_NOON
    return office, first, second


def _sent(office: Office, letter: str, now: datetime) -> None:
    claims = Claims(office.database, _HOURS)
    claimed = claims.claim(letter, now)
    assert isinstance(claimed, Claimed)
    assert claims.handing_over(claimed)
    claims.sent(claimed, "250", now)


@ON_BOTH
def test_a_person_in_two_pairs_gets_the_second_letter_on_the_next_day(both: tuple[Office, str, str]) -> None:
    office, first, second = both
    assert isinstance(_claim(office, first, _TUESDAY_NOON), Claimed)

    assert _claim(office, second, _TUESDAY_AFTER) == Later(LetterState.PENDING, _TO_WEDNESDAY)

    assert isinstance(_claim(office, second, _TUESDAY_AFTER + _TO_WEDNESDAY), Later)  # the first is at work


def test_once_the_day_is_over_it_goes(both: tuple[Office, str, str]) -> None:
    office, first, second = both
    _sent(office, first, _TUESDAY_NOON)
    assert isinstance(_claim(office, second, _TUESDAY_AFTER), Later)

    assert isinstance(_claim(office, second, _TUESDAY_AFTER + _TO_WEDNESDAY), Claimed)


def test_what_answers_somebody_goes_on_the_same_day(both: tuple[Office, str, str]) -> None:
    office, first, second = both
    _sent(office, first, _TUESDAY_NOON)
    with office.database.begin() as session:
        session.get_one(LetterRow, second).name = LetterName.BOTH_ACCEPTED

    assert isinstance(_claim(office, second, _TUESDAY_AFTER), Claimed)


def test_what_would_come_too_late_goes_on_the_same_day(both: tuple[Office, str, str]) -> None:
    office, first, second = both
    _sent(office, first, _TUESDAY_NOON)
    with office.database.begin() as session:
        session.get_one(LetterRow, second).expires = utc(2027, 6, 16, 17)

    assert isinstance(_claim(office, second, _TUESDAY_AFTER), Claimed)


def test_nothing_waits_so_for_more_than_four_days(both: tuple[Office, str, str]) -> None:
    office, first, second = both
    monday = utc(2027, 6, 21, 11)
    _sent(office, first, monday)

    assert isinstance(_claim(office, second, monday), Claimed)


def test_two_letters_about_one_pairing_are_its_own_matter(office: Office) -> None:
    first, second = office.letter(), office.letter(role=Role.MENTEE)
    with office.database.begin() as session:
        session.get_one(LetterRow, second).person = session.get_one(LetterRow, first).person
    _sent(office, first, _TUESDAY_NOON)

    assert isinstance(_claim(office, second, _TUESDAY_NOON), Claimed)


def test_a_letter_that_waits_for_its_day_is_not_late(both: tuple[Office, str, str]) -> None:
    office, first, second = both
    _sent(office, first, _TUESDAY_NOON)
    assert isinstance(_claim(office, second, _TUESDAY_AFTER), Later)

    with office.database.begin() as session:
        assert session.get_one(LetterRow, second).not_before == _TUESDAY_AFTER + _TO_WEDNESDAY
        others = [row for row in session.scalars(select(LetterRow)) if row.id != second]
        for row in others:
            row.state = LetterState.SENT
        assert oldest(session, _HOURS, _TUESDAY_AFTER + timedelta(hours=4)) == timedelta()


def test_a_letter_whose_worker_was_lost_in_the_evening_waits_like_any_other(office: Office) -> None:
    assert isinstance(_claim(office, office.letter(), _TUESDAY_NOON), Claimed)

    assert _claim(office, office.letter(), _TUESDAY_NIGHT) == Later(LetterState.DEFERRED, _UNTIL_MORNING)
    assert office.state(office.letter()) is LetterState.DEFERRED


def test_days_off_do_not_count_into_the_days_for_which_a_letter_is_tried(office: Office) -> None:
    steps, letter = Claims(office.database, _HOURS), office.letter()
    maundy_thursday = utc(2027, 3, 25, 17)
    claimed = steps.claim(letter, maundy_thursday)
    assert isinstance(claimed, Claimed)
    steps.deferred(claimed, "451 later", maundy_thursday)
    waits = steps.claim(letter, maundy_thursday + timedelta(hours=1))
    assert isinstance(waits, Later)
    assert waits.wait > timedelta(days=4)

    again = steps.claim(letter, maundy_thursday + timedelta(hours=1) + waits.wait)

    assert isinstance(again, Claimed)
    assert steps.deferred(again, "451 later", utc(2027, 3, 30, 8)) is LetterState.DEFERRED


def test_a_delivery_says_how_long_the_letter_waits(office: Office) -> None:
    morning = datetime.now(ZoneInfo("Europe/London")).hour < 12
    another_time = Hours.of("18:00-19:00" if morning else "06:00-07:00", "all")
    with FakeMailServer({}) as server:
        outbox = Claims(office.database, another_time)
        postman = Postman(outbox, server.smtp(), CircuitBreaker(office.database))
        state, wait = postman.deliver(office.letter())

        assert (state, server.letters) == (LetterState.PENDING, [])
        assert wait
        assert wait > timedelta(0)


def _comes_back(office: Office, address: str) -> None:
    with office.database.begin() as session:
        session.add(BounceRow(email=address, letter=None, bounced_at=_TUESDAY_NOON))


def test_a_letter_to_an_address_that_letters_come_back_from_is_held(office: Office) -> None:
    _comes_back(office, office.row(office.letter()).recipient)

    assert _claim(office, office.letter(), _TUESDAY_NOON) is LetterState.HELD

    assert office.row(office.letter()).reply == COMES_BACK
    assert isinstance(_claim(office, office.letter(role=Role.MENTEE), _TUESDAY_NOON), Claimed)


def test_how_an_address_is_written_makes_no_difference(office: Office) -> None:
    _comes_back(office, office.row(office.letter()).recipient)
    letter = office.letter()
    with office.database.begin() as session:
        row = session.get_one(LetterRow, letter)
        row.recipient = row.recipient.upper()

    assert _claim(office, letter, _TUESDAY_NOON) is LetterState.HELD


def test_who_sends_a_letter_again_sends_it_also_to_such_an_address(office: Office) -> None:
    _comes_back(office, office.row(office.letter()).recipient)
    office.resend(office.letter())

    assert isinstance(_claim(office, office.letter(), _TUESDAY_NOON), Claimed)
