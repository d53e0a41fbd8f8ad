"""What a pairing waits for, in plain words and without saying anything about a person."""

from domain.pairing import pauses
from domain.pairing.machine import STAGES
from domain.pairing.pairing import Pairing


def waiting(pairing: Pairing) -> str:
    """Continues the sentence "It waits for ..."."""
    return pauses.WAITS_FOR if pairing.paused else STAGES[pairing.stage].waits_for(pairing)
