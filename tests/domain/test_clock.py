from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.clock import (
    format_date_and_hours,
    format_day,
    format_full_hours,
    format_moment,
    format_short_date,
    moment,
    morning,
    mornings_after,
)
from domain.errors import BadInput
from tests.every import every

pytestmark = pytest.mark.unit

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(BadInput, match="Sun 28 Mar 2027 01:30 does not exist in Europe/London"):
        moment(date(2027, 3, 28), time(1, 30), LONDON)


def test_the_hour_after_the_skipped_one_exists() -> None:
    assert moment(date(2027, 3, 28), time(2, 0), LONDON) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_an_hour_that_comes_twice_means_the_first() -> None:
    assert moment(date(2027, 10, 31), time(1, 30), LONDON) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_the_morning_is_nine_on_the_wall_in_summer_and_in_winter() -> None:
    assert morning(date(2027, 7, 1), LONDON).hour == 8
    assert morning(date(2027, 12, 1), LONDON).hour == 9


@every(
    ("start", "days"),
    [
        (datetime(2027, 3, 24, 9, tzinfo=UTC), 7),
        (datetime(2027, 10, 27, 8, tzinfo=UTC), 7),
        (datetime(2027, 4, 1, 8, tzinfo=UTC), -7),
        (datetime(2027, 11, 4, 9, tzinfo=UTC), -7),
    ],
)
@every("zone", [LONDON, NEW_YORK])
def test_a_week_across_a_clock_change_is_still_nine_in_the_morning(
    start: datetime, days: int, zone: ZoneInfo
) -> None:
    landed = mornings_after(start, days, zone).astimezone(zone)
    assert (landed.hour, landed.minute) == (9, 0)
    assert (landed.date() - start.astimezone(zone).date()).days == days


def test_a_weekend_going_forward_becomes_the_monday() -> None:
    friday = datetime(2027, 6, 18, 12, tzinfo=UTC)
    assert mornings_after(friday, 1, LONDON) == morning(date(2027, 6, 21), LONDON)
    assert mornings_after(friday, 2, LONDON) == morning(date(2027, 6, 21), LONDON)


def test_a_weekend_going_back_becomes_the_friday() -> None:
    monday = datetime(2027, 6, 21, 12, tzinfo=UTC)
    assert mornings_after(monday, -1, LONDON) == morning(date(2027, 6, 18), LONDON)
    assert mornings_after(monday, -2, LONDON) == morning(date(2027, 6, 18), LONDON)


def test_days_are_counted_on_the_local_calendar() -> None:
    """Late on Tuesday in London's summer is still Tuesday in UTC, but Wednesday in Auckland."""
    late = datetime(2027, 6, 15, 20, tzinfo=UTC)
    assert mornings_after(late, 1, LONDON).date() == date(2027, 6, 16)
    auckland = ZoneInfo("Pacific/Auckland")
    assert mornings_after(late, 1, auckland).astimezone(auckland).date() == date(2027, 6, 17)


def test_days_and_moments_are_said_in_local_time() -> None:
    late = datetime(2027, 6, 29, 23, 30, tzinfo=UTC)
    day = date(2027, 6, 30)
    assert format_moment(late, LONDON) == "Wed 30 Jun 2027 00:30"
    assert format_day(late, LONDON) == format_date_and_hours(day, None) == "Wed 30 Jun 2027"
    assert format_date_and_hours(day, "09:30-11:30") == "Wed 30 Jun 2027 09:30-11:30"
    assert format_short_date(day) == "30 Jun 2027"
    assert format_full_hours(late, late, LONDON) == "Wednesday 30 June 2027, 00:30 to 00:30"
