"""What a pairing waits for, in plain words and without saying anything about a person."""

from collections.abc import Iterable

from domain.clock import format_moment
from domain.enums import BOTH, Role, Stage
from domain.pairing.pairing import Pairing


def waiting(pairing: Pairing) -> str:
    """Continues the sentence "It waits for ..."."""
    if pairing.paused:
        return "the pair to resume"
    match pairing.stage:
        case Stage.APPLICATION:
            return f"{_who(r for r in BOTH if not pairing.partner(r).accepted)} to accept"
        case Stage.INDUCTION | Stage.TRAINING:
            return _gate(pairing)
        case Stage.MIDWAY_REVIEW:
            return f"{_who(r for r in BOTH if not pairing.partner(r).review)} to say how to go on"
        case Stage.EVALUATION:
            return _evaluation(pairing)
        case Stage.COMPLETED:
            return "the day of the follow-up letter"
        case _:
            return _meeting(pairing)


def _who(roles: Iterable[Role]) -> str:
    names = [f"the {role}" for role in roles]
    return "both partners" if len(names) == len(BOTH) else "".join(names)


def _gate(pairing: Pairing) -> str:
    """The first gathering that is not settled, and who must still attend it."""
    unsettled = pairing.unsettled(pairing.stage)
    if not unsettled:
        return "its next stage"
    gathering = unsettled[0][0]
    roles = [role for g, role in unsettled if g is gathering]
    sitting = pairing.next_sitting(gathering, roles[0])
    when = (
        f" on {format_moment(sitting.starts, pairing.rules.zone)}"
        if sitting
        else ", which has no further sitting"
    )
    return f"{_who(roles)} to attend {gathering.key}{when}"


def _meeting(pairing: Pairing) -> str:
    zone, progress = pairing.rules.zone, f"{len(pairing.held)} of {pairing.rules.sessions.minimum} held"
    if pairing.booked:
        session = pairing.booked[0]
        return f"session {session.number} on {format_moment(session.starts, zone)} to be logged ({progress})"
    if pairing.has_met_minimum:
        return (
            f"the end of the time for sessions on {format_moment(pairing.sessions_close, zone)} ({progress})"
        )
    return f"the pair to book its next session ({progress})"


def _evaluation(pairing: Pairing) -> str:
    silent = [role for role in BOTH if not pairing.partner(role).answered]
    if silent:
        return f"{_who(silent)} to answer the evaluation"
    unsettled = pairing.unsettled(Stage.EVALUATION)
    return f"the {unsettled[0][1]} to attend {unsettled[0][0].key}" if unsettled else "the closing gatherings"
