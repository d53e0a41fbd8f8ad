"""What an event does to a pairing: the next pairing, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from datetime import datetime

from domain.pairing import events
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing


def apply(pairing: Pairing, event: events.PairingEvent, now: datetime) -> Pairing:
    """The pairing after this event; raises Refused with a sentence if the rules do not allow it."""
    return PAIRING.apply(pairing, event, now)
