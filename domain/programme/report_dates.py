"""What a cohort's coordinator owes around the final report, and until when its mornings go on for it: derived
from the programme's dates, and stored nowhere.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.characters import harmful_character, tidy
from domain.clock import format_date
from domain.errors import BadInput, Refused
from domain.programme.programme import Programme

_DUE_SOON, _READ_SOON = timedelta(days=14), timedelta(days=7)
_ANNOUNCED_LATE = timedelta(days=365)
"""So long after its day an announcement can still be made."""


class ReportDuty(NamedTuple):
    says: str
    """A sentence without its full stop."""
    is_announcement: bool = False


def report_duties(programme: Programme, now: datetime) -> Iterator[ReportDuty]:
    """What is owed on this day, in the order of the calendar: in the weeks before each date, and after that
    of the report for as long as news stays on the list."""
    report, today = programme.report, _today(programme, now)
    notice = timedelta(days=programme.patience.notice)
    if report is None:
        return
    if report.due - _DUE_SOON <= today <= report.due + notice:
        yield ReportDuty(f"The report {_is(report.due, today)} due on {format_date(report.due)}")
    for committee in report.committees:
        if committee.on - _READ_SOON <= today <= committee.on:
            yield ReportDuty(f"{committee.name} reads the report on {format_date(committee.on)}")
    day = report.next_steps
    if day and not report.announcement and day - _DUE_SOON <= today <= day + notice:
        said = f"What comes next {_is(day, today)} to be announced on {format_date(day)}"
        yield ReportDuty(f"{said}, and nothing is written down yet", is_announcement=True)


_LONGEST = 2000


def announcing(programme: Programme, text: str) -> Programme:
    """The same programme with this to be announced. Raises Refused if it names no day for it, BadInput if
    these are no words for a letter."""
    report, words = programme.report, tidy(text)
    if report is None or report.next_steps is None:
        raise Refused(f"The programme {programme.key} names no day for it: its file needs report.next_steps.")
    if not words:
        raise BadInput("Say in a few sentences what comes next.")
    if found := harmful_character(words):
        raise BadInput(f"The announcement holds {found}; type it anew.")
    if len(words) > _LONGEST:
        raise BadInput(f"The announcement has {len(words):,} characters; a letter takes {_LONGEST:,}.")
    return programme.replace(report=report.replace(announcement=words))


def is_announced_by(programme: Programme, now: datetime) -> bool:
    """Whether there is something to announce, and its day has come."""
    report = programme.report
    return bool(
        report and report.announcement and report.next_steps and report.next_steps <= _today(programme, now)
    )


def last_report_day(programme: Programme) -> date | None:
    """Until when a cohort that is over still has something to say or to be told of its report."""
    report = programme.report
    if report is None:
        return None
    notice = timedelta(days=programme.patience.notice)
    announced = [report.next_steps + _ANNOUNCED_LATE] if report.next_steps else []
    return max([report.due + notice, *announced, *(committee.on for committee in report.committees)])


def _is(day: date, today: date) -> str:
    return "is" if today <= day else "was"


def _today(programme: Programme, now: datetime) -> date:
    return now.astimezone(programme.zone).date()
