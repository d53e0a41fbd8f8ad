"""Which letters go first when many wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from domain.letter.letter import LetterName


class Urgency(IntEnum):
    """The smaller number goes first; the Temporal server counts priorities from 1 to 5, so."""

    HIGH = 1
    NORMAL = 3
    LOW = 5


_HIGH = frozenset(
    {
        LetterName.APPLICATION_WITHDRAWN,
        LetterName.APPLICATION_REOPENED,
        LetterName.CLOSING_REMINDER,
        LetterName.DRAFT_READY,
        LetterName.DIGEST,
        LetterName.BOTH_ACCEPTED,
        LetterName.GATHERING_MOVED,
        LetterName.GATHERING_CANCELLED,
        LetterName.GATHERING_REMINDER,
        LetterName.SESSION_BOOKED,
        LetterName.SESSION_MOVED,
        LetterName.SESSION_CANCELLED,
        LetterName.PAUSED,
        LetterName.RESUMED,
        LetterName.LEAVING_CONFIRMED,
        LetterName.PARTNER_LEFT,
    }
)
"""Somebody has just done something, or has to know today."""
_LOW = frozenset(
    {
        LetterName.COHORT_REPORT,
        LetterName.SESSION_CHECK,
        LetterName.REVIEW_QUESTION,
        LetterName.EVALUATION,
        LetterName.EVALUATION_CHASER,
        LetterName.THANKS,
        LetterName.FOLLOW_UP,
    }
)
"""Tomorrow would do."""
_SOON = timedelta(days=1)


def urgency_of(name: LetterName, written_at: datetime, expires: datetime | None) -> Urgency:
    """By what the letter is for; whatever is out of date within a day of being written is urgent."""
    if name in _HIGH or (expires is not None and expires - written_at <= _SOON):
        return Urgency.HIGH
    return Urgency.LOW if name in _LOW else Urgency.NORMAL


@dataclass(frozen=True)
class QueuedLetter:
    """A letter of the outbox that is to be delivered, and what decides when it is its turn."""

    id: str
    cohort: str
    urgency: Urgency
