"""What an event about a gathering does to a pairing: who came, and who was excused."""

from collections.abc import Iterator, Set
from datetime import datetime

from domain.clock import format_moment
from domain.entity.outcomes import OutcomeKind
from domain.enums import Attendance, Role, Stage
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.pairing import AttendanceRecord, Pairing
from domain.programme.rules import Gathering


def attend(event: events.Attend, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = _gathering_for(pairing, event.gathering, event.roles)
    begun = [sitting for sitting in gathering.sittings if sitting.starts <= now]
    if not begun:
        first = format_moment(gathering.sittings[0].starts, pairing.rules.zone)
        raise Refused(f"{gathering.key} begins on {first}; attendance can be recorded from then on.")
    attendance = Attendance.ATTENDED if event.attended else Attendance.MISSED
    for role in roles:
        # The sitting this partner was expected at; if that is still to come, the last one there was.
        expected = pairing.next_sitting(gathering, role)
        sitting = expected if expected in begun else begun[-1]
        pairing = _record_attendance(pairing, gathering, role, attendance, sitting.key, now)
    return pairing


def waive(event: events.Waive, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = _gathering_for(pairing, event.gathering, event.roles)
    for role in roles:
        pairing = _record_attendance(pairing, gathering, role, Attendance.WAIVED, None, now)
    return pairing


def is_expected(stage: Stage) -> bool:
    """Whether a pair in this stage is expected at gatherings: one that has not accepted is not invited."""
    return stage.is_open and stage is not Stage.APPLICATION


def everybody_came(gathering: Gathering, absent: Set[Role], recorded: Set[Role]) -> Iterator[events.Attend]:
    """What is told to a pair when everybody came but for the absent; who is recorded already is left out."""
    here = tuple(role for role in gathering.roles if role not in absent | recorded)
    gone = tuple(role for role in gathering.roles if role in absent)
    for roles, attended in ((here, True), (gone, False)):
        if roles:
            yield events.Attend(gathering=gathering.key, roles=roles, attended=attended)


def _gathering_for(pairing: Pairing, key: str, roles: tuple[Role, ...]) -> tuple[Gathering, tuple[Role, ...]]:
    """The gathering and who is meant: everybody it is for, where nobody is named."""
    gathering = pairing.rules.gathering(key)
    for role in roles:
        if role not in gathering.roles:
            raise Refused(f"{key} is not for the {role}.")
    return gathering, roles or gathering.roles


def _record_attendance(
    pairing: Pairing,
    gathering: Gathering,
    role: Role,
    attendance: Attendance,
    sitting: str | None,
    now: datetime,
) -> Pairing:
    partner = pairing.partner(role)
    latest = partner.record_of(gathering)
    if latest and latest.attendance is attendance and attendance.settles:
        return pairing
    if latest and (latest.attendance, latest.sitting) == (attendance, sitting):
        return pairing
    if attendance is Attendance.MISSED and partner.has_settled(gathering):
        raise Refused(f"The {role} has already attended {gathering.key} or was excused from it.")
    record = AttendanceRecord(gathering=gathering.key, attendance=attendance, sitting=sitting, at=now)
    recorded = pairing.with_partner(role, attendance=(*partner.attendance, record))
    return recorded.with_outcome(OutcomeKind(attendance.value), now, role=role, about=gathering.key)
