"""A gathering as the programme's file describes it, with its dates in local time."""

from collections.abc import Sequence
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, ValidationInfo, field_validator, model_validator

from domain.clock import format_full_date, hours_of
from domain.enums import BOTH, GatheringKind, Role
from domain.programme.fields import Key, Text, YesOrNo
from domain.value import Value
from domain.wording import counted


def _hours(value: str) -> str:
    hours_of(value)
    return value


class SittingDate(Value):
    """One date of a gathering, in local time. `hours` may be left out where no letter invites to it."""

    key: Annotated[str, Field(pattern="^[0-9a-z]+$", max_length=20)] | None = None
    """Written down by Tandem when sittings are added to a cohort that runs already, so that those there
    were keep their keys in whatever order they come then."""
    on: date = Field(alias="date")
    hours: Annotated[str, AfterValidator(_hours)] | None = None
    where: Text | None = None
    link: HttpUrl | None = None
    """Where one joins it online; only those who are invited are told."""
    slots: Annotated[int, Field(ge=10, le=240, strict=True)] | None = None
    """In a file: the hours are so many minutes after one another, each a date of its own."""

    def spoken(self, clock: str = "") -> str:
        """`Thursday 9 June 2022, 11:00 to 12:00 (Online)`; `clock` ends the hours."""
        hours = f", {self.hours.replace('-', ' to ')}{clock}" if self.hours else ""
        where = f" ({self.where})" if self.where else ""
        return f"{format_full_date(self.on)}{hours}{where}"

    @property
    def begins(self) -> time | None:
        return time.fromisoformat(self.hours[:5]) if self.hours else None

    @property
    def finishes(self) -> time | None:
        return time.fromisoformat(self.hours[6:]) if self.hours else None


def in_slots(sitting: SittingDate) -> list[SittingDate]:
    """The dates that it stands for; itself, where it has no slots. Raises ValueError if there are none in its
    hours."""
    if sitting.slots is None:
        return [sitting]
    if sitting.begins is None or sitting.finishes is None:
        raise ValueError("slots need the hours that they are in")
    first, last = (at.hour * 60 + at.minute for at in (sitting.begins, sitting.finishes))
    starts = range(first, last - sitting.slots + 1, sitting.slots)
    if not starts:
        raise ValueError(f"no slot of {counted(sitting.slots, 'minute')} is in the hours {sitting.hours}")
    return [
        sitting.replace(
            key=f"{sitting.key}{number}" if sitting.key else None,
            hours=f"{_clock(start)}-{_clock(start + sitting.slots)}",
            slots=None,
        )
        for number, start in enumerate(starts, 1)
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def in_blocks(sittings: Sequence[SittingDate]) -> list[tuple[SittingDate, int]]:
    """What follows without a gap on one day and in one place as one date, with how many it is."""
    blocks: list[tuple[SittingDate, int]] = []
    for sitting in sittings:
        before, count = blocks[-1] if blocks else (None, 0)
        if before and before.hours and sitting.hours and _goes_on(before, sitting):
            blocks[-1] = (before.replace(hours=f"{before.hours[:5]}-{sitting.hours[6:]}"), count + 1)
        else:
            blocks.append((sitting, 1))
    return blocks


def _goes_on(before: SittingDate, sitting: SittingDate) -> bool:
    return (before.on, before.where, before.finishes) == (sitting.on, sitting.where, sitting.begins)


class GatheringPlan(Value):
    """A dated event of the programme: come to one of its sittings."""

    key: Key
    kind: GatheringKind
    title: Text
    about: Text | None = None
    required: YesOrNo = True
    roles: tuple[Role, ...] = Field(default=BOTH, min_length=1)
    one_to_one: YesOrNo = False
    """Whether each participant has an appointment of their own, so that partners come apart."""
    recording: HttpUrl | None = None
    facilitators: tuple[Text, ...] = ()
    """Who leads through it: people, or what they are."""
    host: Text | None = None
    """Who welcomes everybody."""
    cancelled: tuple[SittingDate, ...] = ()
    """Its dates that a running cohort has cancelled; not in the file."""
    opened: YesOrNo = False
    """Whether a running cohort has everybody go on without it; not in the file."""
    sittings: tuple[SittingDate, ...]

    @field_validator("sittings")
    @classmethod
    def _has_a_date(cls, sittings: tuple[SittingDate, ...], info: ValidationInfo) -> tuple[SittingDate, ...]:
        if not sittings and not info.data.get("cancelled"):
            raise ValueError("a gathering needs at least one date: sittings = [{ date = 2027-06-30, ... }]")
        if any(sitting.slots for sitting in sittings) and not info.data.get("one_to_one"):
            raise ValueError("slots are for a gathering to which each comes alone: one_to_one = true")
        each = (slot for sitting in sittings for slot in in_slots(sitting))
        return tuple(sorted(each, key=lambda s: (s.on, s.hours or "")))

    @model_validator(mode="after")
    def _hours_where_invited(self) -> "GatheringPlan":
        if self.kind.stage and any(sitting.hours is None for sitting in self.sittings):
            raise ValueError("pairs are invited to this gathering, so each date needs its hours")
        return self

    def sitting(self, key: str | None) -> SittingDate | None:
        """The date of this key, also if it was cancelled."""
        dates = (*zip(self.sitting_keys, self.sittings, strict=True), *((s.key, s) for s in self.cancelled))
        return next((sitting for of, sitting in dates if key is not None and of == key), None)

    @property
    def sitting_keys(self) -> tuple[str, ...]:
        """The key of each sitting: its own, else its number in the order of the dates."""
        return tuple(sitting.key or str(number) for number, sitting in enumerate(self.sittings, 1))


def spoken_dates(plan: GatheringPlan, sittings: Sequence[SittingDate], clock: str = "") -> str:
    """These dates of the gathering, with `or` between them. Appointments are for one person each and too many
    to be named one by one: they are told by the hours that they are in."""
    dates = [block for block, _ in in_blocks(sittings)] if plan.one_to_one else sittings
    said = " or ".join(date.spoken(clock) for date in dates)
    return f"{said}, at a time of your choice" if len(dates) < len(sittings) else said
