"""Which of a gathering's dates attendance is told of."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.clock import format_moment
from domain.entity.entity import Entity, EntityKind
from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.pairing.pairing import Pairing
from domain.programme.rules import Gathering, Sitting
from domain.programme.timetable import rules_of
from services.context import Context
from storage import queries, statistics
from storage.entities import load_entity


def sittings_begun(gathering: Gathering, key: str | None, now: datetime, zone: ZoneInfo) -> list[Sitting]:
    """Those that have begun, or the one of this key. Raises Refused if none has."""
    wanted = [gathering.sitting(key)] if key else list(gathering.sittings)
    begun = [sitting for sitting in wanted if sitting.starts <= now]
    if not begun:
        raise Refused(f"{gathering.key} begins on {format_moment(wanted[0].starts, zone)}; not yet.")
    return begun


def check_is_clear(gathering: Gathering, begun: Sequence[Sitting], zone: ZoneInfo) -> None:
    """Raises BadInput, with those there have been, if there has been more than one."""
    if len(begun) > 1:
        dates = "; ".join(f"{one.key} on {format_moment(one.starts, zone)}" for one in begun)
        raise BadInput(f"{gathering.key} has been held more than once; say which with --sitting: {dates}.")


def day_attended(
    context: Context,
    pairing: str,
    gathering: str,
    roles: Sequence[Role],
    sitting: str | None,
    missed: bool = False,
) -> date | None:
    """The local day of the sitting of this key; None where it need not be said, since there has been one
    alone, or whose attendance it is has chosen one, and has not `missed` that already. Raises Refused or
    BadInput where it is not clear."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        programme = queries.cohort(session, view.cohort).programme
        rules, zone, now = rules_of(programme).gathering(gathering), programme.zone, context.clock()
        chosen = statistics.seats(session, view.cohort, gathering)
        entity = load_entity(session, EntityKind.PAIRING, pairing) if missed else None
    if sitting:
        return sittings_begun(rules, sitting, now, zone)[0].starts.astimezone(zone).date()
    asked = roles or rules.roles
    if any(has_missed_theirs(entity, rules, role) for role in asked):
        chosen = {}
    if not all((pairing, role) in chosen for role in asked):
        check_is_clear(rules, [one for one in rules.sittings if one.starts <= now], zone)
    return None


def has_missed_theirs(pairing: Entity | None, gathering: Gathering, role: Role) -> bool:
    """Whether it is known of the date that this partner had chosen; who missed it has chosen no other."""
    if not isinstance(pairing, Pairing):
        return False
    partner = pairing.partner(role)
    seat = partner.seat_at(gathering)
    return seat is not None and partner.has_record_of(gathering, seat.key)
