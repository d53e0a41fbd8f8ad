"""The days in a programme's calendar that are not gatherings."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import morning
from domain.programme.programme import Programme
from domain.programme.timetable import end_of


class Milestone(NamedTuple):
    day: date
    what: str
    is_last_day: bool = False
    """Until midnight; what is no last day comes in the morning."""

    def at(self, zone: ZoneInfo) -> datetime:
        return end_of(self.day, zone) if self.is_last_day else morning(self.day, zone)


def milestones(programme: Programme) -> Iterator[Milestone]:
    """Each that the programme has, from applications to the next steps."""
    applying, evaluation, report = programme.applications, programme.evaluation, programme.report
    if applying and applying.opens:
        yield Milestone(applying.opens, "applications open")
    if applying:
        yield Milestone(applying.closes, "last day for applications", is_last_day=True)
    yield Milestone(programme.introductions.on, "pairs are introduced")
    yield Milestone(programme.sessions.opens, "the time for sessions begins")
    yield Milestone(programme.sessions.closes, "last day for sessions", is_last_day=True)
    if evaluation:
        yield Milestone(evaluation.opens, "the evaluation is sent")
        yield Milestone(evaluation.closes, "last day for the evaluation", is_last_day=True)
    if report:
        yield Milestone(report.due, "the report is due")
    for committee in report.committees if report else ():
        yield Milestone(committee.on, f"{committee.name} reads the report")
    if report and report.next_steps:
        yield Milestone(report.next_steps, "next steps are announced")
