"""Days and hours as a letter says them, in the programme's local time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def format_day(at: datetime, zone: ZoneInfo) -> str:
    """`Thursday 6 January 2028`."""
    return format_date(at.astimezone(zone).date())


def format_date(day: date) -> str:
    """`Thursday 6 January 2028`."""
    return f"{day:%A %-d %B %Y}"


def format_hours(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`Wednesday 30 June 2027, 09:30 to 11:30`."""
    return f"{format_day(starts, zone)}, {starts.astimezone(zone):%H:%M} to {ends.astimezone(zone):%H:%M}"
