"""A date of a programme that is changed while its cohort runs: the last day for applications, or a date of
a gathering.

Everything else stays as it was. Asking for what is so already changes nothing, so that a repeated command
is harmless. Sentences are for the coordinator, in local time.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from pydantic import ValidationError

from domain.clock import format_date as _day
from domain.clock import format_date_and_hours, moment
from domain.errors import BadInput, Refused
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.checks import check
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.programme import Programme
from domain.programme.timetable import end_of
from domain.typed_dates import typed_day, year_first
from domain.value import Value
from domain.wording import it_has

_SLOT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]((\d\d:\d\d)-(\d\d:\d\d))")


class Slot(Value):
    """A day and the hours on it, as `09:30-11:30`, by the programme's own clock."""

    on: date
    hours: str

    @property
    def begins(self) -> time:
        """By the local clock."""
        return time.fromisoformat(self.hours[:5])

    def __str__(self) -> str:
        return format_date_and_hours(self.on, self.hours)


class Place(NamedTuple):
    """Where a gathering is held and how it is joined online, as far as somebody says it."""

    where: str | None = None
    link: str | None = None

    def or_else(self, sitting: SittingDate) -> "Place":
        """What is not said is as it is at this sitting."""
        where = sitting.where if self.where is None else self.where
        link = sitting.link if self.link is None else self.link
        return Place(where, str(link) if link is not None else None)


AS_IT_IS = Place()
"""Nothing is said of the place."""


class Changed(NamedTuple):
    """A programme with one date of a gathering changed, and the key of the sitting that it is."""

    programme: Programme
    sitting: str


def read_slot(text: str) -> Slot:
    """`2027-06-30 09:30-11:30` as a day and hours; raises BadInput."""
    found = _SLOT.fullmatch(text.strip())
    if found is None:
        raise BadInput(year_first(text.strip().partition(" ")[0]) or _how_to_write(text))
    on = typed_day(found[1])
    try:
        begins, ends = (time.fromisoformat(found[n]) for n in (3, 4))
    except ValueError:
        raise BadInput(_how_to_write(text)) from None
    if ends <= begins:
        raise BadInput(f"{text!r} ends before it begins; write the hours as '09:30-11:30'.")
    return Slot(on=on, hours=found[2])


def _how_to_write(text: str) -> str:
    return f"{text!r} is not a day with hours; write it as '2027-06-30 09:30-11:30'."


def extended(programme: Programme, closes: date, now: datetime) -> Programme:
    """The same, with this last day for applications.

    Raises Refused if there is no such day in this programme, or this day is over or comes too late.
    """
    applications = _applications(programme)
    if applications.closes == closes:
        return programme
    if end_of(closes, programme.zone) <= now:
        raise Refused(f"Applications can only close on a day to come; {_day(closes)} is over.")
    introductions = programme.introductions.on
    if closes > introductions:
        raise Refused(f"Pairs are introduced on {_day(introductions)}; applications must close by then.")
    if applications.opens and closes < applications.opens:
        raise Refused(f"Applications open on {_day(applications.opens)}; they cannot close before.")
    return checked(programme, programme.replace(applications=applications.replace(closes=closes)))


def closed(programme: Programme, today: date) -> Programme:
    """The same, with applications closing today; nothing changes if they close earlier, or never do."""
    applications = programme.applications
    if applications is None or applications.closes <= today:
        return programme
    opens = applications.opens and min(applications.opens, today)
    return programme.replace(applications=applications.replace(closes=today, opens=opens))


def moved(
    programme: Programme,
    gathering: str,
    to: Slot,
    now: datetime,
    sitting: str | None = None,
    on: date | None = None,
    place: Place = AS_IT_IS,
) -> Changed:
    """The same, with this sitting of the gathering at another time; what is not said of its place stays.

    The sitting is named by its key or by its day, or not at all where there is one. Raises Refused or
    BadInput if there is none such, or the new time cannot be.
    """
    plan = keyed_plan(programme, gathering)
    old = date_named(plan, to, sitting, on)
    new = as_date(old.key, to, place.or_else(old))
    if (new.on, new.hours) != (old.on, old.hours):
        check_to_come(programme, gathering, to, now, "move to")
    others = [s for s in plan.sittings if s.key != old.key]
    return _with_sittings(programme, plan, [*others, new], new)


def held_once_more(
    programme: Programme, gathering: str, slot: Slot, now: datetime, place: Place = AS_IT_IS
) -> Changed:
    """The same, with one more sitting of the gathering, which gets the next number as its key.

    Raises Refused or BadInput if there is no such gathering, or the time cannot be.
    """
    plan = keyed_plan(programme, gathering)
    there = next((s for s in plan.sittings if _is_at(s, slot)), None)
    if there:
        _check_same_place(plan, there, place)
        return Changed(programme, str(there.key))
    check_to_come(programme, gathering, slot, now, "be held at")
    new = as_date(next_key(plan), slot, place)
    return _with_sittings(programme, plan, [*plan.sittings, new], new)


def which_date(programme: Programme, gathering: str, sitting: str | None, on: date | None) -> str:
    """The key of the one date of this gathering that is meant: of this key, or on this day. Raises Refused,
    naming those there are."""
    plan = keyed_plan(programme, gathering)
    return str(date_named(plan, None, sitting, on).key)


def _applications(programme: Programme) -> ApplicationsPlan:
    if programme.applications is None:
        raise Refused("This programme has no last day for applications, so there is none to move.")
    return programme.applications


def _plan(programme: Programme, key: str) -> GatheringPlan:
    known = [gathering.key for gathering in programme.gatherings]
    if key not in known:
        raise Refused(f"This programme has no gathering {key!r}; {it_has(known)}.")
    return programme.gathering(key)


def keyed_plan(programme: Programme, key: str) -> GatheringPlan:
    """The gathering of this key, each sitting with its key written down, so that it keeps it in whatever
    order they come then. Raises Refused, naming those there are."""
    plan = _plan(programme, key)
    keyed = (s.replace(key=key) for s, key in zip(plan.sittings, plan.sitting_keys, strict=True))
    return plan.replace(sittings=tuple(keyed))


def next_key(plan: GatheringPlan) -> str:
    """The key of one date more; that of one that was cancelled is not used again."""
    keys = {str(sitting.key) for sitting in (*plan.sittings, *plan.cancelled)}
    number = max((int(key) for key in keys if key.isdigit()), default=len(keys)) + 1
    while str(number) in keys:
        number += 1
    return str(number)


def date_named(plan: GatheringPlan, to: Slot | None, key: str | None, on: date | None) -> SittingDate:
    """The sitting that is meant. Of a command given again it stands at its new time already. Raises Refused,
    naming those there are."""
    if key is not None:
        found = [s for s in plan.sittings if s.key == key]
        what = f"no sitting {key!r}"
    elif on is not None:
        there = [s for s in plan.sittings if to and _is_at(s, to)]
        found = [s for s in plan.sittings if s.on == on] or there[:1]
        what = f"no sitting on {_day(on)}"
    else:
        found, what = list(plan.sittings), "several sittings"
    if not plan.sittings:
        raise Refused(f"{plan.key} was cancelled, and has no date.")
    if not found:
        raise Refused(f"{plan.key} has {what}; it has: {listed(plan.sittings)}.")
    if len(found) > 1:
        raise Refused(f"{plan.key} has several sittings; name one with --sitting: {listed(found)}.")
    return found[0]


def _is_at(sitting: SittingDate, slot: Slot) -> bool:
    return (sitting.on, sitting.hours) == (slot.on, slot.hours)


def _check_same_place(plan: GatheringPlan, there: SittingDate, place: Place) -> None:
    if as_date(there.key, Slot(on=there.on, hours=str(there.hours)), place.or_else(there)) != there:
        raise Refused(
            f"{plan.key} is held then already (sitting {there.key}{_at(there)}); to change its place, "
            f"reschedule sitting {there.key} to the same time with the new place."
        )


def check_to_come(programme: Programme, gathering: str, slot: Slot, now: datetime, how: str) -> None:
    """Raises BadInput if the clocks never show this time, Refused if it is over."""
    wanted = as_date(None, slot, AS_IT_IS)
    assert wanted.begins
    assert wanted.finishes
    starts, _ = (moment(slot.on, at, programme.zone) for at in (wanted.begins, wanted.finishes))
    if starts <= now:
        raise Refused(f"{gathering} can only {how} a time to come; {slot} has passed.")


def as_date(key: str | None, slot: Slot, place: Place) -> SittingDate:
    """A date of a gathering, at this time and place. Raises BadInput."""
    where = place.where and place.where.strip()
    facts = {"key": key, "date": slot.on, "hours": slot.hours, "where": where, "link": place.link}
    try:
        return SittingDate.model_validate(facts)
    except ValidationError as problem:
        if any("link" in error["loc"] for error in problem.errors()):
            raise BadInput(f"{place.link!r} is no web address: write https://... or http://...") from None
        raise BadInput("A place is written in 1 to 2000 characters.") from None


def _with_sittings(
    programme: Programme, plan: GatheringPlan, sittings: Sequence[SittingDate], new: SittingDate
) -> Changed:
    """In the order of their dates, as they would come from a file."""
    opened = plan.opened and len(sittings) <= len(plan.sittings)  # what is held once more is required again
    changed = GatheringPlan.model_validate({**dict(plan), "sittings": tuple(sittings), "opened": opened})
    return Changed(checked(programme, with_plan(programme, changed)), str(new.key))


def with_plan(programme: Programme, plan: GatheringPlan) -> Programme:
    """The same programme where this gathering takes the place of the one of its key."""
    gatherings = tuple(plan if other.key == plan.key else other for other in programme.gatherings)
    return programme.replace(gatherings=gatherings)


def checked(before: Programme, after: Programme) -> Programme:
    """Raises BadInput with a sentence for everything that this change alone has made impossible."""
    known = set(check(before))
    problems = [sentence for sentence in check(after) if sentence not in known]
    if problems:
        raise BadInput(*problems)
    return after


def listed(sittings: Sequence[SittingDate]) -> str:
    """Each with its key, its day and its hours."""
    return ", ".join(f"{s.key} ({format_date_and_hours(s.on, s.hours)})" for s in sittings)


def _at(sitting: SittingDate) -> str:
    return f", {sitting.where}" if sitting.where else ""
