"""Dates as they are typed: the year first, and nothing else is guessed."""

import re
from collections.abc import Iterator
from datetime import date

from domain.errors import BadInput
from domain.wording import shortened

_YEAR_FIRST = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)")


_FIRST_YEAR, _LAST_YEAR = 2000, 2199


def typed_day(text: str) -> date:
    """The day of `2026-12-11`. Raises BadInput, with what else may have been meant, for any other form."""
    typed = text.strip()
    if not _YEAR_FIRST.fullmatch(typed):
        raise BadInput(year_first(typed) or f"{shortened(typed)!r} is not a date; write it as 2027-05-27.")
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise BadInput(f"{typed!r} is not a date: the calendar has no such day.") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise BadInput(f"{typed!r} is not a date of a programme: its year is {found.year}.")
    return found


def year_first(typed: str) -> str | None:
    """How a date that is typed with the year last is to be written; None if this is none."""
    found = _YEAR_LAST.fullmatch(typed)
    match list(_meant(*map(int, found.groups()))) if found else []:
        case [one]:
            return f"{typed!r}: write the year first: {one}"
        case [day_first, month_first]:
            either = f"{day_first:%-d %B} or {month_first:%-d %B}"
            return f"{typed!r} could be {either}; write the year first: {day_first} or {month_first}"
    return None


def _meant(one: int, other: int, year: int) -> Iterator[date]:
    """With the day first, and with the month first."""
    found = dict.fromkeys(
        day for month, number in ((other, one), (one, other)) if (day := _day(year, month, number))
    )
    return iter(found)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
