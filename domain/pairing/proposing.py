"""Times that a partner proposes for the next session; the other takes one of them by booking it."""

from datetime import datetime

from domain.entity.outcomes import OutcomeKind
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.pairing import Pairing, ProposedTimes
from domain.pairing.sessions import check_bookable, check_free


def propose_times(event: events.ProposeTimes, pairing: Pairing, now: datetime) -> Pairing:
    """What is proposed now takes the place of what was proposed before, whoever of the two did."""
    times = tuple(sorted(set(event.times)))
    if len(times) < len(event.times):
        raise Refused("The same time is proposed twice.")
    for starts in times:
        check_bookable(event, starts, pairing, now)
        check_free(pairing, starts, event.minutes)
    proposal = ProposedTimes(role=event.role, times=times, minutes=event.minutes, at=now)
    return pairing.replace(proposal=proposal).with_outcome(
        OutcomeKind.TIMES_PROPOSED, now, role=event.role, starts=times[0], minutes=event.minutes
    )


def is_proposed(event: events.ProposeTimes, pairing: Pairing) -> bool:
    proposal = pairing.proposal
    said = (event.role, tuple(sorted(set(event.times))), event.minutes)
    return (
        pairing.is_open and proposal is not None and said == (proposal.role, proposal.times, proposal.minutes)
    )


def proposed_times(pairing: Pairing, now: datetime) -> tuple[datetime, ...]:
    """Those that can still be taken."""
    if pairing.proposal is None or pairing.paused:
        return ()
    return tuple(starts for starts in pairing.proposal.times if starts > now)
