"""Local time done right: what a date and a wall-clock time mean as a moment, and back.

People live by the clock on their wall, so "two days before, in the morning" is counted in local
days and only then turned into a moment; across a clock change this is not a multiple of 24 hours.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.errors import BadInput

MORNING = time(9, 0)
"""When letters that belong to a day, not to an hour, are written (local time)."""


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or Sunday."""
    return day.weekday() in (5, 6)


def hours_of(text: str) -> tuple[time, time]:
    """`09:30-11:30` as two times of a local clock; raises ValueError with a sentence."""
    match = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", text)
    try:
        begins, ends = (time.fromisoformat(part) for part in match.groups()) if match else (time(), time())
    except ValueError:
        begins = ends = time()
    if not begins < ends:
        raise ValueError("write the hours as '09:30-11:30', the end after the beginning")
    return begins, ends


@lru_cache(10_000)
def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the local clock shows this; raises BadInput if it never does.

    When the clock shows it twice (autumn), the first is meant.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    utc = local.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise BadInput(
            f"{day:%a %d %b %Y} {at:%H:%M} does not exist in {zone.key}: the clocks go forward that night."
        )
    return utc


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock on this day, local time, as a moment (UTC)."""
    return moment(day, MORNING, zone)


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of this day, local time, as a moment (UTC): midnight, or where the clocks skip that,
    the first moment after it."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


@lru_cache(10_000)
def mornings_after(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The morning `days` local days after `start` (negative: before).

    Nobody is written to at the weekend: going forward, a Saturday or Sunday becomes the Monday
    after it; going back, the Friday before it.
    """
    if days == 0:
        return max(start, morning(start.astimezone(zone).date(), zone))
    day = start.astimezone(zone).date() + timedelta(days=days)
    while is_weekend(day):
        day += timedelta(days=1 if days > 0 else -1)
    return morning(day, zone)


def working_morning(at: datetime, zone: ZoneInfo) -> datetime:
    """The first morning of a working day that is not before this moment."""
    day = at.astimezone(zone).date()
    while is_weekend(day) or morning(day, zone) < at:
        day += timedelta(days=1)
    return morning(day, zone)


def moved_by(at: datetime, began: datetime, ended: datetime, zone: ZoneInfo) -> datetime:
    """`at`, later by as much as the wall clock showed between the two: nine o'clock stays nine
    o'clock if a day count passes, though the clocks may have changed in between."""
    wall = [moment.astimezone(zone).replace(tzinfo=None) for moment in (at, began, ended)]
    return (wall[0] + (wall[2] - wall[1])).replace(tzinfo=zone).astimezone(UTC)


def format_moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it: `Wed 30 Jun 2021 09:30`, local time."""
    return f"{at.astimezone(zone):%a %-d %b %Y %H:%M}"


def format_zoned(at: datetime, zone: ZoneInfo) -> str:
    """The same with the zone's own letters: `Wed 30 Jun 2021 09:30 BST`."""
    return f"{format_moment(at, zone)} {at.astimezone(zone):%Z}"


def format_day(at: datetime, zone: ZoneInfo) -> str:
    """The local day of a moment as people say it: `Wed 30 Jun 2021`."""
    return format_date(at.astimezone(zone).date())


def format_date(day: date) -> str:
    """`Wed 30 Jun 2021`."""
    return f"{day:%a %-d %b %Y}"


def format_date_and_hours(day: date, hours: str | None) -> str:
    """`Wed 30 Jun 2021 09:30-11:30`, or the date alone where no hours are known."""
    return f"{format_date(day)} {hours}" if hours else format_date(day)


def format_short_date(day: date) -> str:
    """`30 Jun 2021`."""
    return f"{day:%-d %b %Y}"


def format_full_date(day: date) -> str:
    """`Wednesday 30 June 2021`, as in a letter."""
    return f"{day:%A %-d %B %Y}"


def format_full_day(at: datetime, zone: ZoneInfo) -> str:
    """The local day of a moment, as in a letter: `Wednesday 30 June 2021`."""
    return format_full_date(at.astimezone(zone).date())


def format_full_hours(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`Wednesday 30 June 2021, 09:30 to 11:30`, local time, as in a letter."""
    return f"{format_full_day(starts, zone)}, {format_time(starts, zone)} to {format_time(ends, zone)}"


def zone_in_words(zone: ZoneInfo) -> str:
    """`London time`, as somebody elsewhere is told whose clock is meant."""
    place = zone.key.rpartition("/")[2].replace("_", " ")
    return place if place in ("UTC", "GMT") else f"{place} time"


def format_time(at: datetime, zone: ZoneInfo) -> str:
    """`09:30`, local time."""
    return f"{at.astimezone(zone):%H:%M}"
