"""From a programme's local dates to the moments that a cohort and its pairings go by, if need be in another
year.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from domain.clock import format_short_date, moment, morning
from domain.enums import Wave
from domain.errors import BadInput
from domain.programme.checks import check
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.programme import Programme
from domain.programme.rules import Evaluation, Gathering, Patience, Rules, Sessions, Sitting
from domain.value import Moment, Value

_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


def first_day(programme: Programme) -> date:
    """The first date in the programme's calendar."""
    days = [programme.introductions.on, programme.sessions.opens]
    days += [sitting.on for gathering in programme.gatherings for sitting in gathering.sittings]
    if programme.applications:
        days.append(programme.applications.opens or programme.applications.closes)
    return min(days)


def starting(programme: Programme, day: date) -> Programme:
    """The same programme moved by whole weeks, so that its first date falls on or next after `day`.

    Each date keeps its weekday and its local hours. Raises BadInput if an hour does not exist
    on the new date because the clocks change.
    """
    if not _EARLIEST <= day <= _LATEST:
        raise BadInput(f"{day} is not a year that a programme could start in.")
    there = by_weeks(programme, -((first_day(programme) - day).days // 7))
    problems = tuple(f"{programme.key}, starting {day}: {sentence}" for sentence in check(there))
    if problems:
        raise BadInput(*problems)
    return there


def by_weeks(programme: Programme, weeks: int) -> Programme:
    """The same programme, so many weeks later."""
    return Programme.model_validate(_moved(programme.model_dump(by_alias=True), timedelta(weeks=weeks)))


def _moved(value: Any, shift: timedelta) -> Any:
    """The same, every date in it moved: a programme's file has no date that is not of its calendar."""
    match value:
        case date():
            return value + shift
        case dict():
            return {key: _moved(item, shift) for key, item in value.items()}
        case list() | tuple():
            return [_moved(item, shift) for item in value]
    return value


def rules_of(programme: Programme) -> Rules:
    """The rules that travel with each pairing of this programme. Days begin in the morning (09:00)
    and end at midnight, local time."""
    zone = ZoneInfo(programme.timezone)
    evaluation = programme.evaluation
    return Rules(
        timezone=programme.timezone,
        introductions=morning(programme.introductions.on, zone),
        gatherings=tuple(_gathering(plan, zone) for plan in programme.gatherings),
        sessions=Sessions(
            minimum=programme.sessions.minimum,
            minutes=programme.sessions.minutes,
            opens=morning(programme.sessions.opens, zone),
            closes=end_of(programme.sessions.closes, zone),
        ),
        evaluation=evaluation
        and Evaluation(opens=morning(evaluation.opens, zone), closes=end_of(evaluation.closes, zone)),
        patience=Patience(**programme.patience.model_dump()),
        asks=tuple(_asks(programme)),
    )


def _asks(programme: Programme) -> Iterator[Wave]:
    """Not at the end where there is no evaluation, or its questions are elsewhere."""
    evaluation = programme.evaluation
    for wave in programme.questionnaire.waves():
        if wave is not Wave.END or (evaluation and not evaluation.questionnaire):
            yield wave


def check_not_over(programme: Programme, now: datetime) -> None:
    """Raises BadInput if the time for sessions has passed, so that no pair could live this calendar."""
    if rules_of(programme).sessions.closes <= now:
        ended = format_short_date(programme.sessions.closes)
        raise BadInput(
            f"{programme.key}: its time for sessions ended on {ended}; "
            "give --starting DATE to run the calendar again from that date."
        )


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of this day, local time."""
    return morning(day, zone).astimezone(zone).replace(hour=23, minute=59)


def _gathering(plan: GatheringPlan, zone: ZoneInfo) -> Gathering:
    return Gathering(
        key=plan.key,
        kind=plan.kind,
        required=plan.required,
        opened=plan.opened,
        one_to_one=plan.one_to_one,
        roles=plan.roles,
        sittings=tuple(
            _sitting(key, sitting, zone)
            for key, sitting in zip(plan.sitting_keys, plan.sittings, strict=True)
        ),
    )


def starts_of(sitting: SittingDate, zone: ZoneInfo) -> datetime:
    """When it starts, in UTC; in the morning (09:00) where its date has no hours."""
    return moment(sitting.on, sitting.begins, zone) if sitting.begins else morning(sitting.on, zone)


def _sitting(key: str, sitting: SittingDate, zone: ZoneInfo) -> Sitting:
    """A date without hours lasts the whole morning: nobody is invited to it."""
    starts = starts_of(sitting, zone)
    ends = moment(sitting.on, sitting.finishes, zone) if sitting.finishes else starts + timedelta(hours=3)
    return Sitting(key=key, starts=starts, ends=ends, place=_place(sitting))


def _place(sitting: SittingDate) -> str | None:
    """Another one for each place and link. Neither can be read from it: rules travel through Temporal."""
    if not sitting.where and not sitting.link:
        return None
    said = f"{sitting.where or ''}\n{sitting.link or ''}"
    return sha256(said.encode()).hexdigest()[:12]


class Calendar(Value):
    """The moments by which a cohort keeps its calendar, besides those that travel with each pairing."""

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
