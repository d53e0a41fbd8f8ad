"""The programme's calendar as rows: what is on one day, and what lasts for some time."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.programme.programme import Programme


class CalendarRow(NamedTuple):
    label: str
    kind: str
    """`window`, which lasts from the first of its days to the last, or `days`."""
    days: tuple[date, ...]
    notes: tuple[str, ...] = ()
    """For each day, what else there is to say, such as the hours."""


def rows(programme: Programme, first: date) -> list[CalendarRow]:
    """In the order in which they begin. `first`: when applications open, if the programme does not say."""
    found = [*_windows(programme, first), *_single_days(programme), *_gatherings(programme)]
    return sorted(found, key=lambda row: row.days[0])


def _windows(programme: Programme, first: date) -> Iterator[CalendarRow]:
    applications, evaluation = programme.applications, programme.evaluation
    if applications:
        opens = applications.opens or min(first, applications.closes)
        yield _window("Applications", opens, applications.closes)
    yield _window("Sessions", programme.sessions.opens, programme.sessions.closes)
    if evaluation:
        yield _window("Evaluation", evaluation.opens, evaluation.closes)


def _window(label: str, opens: date, closes: date) -> CalendarRow:
    return CalendarRow(label, "window", (opens, closes), ("opens", "closes"))


def _single_days(programme: Programme) -> Iterator[CalendarRow]:
    yield CalendarRow("Introductions", "days", (programme.introductions.on,), ("",))
    if programme.report:
        yield CalendarRow("Report", "days", (programme.report.due,), ("due",))


def _gatherings(programme: Programme) -> Iterator[CalendarRow]:
    for gathering in programme.gatherings:
        days = tuple(sitting.on for sitting in gathering.sittings)
        hours = tuple(sitting.hours or "" for sitting in gathering.sittings)
        yield CalendarRow(gathering.title, "days", days, hours)
