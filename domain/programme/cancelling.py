"""A gathering of a running cohort that is cancelled, or some of its dates, and those who wait for it.

They come to another date that is to come, or to one that is held instead, or go on without it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.clock import MORNING, moment
from domain.errors import Refused
from domain.programme.dates import (
    AS_IT_IS,
    Place,
    Slot,
    as_date,
    check_to_come,
    checked,
    date_named,
    keyed_plan,
    listed,
    next_key,
    with_plan,
)
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.programme import Programme


class Cancelled(NamedTuple):
    programme: Programme
    sittings: tuple[SittingDate, ...]
    """The dates that are cancelled."""
    instead: str | None
    """The key of the date that is held instead."""


def cancelled(
    programme: Programme,
    gathering: str,
    now: datetime,
    sitting: str | None = None,
    opens: bool = False,
    instead: Slot | None = None,
    place: Place = AS_IT_IS,
) -> Cancelled:
    """The same programme without this date of the gathering, or without all that are to come. `opens`:
    everybody goes on without it.

    Doing it twice changes nothing more. Raises Refused if there is nothing to cancel, or people would wait
    for a date that is not there; BadInput if the new date cannot be.
    """
    plan = keyed_plan(programme, gathering)
    new = _held_instead(programme, plan, instead, place, now)
    gone = _meant(programme, plan, sitting, new, now)
    left = [one for one in plan.sittings if one not in gone and one != new] + ([new] if new else [])
    if not opens and not _to_come(programme, left, now):
        _check_nobody_waits(programme, plan)
    known = {one.key for one in plan.cancelled}
    changed = {
        "cancelled": (*plan.cancelled, *(one for one in gone if one.key not in known)),
        "opened": opens or plan.opened,
        "sittings": tuple(left),
    }
    after = with_plan(programme, GatheringPlan.model_validate({**dict(plan), **changed}))
    return Cancelled(checked(programme, after), tuple(gone), new.key if new else None)


def _held_instead(
    programme: Programme, plan: GatheringPlan, slot: Slot | None, place: Place, now: datetime
) -> SittingDate | None:
    """The date that is held instead: it may be there already, where the command was given before."""
    if slot is None:
        return None
    there = next((one for one in plan.sittings if (one.on, one.hours) == (slot.on, slot.hours)), None)
    if there:
        return there
    check_to_come(programme, plan.key, slot, now, "be held at")
    return as_date(next_key(plan), slot, place)


def _meant(
    programme: Programme, plan: GatheringPlan, key: str | None, new: SittingDate | None, now: datetime
) -> Sequence[SittingDate]:
    """The date of this key, or all that are to come; of a command given again, those that went then."""
    before = [one for one in plan.cancelled if key in (None, one.key)]
    if key is not None:
        return before or [date_named(plan, None, key, None)]
    to_come = [one for one in _to_come(programme, plan.sittings, now) if one != new]
    if not to_come and not before:
        there = listed(plan.sittings)
        raise Refused(f"{plan.key} has no date to come; name one that did not take place: {there}.")
    return to_come or before


def _to_come(programme: Programme, dates: Sequence[SittingDate], now: datetime) -> list[SittingDate]:
    return [one for one in dates if moment(one.on, one.begins or MORNING, programme.zone) > now]


def _check_nobody_waits(programme: Programme, plan: GatheringPlan) -> None:
    asked_for = any(prerequisite.gathering == plan.key for prerequisite in programme.prerequisites)
    if (plan.required or asked_for) and not plan.opened:
        raise Refused(
            f"{plan.key} is required, and no date of it would be to come: say whether everybody goes on "
            "without it (--open), or when it is held instead (--instead)."
        )
