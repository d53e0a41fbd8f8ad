"""The dates of a cohort's gatherings: moving one, and adding one."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from domain.pairing.events import AddSitting, Reschedule
from domain.programme.dates import AS_IT_IS, Changed, Place, Slot, held_once_more, moved
from domain.programme.programme import Programme, SittingDate
from domain.programme.rescheduling import as_told
from domain.programme.rules import Sitting
from domain.programme.timetable import rules_of
from services.cohorts.changes import Change, change
from services.context import Context
from storage.views import CohortView


class ChangedSitting(NamedTuple):
    """A date of a gathering as it is now."""

    programme: Programme
    gathering: str
    sitting: Sitting
    date: SittingDate
    is_new: bool
    """False: it was so already."""


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
    rules, plan = rules_of(programme), programme.gathering(gathering)
    return ChangedSitting(
        programme,
        gathering,
        rules.gathering(gathering).sitting(event.sitting),
        dict(zip(plan.sitting_keys, plan.sittings, strict=True))[event.sitting],
        is_new=rules != rules_of(before.programme),
    )
