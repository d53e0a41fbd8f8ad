"""A letter is late if it may go now, and should have gone before."""

from datetime import datetime, timedelta

import pytest

from domain.letter.states import LetterState
from mail import lateness
from mail.hours import ALWAYS, Hours
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.living import utc
from tests.mail.office import Office

pytestmark = pytest.mark.store

_OFFICE = Hours.of("08:00-18:00", "working")
_HOUR = timedelta(hours=1)
_MONDAY_NOON = utc(2027, 6, 14, 12)  # 13:00 in London


def _change(office: Office, **values: object) -> None:
    """Change the first of the two letters, and let the second have gone."""
    first, second = office.rows()
    with office.database.begin() as session:
        session.get_one(LetterRow, second.id).state = LetterState.SENT
        row = session.get_one(LetterRow, first.id)
        row.written_at = _MONDAY_NOON - 3 * _HOUR
        for name, value in values.items():
            setattr(row, name, value)


def _late(office: Office, now: datetime = _MONDAY_NOON, hours: Hours = _OFFICE) -> timedelta:
    with office.database.begin() as session:
        return lateness.oldest(session, hours, now)


def _held(office: Office, now: datetime = _MONDAY_NOON) -> timedelta:
    with office.database.begin() as session:
        return lateness.longest_held(session, now)


def test_without_letters_nothing_is_late_or_held(database: Database) -> None:
    with database.begin() as session:
        assert lateness.oldest(session, _OFFICE, _MONDAY_NOON) == timedelta()
        assert lateness.longest_held(session, _MONDAY_NOON) == timedelta()


@pytest.mark.parametrize("state", ["pending", "deferred", "claimed", "in_data"])
def test_a_letter_on_its_way_is_late_since_it_was_written(office: Office, state: str) -> None:
    _change(office, state=state)

    assert _late(office) == 3 * _HOUR


@pytest.mark.parametrize("state", ["draft", "held", "failed", "sent", "cancelled", "expired", "bounced"])
def test_a_letter_that_nobody_would_send_now_is_not_late(office: Office, state: str) -> None:
    _change(office, state=state)

    assert _late(office) == timedelta()


def test_what_was_written_at_night_is_late_since_the_morning(office: Office) -> None:
    _change(office, written_at=utc(2027, 6, 11, 22))

    assert _late(office) == 5 * _HOUR  # since 08:00 in London


def test_a_letter_that_waits_for_the_morning_is_not_late(office: Office) -> None:
    _change(office, written_at=utc(2027, 6, 11, 16))

    assert _late(office, now=utc(2027, 6, 13, 12)) == timedelta()
    assert _late(office, now=utc(2027, 6, 13, 12), hours=ALWAYS) == 44 * _HOUR


def test_a_letter_without_a_clock_is_late_by_night_too(office: Office) -> None:
    _change(office, timezone=None, written_at=utc(2027, 6, 13, 10))

    assert _late(office, now=utc(2027, 6, 13, 12)) == 2 * _HOUR


def test_the_latest_reader_counts(office: Office) -> None:
    _, second = office.rows()
    _change(office)
    with office.database.begin() as session:
        row = session.get_one(LetterRow, second.id)
        row.state, row.timezone = LetterState.PENDING, "America/New_York"
        row.written_at = utc(2027, 6, 12)  # on a Saturday; in New York it is 8 in the morning now

    assert _late(office) == 3 * _HOUR
    assert _late(office, now=_MONDAY_NOON + 10 * _HOUR) == timedelta()
    assert _late(office, now=_MONDAY_NOON + 8 * _HOUR) == 8 * _HOUR


def test_what_is_unwanted_or_out_of_date_is_not_late(office: Office) -> None:
    _change(office, unwanted=True)
    assert _late(office) == timedelta()

    _change(office, unwanted=False, expires=_MONDAY_NOON)
    assert _late(office) == timedelta()


def test_a_letter_of_a_life_in_skipped_time_is_never_late_before_its_time(office: Office) -> None:
    _change(office, written_at=_MONDAY_NOON + 30 * _HOUR)

    assert _late(office) == timedelta()


def test_a_letter_is_held_since_it_was_first_tried(office: Office) -> None:
    _change(office, state=LetterState.HELD, first_attempt_at=_MONDAY_NOON - _HOUR)

    assert _held(office) == _HOUR


def test_one_that_was_never_tried_is_held_since_it_was_written_by_day_and_by_night(office: Office) -> None:
    _change(office, state=LetterState.HELD, written_at=utc(2027, 6, 11, 22))

    assert _held(office, utc(2027, 6, 12, 22)) == 24 * _HOUR


def test_the_letter_that_is_held_longest_counts(office: Office) -> None:
    _change(office, state=LetterState.HELD)
    with office.database.begin() as session:
        session.get_one(LetterRow, office.rows()[1].id).state = LetterState.HELD

    assert _held(office) == 3 * _HOUR


@pytest.mark.parametrize("state", ["draft", "pending", "deferred", "failed", "sent", "expired"])
def test_a_letter_that_is_not_held_is_held_for_no_time(office: Office, state: str) -> None:
    _change(office, state=state)

    assert _held(office) == timedelta()
