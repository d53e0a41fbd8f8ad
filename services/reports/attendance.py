"""Who came to which gathering, by name."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.enums import Attendance, Role
from domain.programme.timetable import rules_of
from services.context import Context
from storage import people, queries, statistics
from storage.views import PersonView


class PersonAttendance(NamedTuple):
    gathering: str
    """Its title."""
    role: Role
    person: PersonView
    attendance: Attendance


def who_came(context: Context, cohort: str, gathering: str | None = None) -> Sequence[PersonAttendance]:
    """What is recorded of everybody, gathering by gathering and in the order of their names; for this
    gathering alone if it is named. Raises NotFound if there is no such cohort, Refused if there is no such
    gathering."""
    with context.store() as session:
        programme = queries.cohort(session, cohort).programme
        if gathering:
            rules_of(programme).gathering(gathering)
        titles = {plan.key: plan.title for plan in programme.gatherings if gathering in (None, plan.key)}
        recorded = statistics.attendance_each(session, cohort)
        names = people.by_ids(session, {person for _, _, person in recorded})
    places = list(titles)
    found = sorted(
        (places.index(key), role, names[person].name.casefold(), person, what)
        for (key, role, person), what in recorded.items()
        if key in titles
    )
    return [
        PersonAttendance(titles[places[place]], role, names[person], what)
        for place, role, _, person, what in found
    ]
