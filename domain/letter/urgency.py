"""Which letters go first when many wait."""

from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """The smaller number goes first; the Temporal server counts priorities from 1 to 5, so."""

    HIGH = 1
    NORMAL = 3
    LOW = 5


@dataclass(frozen=True)
class QueuedLetter:
    """A letter of the outbox that is to be delivered, and what decides when it is its turn."""

    id: str
    cohort: str
    urgency: Urgency
