"""Which sitting of a gathering a partner comes to, where it is not the first that there is."""

from datetime import datetime

from domain.clock import format_moment
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.partner import Absence, Partner
from domain.programme.rules import Gathering, Seat, Sitting
from domain.suggestion import suggest


def choose(event: events.ChooseSitting, pairing: Pairing, now: datetime) -> Pairing:
    gathering, roles = gathering_for(pairing, event.gathering, event.roles)
    if gathering.kind.stage is None:
        way = suggest("application sign-up")
        raise Refused(f"{gathering.key} comes before the pairing; {way} is how people come to a date of it.")
    check_is_held(gathering)
    sitting = gathering.sitting(event.sitting)
    for role in event.roles or pairing.unsettled_for(gathering) or roles:
        pairing = _seat(pairing, gathering, role, sitting, now)
    return pairing


def cannot_come(event: events.CannotCome, pairing: Pairing, now: datetime) -> Pairing:
    gathering, _ = gathering_for(pairing, event.gathering, (event.role,))
    check_is_held(gathering)
    partner, sitting = pairing.partner(event.role), pairing.next_sitting(gathering, event.role)
    if partner.has_settled(gathering):
        raise Refused(f"The {event.role} has already attended {gathering.key} or was excused from it.")
    if sitting is None and gathering.one_to_one:
        sitting = next((slot for slot in gathering.sittings if slot.starts > now), None)
    if sitting is None or sitting.starts <= now:
        raise Refused(f"No date of {gathering.key} is still to come.")
    absence = Absence(gathering=gathering.key, sitting=sitting.key, at=now)
    absent = pairing.with_partner(event.role, absences=(*_other_absences(partner, gathering), absence))
    return absent.with_outcome(
        OutcomeKind.CANNOT_COME, now, role=event.role, about=gathering.key, starts=sitting.starts
    )


def has_said_so(event: events.CannotCome, pairing: Pairing) -> bool:
    """Whether this partner is known not to come, as things stand."""
    gathering = next((g for g in pairing.rules.gatherings if g.key == event.gathering), None)
    partner = pairing.partner(event.role)
    if gathering is None or not pairing.is_open or partner.has_settled(gathering):
        return False
    return partner.cannot_come(gathering, pairing.next_sitting(gathering, event.role)) is not None


def _other_absences(partner: Partner, gathering: Gathering) -> tuple[Absence, ...]:
    return tuple(absence for absence in partner.absences if absence.gathering != gathering.key)


def _seat(pairing: Pairing, gathering: Gathering, role: Role, sitting: Sitting, now: datetime) -> Pairing:
    partner, seat = pairing.partner(role), Seat(gathering=gathering.key, sitting=sitting.key)
    absent = partner.cannot_come(gathering, pairing.next_sitting(gathering, role))
    if seat in partner.seats and not absent:
        return pairing
    if partner.has_settled(gathering):
        raise Refused(f"The {role} has already attended {gathering.key} or was excused from it.")
    if sitting.starts <= now:
        began = format_moment(sitting.starts, pairing.rules.zone)
        raise Refused(f"That sitting of {gathering.key} began on {began}; choose one that is to come.")
    others = tuple(other for other in partner.seats if other.gathering != gathering.key)
    absences = _other_absences(partner, gathering)
    seated = pairing.with_partner(role, seats=(*others, seat), absences=absences)
    return seated.with_outcome(
        OutcomeKind.SIGNED_UP, now, role=role, about=gathering.key, starts=sitting.starts
    )


def check_is_held(gathering: Gathering) -> None:
    """Raises Refused if the whole of it was cancelled."""
    if not gathering.sittings:
        raise Refused(f"{gathering.key} was cancelled.")


def check_was_expected(pairing: Pairing, gathering: Gathering, role: Role, now: datetime) -> None:
    """Raises Refused if this partner was to come to a later sitting: nobody has missed one before that."""
    seat = pairing.partner(role).seat_at(gathering)
    if seat and seat.starts > now:
        when = format_moment(seat.starts, pairing.rules.zone)
        raise Refused(f"The {role} comes to {gathering.key} on {when}, and has not missed it.")


def gathering_for(pairing: Pairing, key: str, roles: tuple[Role, ...]) -> tuple[Gathering, tuple[Role, ...]]:
    """The gathering and who is meant: everybody it is for, where nobody is named. Raises Refused."""
    gathering = pairing.rules.gathering(key)
    for role in roles:
        if role not in gathering.roles:
            raise Refused(f"{key} is not for the {role}.")
    return gathering, roles or gathering.roles
