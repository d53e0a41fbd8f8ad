"""Recording attendance for a whole cohort at once: of its pairs, or of applicants before there are any.

What has been recorded before, and what is refused, does not count as new.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.application.events import Come
from domain.entity.outcomes import OutcomeKind
from domain.enums import Attendance
from domain.errors import NotFound, Refused
from domain.pairing.events import Attend
from domain.programme.rules import Gathering, Sitting
from domain.programme.timetable import rules_of
from services.cohorts.applicants_present import updates_of_applicants
from services.cohorts.attendees import names_of_updates
from services.cohorts.changes import check_open
from services.cohorts.pairs_present import updates_of_pairs
from services.cohorts.sittings_begun import sittings_begun
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
    days: Sequence[date]
    later: Sequence[date]
    updates: Sequence[tuple[str, Attend | Come]]
    without_place: Sequence[str]
    before: Counter[OutcomeKind]


class PlannedAttendance(NamedTuple):
    """What would be recorded, and of whom."""

    gathering: str
    days: Sequence[date]
    """The local days of the dates that it is told of."""
    later: Sequence[date]
    """Of those that are still to come: whoever has chosen one of them is left out."""
    attended: Sequence[str]
    """Each is a name with the role and the id."""
    missed: Sequence[str]


def plan_attendance(
    context: Context, key: str, gathering: str, absent: Sequence[str] = (), sitting: str | None = None
) -> PlannedAttendance:
    """What `record_attendance` would record of whom. Raises the same."""
    with context.store() as session:
        return _named(session, key, _plan(context, session, key, gathering, absent, sitting))


async def record_attendance(
    context: Context, key: str, gathering: str, absent: Sequence[str] = (), sitting: str | None = None
) -> RecordedAttendance:
    """Everybody attended, but those named. Raises before anything is recorded if a name is wrong: Refused,
    BadInput, NotFound; Unreachable if there is no answer in time."""
    with context.store() as session:
        planned = _plan(context, session, key, gathering, absent, sitting)
        told = _named(session, key, planned)
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
    zone = cohort.programme.zone
    held = sittings_begun(rules, sitting, now, zone)
    days, later = (_days(some, zone) for some in (held, [one for one in rules.sittings if one.starts > now]))
    return _Planned(rules, days, later, signed, without, statistics.recorded(session, key, gathering))


def _days(sittings: Iterable[Sitting], zone: ZoneInfo) -> Sequence[date]:
    return list(dict.fromkeys(one.starts.astimezone(zone).date() for one in sittings))


def _named(session: Session, key: str, planned: _Planned) -> PlannedAttendance:
    names = names_of_updates(session, key, planned.updates)
    return PlannedAttendance(planned.gathering.key, planned.days, planned.later, *names)


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
