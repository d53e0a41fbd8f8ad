"""The calendar of a cohort in local time, and what of it is over."""

from collections.abc import Iterator
from datetime import UTC, datetime

from domain.clock import morning
from domain.programme.programme import Programme
from domain.programme.timetable import end_of, rules_of
from domain.value import Moment, Value
from storage.views import CohortView


class Date(Value):
    """Something in the calendar. Days begin in the morning and end at midnight."""

    at: Moment
    ends: Moment
    when: str
    """As people say it, in local time."""
    what: str
    over: bool
    gathering: str | None = None
    sitting: str | None = None
    where: str | None = None


def now_in(cohort: CohortView) -> datetime:
    """Now, or later in a demo's cohort, which has lived its months in skipped time."""
    return max(datetime.now(UTC), cohort.since)


def calendar_of(cohort: CohortView) -> list[Date]:
    """Every date of the cohort in order."""
    programme, now = cohort.programme, now_in(cohort)
    return sorted((*_milestones(programme, now), *_sittings(programme, now)), key=lambda date: date.at)


def gatherings_over(programme: Programme, now: datetime) -> Iterator[tuple[str, str]]:
    """The required gatherings of which no date is to come, each by its key and title."""
    for gathering, plan in zip(rules_of(programme).gatherings, programme.gatherings, strict=True):
        if gathering.required and all(sitting.ends <= now for sitting in gathering.sittings):
            yield plan.key, plan.title


def _milestones(programme: Programme, now: datetime) -> Iterator[Date]:
    zone, applying, evaluation = programme.zone, programme.applications, programme.evaluation
    days = (
        (applying and applying.opens, "applications open", morning),
        (applying and applying.closes, "last day for applications", end_of),
        (programme.introductions.on, "pairs are introduced", morning),
        (programme.sessions.opens, "the time for sessions begins", morning),
        (programme.sessions.closes, "last day for sessions", end_of),
        (evaluation and evaluation.opens, "the evaluation is sent", morning),
        (evaluation and evaluation.closes, "last day for the evaluation", end_of),
        (programme.report and programme.report.due, "the report is due", morning),
        (programme.report and programme.report.next_steps, "next steps are announced", morning),
    )
    for day, what, moment_of in days:
        if day:
            at = moment_of(day, zone)
            yield Date(at=at, ends=at, when=f"{day:%a %-d %b %Y}", what=what, over=at <= now)


def _sittings(programme: Programme, now: datetime) -> Iterator[Date]:
    for gathering, plan in zip(rules_of(programme).gatherings, programme.gatherings, strict=True):
        for sitting, date in zip(gathering.sittings, plan.sittings, strict=True):
            yield Date(
                at=sitting.starts,
                ends=sitting.ends,
                when=f"{date.on:%a %-d %b %Y} {date.hours or ''}".strip(),
                what=f"{plan.title}{_for_one_role(plan.roles)}",
                over=sitting.ends <= now,
                gathering=plan.key,
                sitting=sitting.key,
                where=date.where,
            )


def _for_one_role(roles: tuple[str, ...]) -> str:
    return f", {roles[0]}s only" if len(roles) == 1 else ""
