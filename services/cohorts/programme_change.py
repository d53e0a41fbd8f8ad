"""Taking over what has been changed in the file of a running cohort's programme."""

from collections.abc import Iterator

from domain.cohort.events import ChangeProgramme
from domain.pairing.events import Reschedule
from domain.programme.diff import ChangedProgramme, changed_by
from domain.programme.programme import Programme
from domain.programme.rescheduling import as_told
from domain.programme.timetable import calendar_of, rules_of
from services.cohorts.changes import Change, change, check_open
from services.context import Context
from storage import queries
from storage.views import CohortView


def plan_change(context: Context, key: str, file: Programme) -> ChangedProgramme:
    """What this file would change in the cohort. Raises Refused, naming what cannot change; BadInput if it
    does not fit together, NotFound."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        check_open(cohort)
        return changed_by(cohort.programme, file)


async def change_programme(context: Context, key: str, file: Programme) -> ChangedProgramme:
    """Change it: letters from now on say so, and whoever holds an invitation is told of another place. Where
    nothing differs, nothing is told. Raises the same, and Unreachable."""

    def changing(cohort: CohortView) -> Change:
        after = changed_by(cohort.programme, file).programme
        places = tuple(_other_places(cohort.programme, after))
        return Change(after, ChangeProgramme(places=places, report=calendar_of(after).report))

    planned = plan_change(context, key, file)
    if planned.changes:
        await change(context, key, changing)
    return planned


def _other_places(before: Programme, after: Programme) -> Iterator[Reschedule]:
    known = {gathering.key: gathering for gathering in rules_of(before).gatherings}
    for gathering in rules_of(after).gatherings:
        for sitting in gathering.sittings:
            if sitting.place != known[gathering.key].sitting(sitting.key).place:
                yield Reschedule(**as_told(gathering.key, sitting))
