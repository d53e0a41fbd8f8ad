"""What an event about a gathering does to a pairing: who came, and who was excused."""

from collections.abc import Callable, Iterator, Set
from datetime import date, datetime

from domain.clock import format_date, format_day, format_moment
from domain.entity.outcomes import OutcomeKind
from domain.enums import Attendance, Role, Stage
from domain.errors import Refused
from domain.pairing import events, seats
from domain.pairing.pairing import Pairing
from domain.pairing.partner import AttendanceRecord
from domain.programme.rules import Gathering, Sitting


def attend(event: events.Attend, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = seats.gathering_for(pairing, event.gathering, event.roles)
    begun = [sitting for sitting in gathering.sittings if sitting.starts <= now]
    seats.check_is_held(gathering)
    if not begun:
        first = format_moment(gathering.sittings[0].starts, pairing.rules.zone)
        raise Refused(f"{gathering.key} begins on {first}; attendance can be recorded from then on.")
    attendance = Attendance.ATTENDED if event.attended else Attendance.MISSED
    for role in roles:
        sitting = _sitting_meant(event, pairing, gathering, role, begun)
        if not event.attended:
            seats.check_was_expected(pairing, gathering, role, now)
        at = _counts_from(event, pairing, sitting, now)
        record = AttendanceRecord(gathering=gathering.key, attendance=attendance, sitting=sitting.key, at=at)
        pairing = _record_attendance(pairing, gathering, role, record, now, event.happened_on is None)
    return pairing


def _counts_from(event: events.Attend, pairing: Pairing, sitting: Sitting, now: datetime) -> datetime:
    """Of a sitting that was over before the pair was taken over, what is told without a day is of then."""
    is_past = event.happened_on is None and pairing.is_before_takeover(sitting.ends)
    return sitting.ends if is_past else now


def _sitting_meant(
    event: events.Attend, pairing: Pairing, gathering: Gathering, role: Role, begun: list[Sitting]
) -> Sitting:
    """The one of that day; else the one this partner was expected at; if that is still to come, the last one
    there was."""
    of_that_day = [sitting for sitting in begun if _day(sitting.starts, pairing) == event.happened_on]
    if event.happened_on and not event.attended and not of_that_day:
        days = ", ".join(format_day(sitting.starts, pairing.rules.zone) for sitting in gathering.sittings)
        raise Refused(f"{gathering.key} was not on {format_date(event.happened_on)} but on {days}.")
    expected = pairing.next_sitting(gathering, role)
    return next(iter(of_that_day), expected if expected in begun else begun[-1])


def is_recorded(event: events.Attend, pairing: Pairing) -> bool:
    """Whether it is known of everybody meant; of a sitting that was missed, by its day, whatever came of it
    later."""
    if event.attended:
        return _is_known(event, pairing, lambda record: record.attendance is Attendance.ATTENDED)
    return event.happened_on is not None and _is_known(
        event, pairing, lambda record: _was_missed(record, pairing, event.happened_on)
    )


def _was_missed(record: AttendanceRecord, pairing: Pairing, day: date | None) -> bool:
    if record.attendance is not Attendance.MISSED:
        return False
    sittings = pairing.rules.gathering(record.gathering).sittings
    days = {_day(sitting.starts, pairing) for sitting in sittings if sitting.key == record.sitting}
    return day in days


def is_waived(event: events.Waive, pairing: Pairing) -> bool:
    return _is_known(event, pairing, lambda record: record.attendance is Attendance.WAIVED)


def _is_known(
    event: events.Attend | events.Waive, pairing: Pairing, says: Callable[[AttendanceRecord], bool]
) -> bool:
    gathering = next((g for g in pairing.rules.gatherings if g.key == event.gathering), None)
    if gathering is None or not set(event.roles) <= set(gathering.roles):
        return False
    return all(
        any(says(record) for record in pairing.partner(role).attendance if record.gathering == gathering.key)
        for role in event.roles or gathering.roles
    )


def _day(at: datetime, pairing: Pairing) -> date:
    return at.astimezone(pairing.rules.zone).date()


def waive(event: events.Waive, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = seats.gathering_for(pairing, event.gathering, event.roles)
    record = AttendanceRecord(gathering=gathering.key, attendance=Attendance.WAIVED, sitting=None, at=now)
    for role in roles:
        pairing = _record_attendance(pairing, gathering, role, record, now)
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


def _record_attendance(
    pairing: Pairing,
    gathering: Gathering,
    role: Role,
    record: AttendanceRecord,
    now: datetime,
    may_change: bool = False,
) -> Pairing:
    """`may_change`: who is said to have missed it may have been recorded as there: the last word counts."""
    partner = pairing.partner(role)
    latest = partner.record_of(gathering)
    attendance, sitting = record.attendance, record.sitting
    if latest and latest.attendance is attendance and attendance.settles:
        return pairing
    if latest and (latest.attendance, latest.sitting) == (attendance, sitting):
        return pairing
    record = record.replace(outcome=pairing.outcome_count + 1)
    kept, corrects = partner.attendance, None
    if attendance is Attendance.MISSED and partner.has_settled(gathering):
        wrong = _to_be_changed(latest) if may_change else None
        if wrong is None:
            raise Refused(f"The {role} has already attended {gathering.key} or was excused from it.")
        kept, corrects = tuple(r for r in kept if r != wrong), wrong.outcome
        if wrong.sitting in {sitting.key for sitting in gathering.sittings if sitting.starts <= now}:
            record = record.replace(sitting=wrong.sitting)
    recorded = pairing.with_partner(role, attendance=(*kept, record))
    day = _day(record.at, pairing) if record.at < now else None
    facts = {"role": role, "about": gathering.key, "happened_on": day, "corrects": corrects}
    return recorded.with_outcome(OutcomeKind(attendance.value), now, **facts)


def _to_be_changed(latest: AttendanceRecord | None) -> AttendanceRecord | None:
    """The record, if it is one of this pairing's that somebody came: an excuse is taken back instead."""
    came = latest is not None and latest.attendance is Attendance.ATTENDED and latest.outcome
    return latest if came else None
