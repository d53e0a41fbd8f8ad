"""The dates of a cohort's gatherings: moving one, and adding one."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from domain.pairing.events import AddSitting, Reschedule
from domain.programme.dates import AS_IT_IS, Changed, Place, Slot, held_once_more, moved
from domain.programme.gathering_plan import SittingDate
from domain.programme.programme import Programme
from domain.programme.rescheduling import as_told
from domain.programme.rules import Sitting
from domain.programme.timetable import rules_of
from services.cohorts.changes import Change, change, check_open
from services.context import Context
from services.unusual_dates import remark_on_slot
from storage import queries, search
from storage.views import CohortView


class ChangedSitting(NamedTuple):
    """A date of a gathering as it is now."""

    programme: Programme
    gathering: str
    sitting: Sitting
    date: SittingDate
    is_new: bool
    """False: it was so already."""


class PlannedSitting(NamedTuple):
    """A date of a gathering as it would be, and how many would be told."""

    title: str
    before: SittingDate | None
    """None: it would be one more."""
    after: SittingDate
    remark: str | None
    """What is unusual about the time."""
    pairings: int
    applications: int


def plan_rescheduling(
    context: Context, key: str, gathering: str, to: Slot, sitting: str | None = None, on: date | None = None
) -> PlannedSitting:
    """What `reschedule` would do. Raises the same."""
    return _plan(context, key, gathering, to, lambda p: moved(p, gathering, to, context.clock(), sitting, on))


def plan_adding(context: Context, key: str, gathering: str, slot: Slot) -> PlannedSitting:
    """What `add_sitting` would do. Raises the same."""
    return _plan(context, key, gathering, slot, lambda p: held_once_more(p, gathering, slot, context.clock()))


def _plan(
    context: Context, key: str, gathering: str, slot: Slot, changing: Callable[[Programme], Changed]
) -> PlannedSitting:
    with context.store() as session:
        cohort = queries.cohort(session, key)
        check_open(cohort)
        applied, pairs = search.open_applications(session)[1], search.open_pairings(session)[1]
    changed = changing(cohort.programme)
    old, new = (_dates(programme, gathering) for programme in (cohort.programme, changed.programme))
    return PlannedSitting(
        cohort.programme.gathering(gathering).title,
        old.get(changed.sitting),
        new[changed.sitting],
        remark_on_slot(slot, cohort.programme.zone),
        pairs[key],
        applied[key],
    )


def _dates(programme: Programme, gathering: str) -> Mapping[str, SittingDate]:
    plan = programme.gathering(gathering)
    return dict(zip(plan.sitting_keys, plan.sittings, strict=True))


async def reschedule(
    context: Context,
    key: str,
    gathering: str,
    to: Slot,
    sitting: str | None = None,
    on: date | None = None,
    place: Place = AS_IT_IS,
) -> ChangedSitting:
    """A sitting moves: that of this key, on this day, or the only one there is.

    Raises Refused or BadInput with a sentence, NotFound, Unreachable.
    """

    def moving(programme: Programme) -> Changed:
        return moved(programme, gathering, to, context.clock(), sitting, on, place)

    return await _change_sitting(context, key, gathering, moving, Reschedule)


async def add_sitting(
    context: Context, key: str, gathering: str, slot: Slot, place: Place = AS_IT_IS
) -> ChangedSitting:
    """A gathering is held once more. Raises the same."""

    def adding(programme: Programme) -> Changed:
        return held_once_more(programme, gathering, slot, context.clock(), place)

    return await _change_sitting(context, key, gathering, adding, AddSitting)


async def _change_sitting(
    context: Context,
    key: str,
    gathering: str,
    changing: Callable[[Programme], Changed],
    kind: type[Reschedule | AddSitting],
) -> ChangedSitting:
    def sitting_changed(cohort: CohortView) -> Change:
        after = changing(cohort.programme)
        sitting = rules_of(after.programme).gathering(gathering).sitting(after.sitting)
        return Change(after.programme, kind(**as_told(gathering, sitting)))

    before, (programme, event) = await change(context, key, sitting_changed)
    assert isinstance(event, Reschedule | AddSitting)
    rules = rules_of(programme)
    return ChangedSitting(
        programme,
        gathering,
        rules.gathering(gathering).sitting(event.sitting),
        _dates(programme, gathering)[event.sitting],
        is_new=rules != rules_of(before.programme),
    )
