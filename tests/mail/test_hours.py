"""When letters may go out, by the clock of whoever reads them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import BadInput
from mail.hours import Hours, is_working_day
from settings import Settings, read_settings
from tests.every import every

pytestmark = pytest.mark.unit

_LONDON, _NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
_OFFICE = Hours.of("08:00-18:00", "working")


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@every(
    ("asked", "opening"),
    [
        ("2027-02-02 12:00", "2027-02-02 12:00"),
        ("2027-02-02 08:00", "2027-02-02 08:00"),
        ("2027-02-02 07:59", "2027-02-02 08:00"),
        ("2027-02-02 18:00", "2027-02-03 08:00"),
        ("2027-02-05 17:59", "2027-02-05 17:59"),
        ("2027-02-05 18:00", "2027-02-08 08:00"),
    ],
)
def test_letters_go_at_office_hours(asked: str, opening: str) -> None:
    assert _OFFICE.next_opening(_utc(asked), _LONDON) == _utc(opening)


@pytest.mark.parametrize(
    ("friday_evening", "monday"),
    [
        ("2027-03-26 18:00", "2027-03-30 07:00"),  # Good Friday, the clocks forward, Easter Monday
        ("2027-10-29 17:00", "2027-11-01 08:00"),  # the clocks back
        ("2027-12-24 18:00", "2027-12-29 08:00"),  # Christmas at a weekend, both days made up for
    ],
)
def test_what_waits_over_days_off_goes_on_the_next_working_morning(friday_evening: str, monday: str) -> None:
    assert _OFFICE.next_opening(_utc(friday_evening), _LONDON) == _utc(monday)


def test_the_readers_clock_counts() -> None:
    nine_in_london = _utc("2027-02-02 09:00")

    assert _OFFICE.next_opening(nine_in_london, _NEW_YORK) == _utc("2027-02-02 13:00")


def test_on_all_days_only_the_hours_count() -> None:
    at_christmas = _utc("2027-12-25 07:00")

    assert Hours.of("08:00-18:00", "all").next_opening(at_christmas, _LONDON) == _utc("2027-12-25 08:00")


def test_at_all_hours_only_the_days_count() -> None:
    saturday, midnight = _utc("2027-07-03 12:00"), _utc("2027-07-04 23:00")

    assert Hours.of("", "working").next_opening(saturday, _LONDON) == midnight


@pytest.mark.parametrize("zone", ["Europe/London", "America/Santiago"])
def test_at_all_hours_of_all_days_nothing_waits(zone: str) -> None:
    spring = _utc("2027-03-28 00:00")
    moments = [spring + timedelta(minutes=30 * step) for step in range(48 * 200)]

    assert all(Hours.of("", "all").next_opening(at, ZoneInfo(zone)) == at for at in moments[::7])


@pytest.mark.parametrize("hours", ["8-18", "18:00-08:00", "08:00-08:00", "08:00-24:00", "always"])
def test_hours_that_are_none_are_refused_with_an_example(hours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MAIL_HOURS", hours)

    with pytest.raises(BadInput, match=r"TANDEM_MAIL_HOURS: .*write the hours as '09:30-11:30'"):
        read_settings()


def test_as_it_stands_letters_go_at_office_hours_of_working_days() -> None:
    settings = Settings()

    assert Hours.of(settings.mail_hours, settings.mail_days) == _OFFICE


@every(
    "day",
    [date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3)],
)
def test_bank_holidays_are_no_working_days(day: date) -> None:
    assert not is_working_day(day)


def test_a_bank_holiday_of_scotland_is_a_working_day() -> None:
    assert is_working_day(date(2027, 11, 30))


_ZONES = st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
_TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    opens=_TIMES,
    closes=_TIMES,
    zone=_ZONES.map(ZoneInfo),
    working_days=st.booleans(),
)
def test_the_next_opening_is_never_earlier_than_asked_and_never_in_quiet_hours(
    at: datetime, opens: time, closes: time, zone: ZoneInfo, working_days: bool
) -> None:
    assume(opens < closes)
    hours = Hours(opens, closes, working_days)

    opening = hours.next_opening(at, zone)

    local = opening.astimezone(zone)
    assert opening >= at
    assert opens <= local.time() < closes
    assert is_working_day(local.date()) or not working_days
    assert hours.next_opening(opening, zone) == opening


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    wait=st.timedeltas(timedelta(0), timedelta(days=6)),
)
def test_no_opening_is_missed(at: datetime, wait: timedelta) -> None:
    assert _OFFICE.next_opening(at, _LONDON) <= max(at + wait, _OFFICE.next_opening(at + wait, _LONDON))
