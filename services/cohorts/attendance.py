"""Recording attendance for a whole cohort at once: of its pairs, or of applicants before there are any.

What has been recorded before, and what is refused, does not count as new.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.events import Come
from domain.entity.outcomes import OutcomeKind
from domain.enums import Attendance
from domain.errors import NotFound, Refused
from domain.pairing.events import Attend
from domain.programme.rules import Gathering
from domain.programme.timetable import rules_of
from services.cohorts.applicants_present import updates_of_applicants
from services.cohorts.attendees import names_of_updates
from services.cohorts.changes import check_open
from services.cohorts.pairs_present import updates_of_pairs
from services.concurrency import gather_limited
from services.context import Context
from storage import queries, statistics

_AT_A_TIME = 20


class RecordedAttendance(NamedTuple):
    gathering: str
    attended: int
    """How many are recorded now as having attended it, and were not before."""
    missed: int
    altogether: Mapping[Attendance, int]
    """How many people there are by now."""
    without_place: Sequence[str]
    """The addresses of those said to be absent who hold no place at a date that is over."""
    refused: Sequence[str]
    """A sentence for each who could not be recorded."""
    told: "PlannedAttendance"
    """Who was said to have come, or not, also where that was known."""


class _Planned(NamedTuple):
    gathering: Gathering
    updates: Sequence[tuple[str, Attend | Come]]
    without_place: Sequence[str]
    before: Counter[OutcomeKind]


class PlannedAttendance(NamedTuple):
    """What would be recorded. Each is a name with the role and the id."""

    gathering: str
    attended: Sequence[str]
    missed: Sequence[str]


def plan_attendance(
    context: Context, key: str, gathering: str, absent: Sequence[str] = (), sitting: str | None = None
) -> PlannedAttendance:
    """What `record_attendance` would record of whom. Raises the same."""
    with context.store() as session:
        planned = _plan(context, session, key, gathering, absent, sitting)
        came, missed = names_of_updates(session, key, planned.updates)
    return PlannedAttendance(planned.gathering.key, came, missed)


async def record_attendance(
    context: Context, key: str, gathering: str, absent: Sequence[str] = (), sitting: str | None = None
) -> RecordedAttendance:
    """Everybody attended, but those named. Raises before anything is recorded if a name is wrong: Refused,
    BadInput, NotFound; Unreachable if there is no answer in time."""
    with context.store() as session:
        planned = _plan(context, session, key, gathering, absent, sitting)
        told = PlannedAttendance(gathering, *names_of_updates(session, key, planned.updates))
    refused = await _update_all(context, planned)
    with context.store() as session:
        new = statistics.recorded(session, key, gathering) - planned.before
        by_role = statistics.attendance(session, key).get(gathering, {})
    altogether = {what: sum(role[what.value] for role in by_role.values()) for what in Attendance}
    attended, missed = new[OutcomeKind.ATTENDED], new[OutcomeKind.MISSED]
    return RecordedAttendance(gathering, attended, missed, altogether, planned.without_place, refused, told)


def _plan(
    context: Context, session: Session, key: str, gathering: str, absent: Sequence[str], sitting: str | None
) -> _Planned:
    """What everybody is to be told, as this actor's."""
    cohort, now = queries.cohort(session, key), context.clock()
    check_open(cohort)
    rules = rules_of(cohort.programme).gathering(gathering)
    updates: Sequence[tuple[str, Attend | Come]]
    if rules.kind.stage:
        updates, without = updates_of_pairs(session, cohort, rules, absent, sitting, now), list[str]()
    else:
        updates, without = updates_of_applicants(session, cohort, rules, absent, sitting, now)
    signed = [(who, context.signed(session, event)) for who, event in updates]
    return _Planned(rules, signed, without, statistics.recorded(session, key, gathering))


async def _update_all(context: Context, planned: _Planned) -> list[str]:
    """A sentence for each that was refused."""
    if not planned.updates:
        return []
    from temporal.client import Applications, Pairings

    client = await context.client()
    pairings, applications = Pairings(client), Applications(client)

    async def update(told: tuple[str, Attend | Come]) -> str | None:
        key, event = told
        try:
            if isinstance(event, Attend):
                await pairings.update(key, event)
            else:
                await applications.update(key, event)
        except (Refused, NotFound) as refusal:
            return f"{key}: {refusal}"
        return None

    said = await gather_limited(_AT_A_TIME, update, planned.updates)
    return [sentence for sentence in said if sentence]
