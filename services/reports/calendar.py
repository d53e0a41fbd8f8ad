"""The calendar of a cohort in local time, and what of it is over."""

from collections.abc import Iterator
from datetime import datetime

from domain.clock import format_date, format_date_and_hours
from domain.programme.milestones import milestones
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
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
    link: str | None = None


def now_in(cohort: CohortView, now: datetime) -> datetime:
    """Now, or later in a demo's cohort, which has lived its months in skipped time."""
    return max(now, cohort.since)


def calendar_of(programme: Programme, now: datetime) -> list[Date]:
    """Every date of the programme in order."""
    return sorted((*_milestones(programme, now), *_sittings(programme, now)), key=lambda date: date.at)


def gatherings_over(programme: Programme, now: datetime) -> Iterator[tuple[str, str]]:
    """The required gatherings of which no date is to come, each by its key and title."""
    for gathering, plan in zip(rules_of(programme).gatherings, programme.gatherings, strict=True):
        if gathering.is_required and all(sitting.ends <= now for sitting in gathering.sittings):
            yield plan.key, plan.title


def _milestones(programme: Programme, now: datetime) -> Iterator[Date]:
    for milestone in milestones(programme):
        at = milestone.at(programme.zone)
        when = format_date(milestone.day)
        yield Date(at=at, ends=at, when=when, what=milestone.what, over=at <= now)


def _sittings(programme: Programme, now: datetime) -> Iterator[Date]:
    for gathering, plan in zip(rules_of(programme).gatherings, programme.gatherings, strict=True):
        for sitting, date in zip(gathering.sittings, plan.sittings, strict=True):
            yield Date(
                at=sitting.starts,
                ends=sitting.ends,
                when=format_date_and_hours(date.on, date.hours),
                what=f"{plan.title}{_for_one_role(plan.roles)}",
                over=sitting.ends <= now,
                gathering=plan.key,
                sitting=sitting.key,
                where=date.where,
                link=str(date.link) if date.link else None,
            )


def _for_one_role(roles: tuple[str, ...]) -> str:
    return f", {roles[0]}s only" if len(roles) == 1 else ""
