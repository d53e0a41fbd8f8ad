"""What a pairing's workflow is started with: ids, enums, times and the rules of its cohort."""

from datetime import datetime

from domain.entity.entity import TakeBack, attributed
from domain.enums import Arrangement, Role
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing, propose
from domain.programme.rules import Rules
from domain.value import Moment, Value


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
    taken_back: TakeBack | None = None
    """What is taken back of it, so that it goes on."""


def begin(start: PairingStart, now: datetime) -> Pairing:
    """The beginning of a pairing, or the pairing where an earlier workflow left off. Raises Refused if that
    cannot be taken back which is to be."""
    if start.initial_state is None:
        return propose(start.pairing, start.arrangement, start.rules, now, start.attended, start.taken_over)
    if start.taken_back is None:
        return start.initial_state
    reopened = PAIRING.apply(start.initial_state, start.taken_back, now)
    return attributed(start.initial_state, reopened, start.taken_back)


def reopening(pairing: Pairing, cohort: str, event: TakeBack) -> PairingStart:
    """What a pairing that is over begins again with, when the end of it is taken back."""
    return PairingStart(
        pairing=pairing.id,
        cohort=cohort,
        arrangement=pairing.arrangement,
        rules=pairing.rules,
        initial_state=pairing,
        taken_back=event,
    )
