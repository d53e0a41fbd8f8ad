"""What a coordinator could tell a pairing now, so that it goes on."""

from domain.pairing import any_stage
from domain.pairing.machine import STAGES
from domain.pairing.pairing import Pairing
from domain.suggestion import Suggestion


def unblocking(pairing: Pairing, cohort: str) -> tuple[Suggestion, ...]:
    """None for a pairing that is over, or that only waits for its day."""
    if pairing.paused:
        return any_stage.next_steps(pairing)
    return tuple(STAGES[pairing.stage].next_steps(pairing, cohort))
