"""What a pairing's workflow is started with: ids, enums, times and the rules of its cohort."""

from datetime import datetime

from domain.enums import Arrangement, Role
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
    """The pairing as the store has kept it, where its workflow was lost."""


def begin(start: PairingStart, now: datetime) -> Pairing:
    """The beginning of a pairing, or the pairing where an earlier workflow left off."""
    return start.initial_state or propose(
        start.pairing, start.arrangement, start.rules, now, start.attended, start.taken_over
    )
