"""The moments by which a cohort keeps its calendar, besides those that travel with each pairing."""

from zoneinfo import ZoneInfo

from domain.clock import morning
from domain.programme.programme import Programme
from domain.programme.timetable import end_of
from domain.value import Moment, Value


class Calendar(Value):
    opens: Moment | None
    """The first moment for applications; None: at once."""
    closes: Moment | None
    """The last moment for applications; None where there is no such day."""
    ends: Moment
    """When the last pairing should be over, if nobody paused."""
    report: Moment | None
    """When the report is due."""


def calendar_of(programme: Programme) -> Calendar:
    """Days begin in the morning (09:00) and end at midnight, local time."""
    zone, applying, report = ZoneInfo(programme.timezone), programme.applications, programme.report
    last = programme.evaluation or programme.sessions
    return Calendar(
        opens=morning(applying.opens, zone) if applying and applying.opens else None,
        closes=end_of(applying.closes, zone) if applying else None,
        ends=end_of(last.closes, zone),
        report=morning(report.due, zone) if report else None,
    )
