"""Days and hours as a letter says them, in the programme's local time."""

from datetime import datetime
from zoneinfo import ZoneInfo


def spoken_day(at: datetime, zone: ZoneInfo) -> str:
    """`Thursday 6 January 2028`."""
    return f"{at.astimezone(zone):%A %-d %B %Y}"


def spoken_hours(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`Wednesday 30 June 2027, 09:30 to 11:30`."""
    return f"{spoken_day(starts, zone)}, {starts.astimezone(zone):%H:%M} to {ends.astimezone(zone):%H:%M}"
