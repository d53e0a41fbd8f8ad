"""Dates and times as people and their programs write them; 11/12/2026 only where the column says what it is.

Google writes a form's `Timestamp` as the country of the sheet does, and Excel `Completion time` as that of
its user: 27/05/2026 14:03:22, 5/27/26 14:03, 2026/05/27 2:03:22 PM GMT+1. So a whole column is looked at.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import format_short_date, moment
from domain.errors import BadInput
from importing.answers import quoted

NOON = time(12, 0)
_A_DAY = timedelta(days=1)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +)?"
_NAMED_ZONES = {
    "z": 0,
    "bst": 1,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
"""Hours from UTC, of the names that Google writes; of others, such as IST, there are several."""
_ZONE = rf"(?P<zone>{'|'.join(_NAMED_ZONES)}|(?:gmt|utc)?(?:[+-]\d{{1,2}}(?::?\d\d)?)?)"
_CLOCK = (
    r"(?:[t ,]+(?P<hour>\d{1,2})(?P<colon>[:.])(?P<minute>\d\d)"
    r"(?:(?P=colon)(?P<second>\d\d)(?:[.,]\d+)?)?"
    rf"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?{_ZONE})?)?"
)
_FORMS = tuple(
    re.compile(_WEEKDAY + day + _CLOCK)
    for day in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        rf"(?P<one>\d{{1,2}})(?P<mark>[-/.]) ?(?P<other>\d{{1,2}})(?P=mark) ?{_YEAR}",
        rf"{_DAY}[ -]{_MONTH},?[ -]{_YEAR}",
        rf"{_MONTH} {_DAY},? (?P<year>\d{{4}})",
    )
)


class DayOrder(StrEnum):
    """Which of two numbers is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class WrittenDate(NamedTuple):
    """A date as somebody wrote it, which may be one of two, with the time of the day if there is one."""

    text: str
    day_first: date | None
    month_first: date | None
    """The same where the way it is written leaves no doubt; None where there is no such day."""
    at: time | None
    offset: timedelta | None
    """From UTC, where it is said."""
    is_plain: bool
    """Whether it is 2026-12-11, as a cell that holds a date and no text comes out."""

    def read(self, order: DayOrder) -> date | None:
        return self.day_first if order is DayOrder.DAY_FIRST else self.month_first

    @property
    def is_in_doubt(self) -> bool:
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first


def written_date(text: str) -> WrittenDate:
    """What this text says as a date; raises BadInput where it says none."""
    plain = " ".join(text.casefold().split())
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    try:
        dates = _dates(found.groupdict()) if found else (None, None)
        at, offset = _clock(found.groupdict()) if found else (None, None)
    except ValueError:
        dates, at, offset = (None, None), None, None
    if dates == (None, None):
        raise BadInput(f"{quoted(text)} is not a date; write it as 2026-12-11, or 2026-12-11 14:30.")
    return WrittenDate(text, *dates, at, offset, is_plain=bool(re.match(r"\d{4}-", plain)))


def settled_order(written: Iterable[WrittenDate], latest: date | None = None) -> DayOrder:
    """In which order the dates of one column are written; `latest`: none of them can be after this day.

    Raises BadInput if nothing says so, or if they contradict each other.
    """
    dates = list(written)
    possible = [order for order in DayOrder if all(each.read(order) for each in dates)]
    if not possible:
        raise BadInput(_contradiction(dates))
    doubtful = [each for each in dates if each.is_in_doubt]
    if len(possible) == 1 or not doubtful:
        _check_one_kind(dates)
        return possible[0]
    past = [order for order in DayOrder if latest and all(_not_after(d, order, latest) for d in doubtful)]
    if len(past) == 1:
        return past[0]
    raise BadInput(_question(doubtful[0]))


def read_moments(
    cells: Mapping[int, str], zone: ZoneInfo, now: datetime, order: DayOrder | None = None
) -> tuple[dict[int, datetime], dict[int, str]]:
    """The moments (UTC) that these cells of one column say, by row, and a sentence where one says none.

    Where no zone is written, it is the clock of `zone`; a day without a time is its noon. None may be later
    than `now`. `order`: what the coordinator says of the whole column.
    """
    written, wrong = _written(cells)
    if not written:
        return {}, wrong
    try:
        order = order or settled_order(written.values(), (now + _A_DAY).date())
    except BadInput as problem:
        return {}, {**wrong, min(written): str(problem)}
    moments: dict[int, datetime] = {}
    for row, each in written.items():
        try:
            moments[row] = _past(each, _moment(each, order, zone), now)
        except BadInput as problem:
            wrong[row] = str(problem)
    return moments, wrong


def _written(cells: Mapping[int, str]) -> tuple[dict[int, WrittenDate], dict[int, str]]:
    written, wrong = {}, {}
    for row, text in cells.items():
        try:
            written[row] = written_date(text)
        except BadInput as problem:
            wrong[row] = str(problem)
    return written, wrong


def _dates(found: Mapping[str, str | None]) -> tuple[date | None, date | None]:
    year = int(found["year"] or 0)
    year += 2000 if year < 100 else 0
    if "one" in found:
        one, other = int(found["one"] or 0), int(found["other"] or 0)
        day_first, month_first = _date(year, other, one), _date(year, one, other)
        return (day_first, day_first) if found["mark"] == "." else (day_first, month_first)
    month = found["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    only = _date(year, number, int(found["day"] or 0))
    return only, only


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(found: Mapping[str, str | None]) -> tuple[time | None, timedelta | None]:
    """Raises ValueError where there is no such time."""
    if found["hour"] is None:
        return None, None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * (found["half"] == "p")
    return time(hour, int(found["minute"] or 0), int(found["second"] or 0)), _offset(found["zone"])


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in _NAMED_ZONES:
        return timedelta(hours=_NAMED_ZONES[zone])
    match = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", zone)
    if match is None:
        return timedelta()
    found = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -found if match[1] == "-" else found


def _moment(written: WrittenDate, order: DayOrder, zone: ZoneInfo) -> datetime:
    day = written.read(order)
    if day is None:
        raise BadInput(f"{quoted(written.text)} is not a date with the {order.removesuffix('-first')} first.")
    if written.offset is not None and written.at:
        local = datetime.combine(day, written.at, timezone(written.offset))
        return local.astimezone(UTC)
    return moment(day, written.at or NOON, zone)


def _past(written: WrittenDate, at: datetime, now: datetime) -> datetime:
    """A clock may be an hour or two ahead of ours, and a day without a time is not over."""
    if at > now + _A_DAY:
        raise BadInput(f"{quoted(written.text)} is yet to come.")
    return min(at, now)


def _not_after(written: WrittenDate, order: DayOrder, latest: date) -> bool:
    day = written.read(order)
    return day is not None and day <= latest


def _contradiction(dates: list[WrittenDate]) -> str:
    one = next(each for each in dates if each.month_first is None)
    other = next(each for each in dates if each.day_first is None)
    return (
        f"in {quoted(one.text)} the day comes first, and in {quoted(other.text)} the month does; write "
        "all of them as 2026-12-11."
    )


def _check_one_kind(dates: list[WrittenDate]) -> None:
    """Excel of another country takes 11/12/2026 for a date, the wrong one, and leaves 27/12/2026 a text."""
    text = next((each for each in dates if each.day_first != each.month_first), None)
    plain = next(
        (each for each in dates if each.is_plain and each.day_first and each.day_first.day <= 12), None
    )
    if text and plain:
        raise BadInput(
            f"some are dates ({quoted(plain.text)}) and some are texts ({quoted(text.text)}), as when a "
            "program of another country opens a file: day and month may have changed places in the former. "
            "Take the file as the form exports it, unopened."
        )


def _question(written: WrittenDate) -> str:
    assert written.day_first
    assert written.month_first
    return (
        f"{quoted(written.text)} may be {format_short_date(written.day_first)} or "
        f"{format_short_date(written.month_first)}, and nothing in the column says which. Say so: "
        f"--dates {DayOrder.DAY_FIRST}, or --dates {DayOrder.MONTH_FIRST}"
    )
