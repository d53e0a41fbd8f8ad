"""What a pairing's workflow is started with: ids, enums, times and the rules of its cohort."""

from datetime import datetime

from domain.entity.entity import TakeBack, attributed
from domain.enums import Arrangement, Role
from domain.pairing.events import ExtendSessions
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing, propose
from domain.programme.rules import Rules
from domain.value import Moment, Value

Reopening = TakeBack | ExtendSessions
"""By which a pairing that is over goes on: its end was a slip, or it has more time after all."""


class PairingStart(Value):
    pairing: str
    cohort: str
    arrangement: Arrangement
    rules: Rules
    attended: tuple[tuple[Role, str], ...] = ()
    """Who has been to which gathering in an earlier pairing of the same cohort."""
    taken_over: Moment | None = None
    """When a pair that had been running elsewhere was brought in."""
    initial_state: Pairing | None = None
    """The pairing as the store has kept it, where its workflow was lost, or was over."""
    reopened_by: Reopening | None = None
    """What is told of it, so that it goes on."""


def begin(start: PairingStart, now: datetime) -> Pairing:
    """The beginning of a pairing, or the pairing where an earlier workflow left off. Raises Refused if it
    cannot go on by what is told."""
    if start.initial_state is None:
        return propose(start.pairing, start.arrangement, start.rules, now, start.attended, start.taken_over)
    if start.reopened_by is None:
        return start.initial_state
    reopened = PAIRING.apply(start.initial_state, start.reopened_by, now)
    return attributed(start.initial_state, reopened, start.reopened_by)


def reopening(pairing: Pairing, cohort: str, event: Reopening) -> PairingStart:
    """What a pairing that is over begins again with, when it goes on by this event."""
    return PairingStart(
        pairing=pairing.id,
        cohort=cohort,
        arrangement=pairing.arrangement,
        rules=pairing.rules,
        initial_state=pairing,
        reopened_by=event,
    )
