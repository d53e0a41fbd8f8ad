"""What makes a time unlikely, so that it may be a slip of the pen: a weekend, a bank holiday, the night."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from domain.clock import format_date, is_weekend

_MORNING, _EVENING = time(7), time(21)

Holidays = Mapping[date, str]
"""Days on which people do not work, with their names."""


def unusual_for_gathering(on: date, begins: time | None, holidays: Holidays) -> str | None:
    """A sentence about a date of a gathering; None if there is nothing to remark."""
    weekend = [f"a {on:%A}"] if is_weekend(on) else []
    return _sentence(on, [*weekend, *_remarks(on, begins, holidays)])


def unusual_for_session(on: date, begins: time | None, holidays: Holidays) -> str | None:
    """The same of a session: two people may well meet at a weekend."""
    return _sentence(on, list(_remarks(on, begins, holidays)))


def _remarks(on: date, begins: time | None, holidays: Holidays) -> Iterator[str]:
    if on in holidays:
        yield f"a bank holiday ({holidays[on]})"
    if begins is not None and not _MORNING <= begins <= _EVENING:
        yield f"at {begins:%H:%M}, when people sleep"


def _sentence(on: date, remarks: list[str]) -> str | None:
    return f"{format_date(on)}: that is {' and '.join(remarks)}." if remarks else None
