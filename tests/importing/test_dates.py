"""Dates as forms and spreadsheets of many countries write them."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInput
from importing.dates import DayOrder, read_moments, settled_order, written_date
from tests.every import every

pytestmark = pytest.mark.unit

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
MAY_27 = datetime(2027, 5, 27, 13, 3, 22, tzinfo=UTC)
"""14:03:22 in London."""


def moments(*cells: str, order: DayOrder | None = None, now: datetime = NOW) -> list[datetime]:
    read, wrong = read_moments(dict(enumerate(cells, 2)), LONDON, now, order)
    assert wrong == {}
    return [read[row] for row in sorted(read)]


def wrong(*cells: str, order: DayOrder | None = None, now: datetime = NOW) -> dict[int, str]:
    return read_moments(dict(enumerate(cells, 2)), LONDON, now, order)[1]


@every(
    "cell",
    [
        "2027-05-27 14:03:22",
        "2027-05-27T14:03:22",
        "2027-05-27T13:03:22Z",
        "2027-05-27T15:03:22.250+02:00",
        "27/05/2027 14:03:22",
        "5/27/2027 14:03:22",
        "5/27/27 14:03:22",
        "27.05.2027 14:03:22",
        "27.5.27, 14:03:22",
        "2027/05/27 2:03:22 PM GMT+1",
        "2027/05/27 6:33:22 pm GMT+5:30",
        "5/27/2027 2:03:22\u202fPM",
        "27-05-2027 14:03:22",
        "27 May 2027 14:03:22",
        "Thu, 27 May 2027 13:03:22 GMT",
        "May 27, 2027, 2:03:22 p.m.",
        "27th May 2027 14:03:22",
        "2027/05/27 9:03:22 AM EDT",
        "2027/05/27 3:03:22 PM CEST",
        "27/05/2027 14.03.22",
        "27. 5. 2027 14:03:22",
    ],
)
def test_a_time_as_forms_write_it(cell: str) -> None:
    assert moments(cell) == [MAY_27]


def test_noon_and_midnight_are_said_in_twelve_hours_too() -> None:
    noon, midnight = moments("27/05/2027 12:00 PM", "27/05/2027 12:00 AM")
    assert noon - midnight == timedelta(hours=12)
    assert noon.astimezone(LONDON).hour == 12


def test_a_day_without_a_time_is_its_noon() -> None:
    assert moments("27 May 2027") == [datetime(2027, 5, 27, 11, tzinfo=UTC)]


@every(
    ("cells", "order"),
    [
        (("11/12/2026", "27/12/2026"), DayOrder.DAY_FIRST),
        (("11/12/2026", "12/27/2026"), DayOrder.MONTH_FIRST),
        (("11/11/2026", "27 Dec 2026"), DayOrder.DAY_FIRST),
    ],
)
def test_the_whole_column_says_which_number_is_the_day(cells: tuple[str, ...], order: DayOrder) -> None:
    assert settled_order(map(written_date, cells)) is order


def test_what_would_be_yet_to_come_is_not_meant() -> None:
    assert moments("04/06/2027 10:00", "01/06/2027 10:00")[0].month == 4


def test_what_the_column_leaves_open_is_asked() -> None:
    assert wrong("03/04/2027 10:00", "04/05/2027 10:00") == {
        2: "'03/04/2027 10:00' may be 3 Apr 2027 or 4 Mar 2027, and nothing in the column says which. "
        "Say so: --dates day-first, or --dates month-first"
    }
    day, month = (moments("03/04/2027", order=order)[0] for order in DayOrder)
    assert (day.month, month.month) == (4, 3)


def test_dates_that_contradict_each_other_are_refused() -> None:
    assert (
        "in '27/05/2027' the day comes first, and in '5/28/2027' the month does"
        in wrong("27/05/2027", "5/28/2027")[2]
    )


def test_dates_among_texts_are_those_that_another_country_has_turned() -> None:
    assert "day and month may have changed places" in wrong("2027-05-04 10:00:00", "27/05/2027 10:00")[2]


@every(
    "cell", ["yesterday", "44343.58", "32/13/2027", "27/05/2027 25:00", "0/0/0", "27 Foo 2027", "13:00 PM"]
)
def test_what_is_no_date_is_said_with_how_it_should_look(cell: str) -> None:
    assert "is not a date; write it as 2026-12-11" in wrong(cell)[2]


def test_a_time_that_is_yet_to_come_is_refused() -> None:
    assert wrong("27 May 2028") == {2: "'27 May 2028' is yet to come."}


def test_a_time_that_the_clocks_pass_over_is_refused() -> None:
    assert "does not exist in Europe/London" in wrong("2027-03-28 01:30")[2]


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2027, 5, 1)), min_size=1),
    st.sampled_from(("%d/%m/%Y 10:00", "%m/%d/%Y 10:00")),
)
def test_a_column_is_read_as_it_was_written_or_asked_about(written: list[date], form: str) -> None:
    cells = [at.strftime(form) for at in written]
    if all(at.day <= 12 for at in written) and any(at.day != at.month for at in written):
        with pytest.raises(BadInput, match="--dates"):
            settled_order(map(written_date, cells))
        return
    order = settled_order(map(written_date, cells))
    assert [written_date(cell).read(order) for cell in cells] == written


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(BadInput):
        written = written_date(text)
        assert written.day_first or written.month_first
