"""What is told on a later day than it happened on: it counts from its own day, and the day is recorded beside
the moment at which it was told.
"""

from abc import abstractmethod
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from domain.clock import format_date, morning
from domain.entity.entity import Entity, Event
from domain.errors import Refused


class Backdatable(Entity):
    """An entity that can be told of something on a later day."""

    @property
    @abstractmethod
    def began(self) -> datetime:
        """The first moment at which anything told of it can have happened."""

    def entered_at(self, ready: datetime, now: datetime) -> datetime:
        """From when it counts as being in a stage that it enters now, and could have entered at `ready`."""
        return now


L = TypeVar("L", bound=Backdatable)

Rule = Callable[[Any, L, datetime], L]
OnDay = Callable[[date, ZoneInfo], datetime]


class Backdated(Event):
    """What may be told on a later day."""

    happened_on: date | None = None
    """The local day on which it happened; None: it happens as it is told."""


def dated(rule: Rule[L], moment_of: OnDay = morning) -> Rule[L]:
    """The same rule for what may be told later: as if told at this moment of its own day, and recorded as
    told now. It refuses a day to come, and one before the entity's first.

    An entity enters a stage when it is told so, whatever the day: letters that follow count from then. (One
    that was taken over from elsewhere has entered it on that day: `Backdatable.entered_at`.)
    """

    def told(event: Backdated, entity: L, now: datetime) -> L:
        day = earlier_day(event, entity, now)
        if day is None:
            return rule(event, entity, now)
        at = min(max(moment_of(day, entity.zone), entity.began), now)
        after = rule(event, entity, at)
        return after if after is entity else _told_now(entity, after, at, now, day)

    return told


def earlier_day(event: Backdated, entity: Backdatable, now: datetime) -> date | None:
    """The day before today on which it happened; None: today. Raises Refused for a day to come, and for one
    before anything could have happened."""
    day, zone = event.happened_on, entity.zone
    if day is None or day == now.astimezone(zone).date():
        return None
    if day > now.astimezone(zone).date():
        raise Refused(f"{format_date(day)} is still to come; tell it when it has happened.")
    first = entity.began.astimezone(zone).date()
    if day < first:
        raise Refused(
            f"{format_date(day)} is too early: nothing can have happened before {format_date(first)}."
        )
    return day


def _told_now(before: L, after: L, at: datetime, now: datetime, day: date) -> L:
    outcomes = tuple(
        outcome.replace(at=now, happened_on=day) if outcome.number > before.outcome_count else outcome
        for outcome in after.unrecorded_outcomes
    )
    moved = getattr(after, "stage", None) is not getattr(before, "stage", None)
    return after.replace(
        unrecorded_outcomes=outcomes, **({"since": after.entered_at(at, now)} if moved else {})
    )
