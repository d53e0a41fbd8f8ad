"""Where a letter can be, from the decision to write it until its fate is known."""

from enum import StrEnum


class LetterState(StrEnum):
    DRAFT = "draft"
    """It waits for the coordinator's review."""
    PENDING = "pending"
    CLAIMED = "claimed"
    IN_DATA = "in_data"
    """From just before the mail server is given the letter until its answer is known."""
    SENT = "sent"
    BOUNCED = "bounced"
    """It was sent and came back."""
    DEFERRED = "deferred"
    FAILED = "failed"
    HELD = "held"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


WAITING = (LetterState.PENDING, LetterState.DEFERRED)
AT_WORK = (LetterState.CLAIMED, LetterState.IN_DATA)
ON_THEIR_WAY = (*WAITING, *AT_WORK)
UNDECIDED = (LetterState.DRAFT, LetterState.HELD)
"""A human has the next word."""
OVER = (LetterState.SENT, LetterState.BOUNCED, LetterState.FAILED, LetterState.CANCELLED, LetterState.EXPIRED)
