"""On which day a letter goes that nobody waits for today."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.enums import Correspondent, Role
from domain.letter.letter import LastWritten, Letter, LetterName
from domain.letter.one_a_day import one_a_day, with_last_written
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

LONDON = ZoneInfo("Europe/London")
TUESDAY = utc(2027, 6, 15, 10)
WEDNESDAY, THURSDAY, FRIDAY = (utc(2027, 6, day, 8) for day in (16, 17, 18))
MONDAY = utc(2027, 6, 21, 8)


def letter(name: LetterName, at: datetime = TUESDAY, **fields: Any) -> Letter:
    return Letter(
        name=name, role=fields.pop("role", Role.MENTOR), key=fields.pop("key", name), at=at, **fields
    )


def going(*letters: Letter, now: datetime = TUESDAY, last: datetime | None = None) -> list[datetime]:
    written = (LastWritten(role=Role.MENTOR, at=last),) if last else ()
    return [one.at for one in one_a_day(letters, written, now, LONDON)]


ACCEPTED, BOOKED = letter(LetterName.BOTH_ACCEPTED), letter(LetterName.SESSION_BOOKED)
NUDGE, BEGINS = letter(LetterName.NUDGE), letter(LetterName.MENTORING_BEGINS)
INVITED = letter(LetterName.GATHERING_INVITATION, expires=utc(2027, 7, 6))


def test_a_letter_alone_goes_when_it_is_due() -> None:
    assert going(NUDGE) == [TUESDAY]


def test_answers_go_at_once_however_many_there_are() -> None:
    assert going(ACCEPTED, BOOKED, last=TUESDAY) == [TUESDAY, TUESDAY]


def test_what_nobody_waits_for_goes_on_the_morning_after_an_answer() -> None:
    assert going(ACCEPTED, INVITED) == [TUESDAY, WEDNESDAY]


def test_of_several_each_has_a_morning_of_its_own_and_what_is_out_of_date_first_goes_first() -> None:
    assert going(BEGINS, NUDGE, INVITED, last=TUESDAY) == [THURSDAY, FRIDAY, WEDNESDAY]


def test_it_waits_over_the_weekend() -> None:
    assert going(letter(LetterName.NUDGE, at=FRIDAY), now=FRIDAY, last=FRIDAY) == [MONDAY]


def test_what_is_to_come_keeps_out_of_the_way_too() -> None:
    reminder = letter(LetterName.GATHERING_REMINDER, at=WEDNESDAY, expires=FRIDAY)

    assert going(ACCEPTED, INVITED, reminder) == [TUESDAY, THURSDAY, WEDNESDAY]


def test_what_would_come_too_late_does_not_wait() -> None:
    """A reminder on Friday of an event on Monday morning."""
    reminder = letter(LetterName.GATHERING_REMINDER, at=FRIDAY, expires=MONDAY + timedelta(hours=2))

    assert going(reminder, now=FRIDAY, last=FRIDAY) == [FRIDAY]


def test_after_an_outage_one_goes_at_once_and_the_others_on_the_days_after() -> None:
    assert going(NUDGE, BEGINS, now=THURSDAY) == [WEDNESDAY + timedelta(days=2), TUESDAY]


def test_a_letter_that_was_put_off_does_not_go_before_nine_of_the_next_day() -> None:
    assert going(INVITED, now=WEDNESDAY - timedelta(seconds=1), last=TUESDAY) == [WEDNESDAY]


def test_the_other_partner_is_another_reader() -> None:
    other = letter(LetterName.NUDGE, role=Role.MENTEE)

    assert going(ACCEPTED, other) == [TUESDAY, TUESDAY]


@every("reader", [Correspondent.MANAGER, Correspondent.COORDINATOR])
def test_managers_and_coordinators_are_written_to_about_many_people(reader: Correspondent) -> None:
    several = [letter(LetterName.MANAGER_CHASER, role=reader, key=str(n)) for n in range(2)]

    assert going(*several) == [TUESDAY, TUESDAY]


def test_a_seat_that_one_has_asked_for_is_confirmed_at_once() -> None:
    seat = letter(LetterName.GATHERING_INVITATION, role=Correspondent.APPLICANT)
    written = (LastWritten(role=Correspondent.APPLICANT, at=TUESDAY),)

    assert one_a_day([seat], written, TUESDAY, LONDON) == [seat]


def test_days_are_the_readers_programmes_and_not_utc() -> None:
    """Half past midnight in London is the day before in UTC."""
    midnight = utc(2027, 6, 15, 23, 30)

    assert going(letter(LetterName.NUDGE, at=midnight), now=midnight, last=TUESDAY) == [midnight]


def test_who_was_last_written_to_when_is_kept_by_reader() -> None:
    first = with_last_written((), [ACCEPTED, letter(LetterName.BOTH_ACCEPTED, role=Role.MENTEE)], TUESDAY)

    later = with_last_written(first, [NUDGE], FRIDAY)

    assert {one.role: one.at for one in later} == {Role.MENTOR: FRIDAY, Role.MENTEE: TUESDAY}
