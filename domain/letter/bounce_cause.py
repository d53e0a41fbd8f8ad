"""Why a letter came back, of what a mail server says: by the enhanced status code (RFC 3463), and where that
says nothing in particular, by the words beside it."""

import re
from enum import StrEnum

STATUS_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")


class BounceCause(StrEnum):
    ADDRESS = "address"
    """Nobody is reached there."""
    UNKNOWN = "unknown"
    """It is not said."""
    TEMPORARY = "temporary"
    """A full mailbox, or a server that was away for days: later letters may arrive."""
    SENDER = "sender"
    """Whoever sends: a rule against spam, a letter that is too large, a sender's address that is refused."""

    @property
    def bars_address(self) -> bool:
        """Whether nothing more is to be sent there."""
        return self in (BounceCause.ADDRESS, BounceCause.UNKNOWN)


_FULL = re.compile(
    r"(mailbox|mail box|mail ?folder|inbox|account|storage|space|quota)\b"
    r".{0,30}\b(full|exceeded|exhausted|not enough)"
    r"|over\s?quota|quota (is )?(exceeded|full|violation)|exceed(s|ed)? .{0,20}(storage|quota)"
    r"|out of storage|not enough (storage|space)|insufficient (system )?storage|disk full",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"user unknown|unknown user|recipient unknown|unknown recipient|no such (user|mailbox|recipient|person)"
    r"|not listed in|not a valid (user|recipient|address|mailbox)",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"\bspam|\bmcspam|polic(y|ies)\b|\b(unsolicited|spf|dkim|dmarc|reputation|rbl|dnsbl|virus)\b"
    r"|ip (address )?\S{0,20} ?(is |was )?(blocked|banned|limited)|blocked ip"
    r"|(rate|frequency) limit|too many (messages|connections)"
    r"|black.?list|block.?list|blocked (by|using|for)|(been|was) blocked|content (was )?rejected"
    r"|relay(ing)? (is )?(denied|not permitted|not allowed)|relay access denied|not permitted to relay"
    r"|authentication required|not authenticated|sender (address )?(was )?(rejected|denied|refused|verif)"
    r"|too (large|big)|size limit|exceeds.{0,20} size|(maximum|max) (message|mail) size"
    r"|reverse dns|ptr record",
    re.IGNORECASE,
)
_UNSIGNED = re.compile(r"\b(spf|dkim|dmarc)\b", re.IGNORECASE)
"""What is never about the reader's address, whatever code a mail server gives with it."""
_AWAY = re.compile(
    r"timed? ?out|time-?out|expired|connection (was )?(refused|reset|dropped|lost)|try again later|temporar"
    r"|could not be delivered for|too busy|retry time",
    re.IGNORECASE,
)

_ADDRESS_CODES = {(1, n) for n in (1, 2, 3, 4, 5, 6, 10)} | {(2, 1)}
_SENDER_CODES = {(1, 7), (1, 8), (2, 3), (3, 4)}
_SENDER_SUBJECTS = {6, 7}
"""Of the second number: what is in the letter, and rules of security."""
_AWAY_CODES = {(4, 7), (4, 300), (4, 316), (4, 317)}
"""The time for delivery is over, as the standard has it and as Exchange Online has it."""


def cause_of(status: str | None, words: str, expired: bool = False) -> BounceCause:
    """Of an enhanced status code such as `5.1.1` and what was said beside it."""
    if _FULL.search(words):
        return BounceCause.TEMPORARY
    by_code = _by_code(status) if status else None
    if by_code is BounceCause.SENDER and _NOBODY.search(words):
        return BounceCause.ADDRESS
    if by_code is BounceCause.ADDRESS and _UNSIGNED.search(words) and not _NOBODY.search(words):
        return BounceCause.SENDER
    if by_code:
        return by_code
    return BounceCause.TEMPORARY if expired else _by_words(words)


def telling(status: str) -> bool:
    """Whether this code says more than that something failed."""
    return not status.endswith(".0")


def _by_code(status: str) -> BounceCause | None:
    kind, subject, detail = (int(number) for number in status.split("."))
    if subject in _SENDER_SUBJECTS or (subject, detail) in _SENDER_CODES:
        return BounceCause.SENDER
    if kind == 4 or (subject, detail) == (2, 2) or (subject, detail) in _AWAY_CODES:
        return BounceCause.TEMPORARY
    return BounceCause.ADDRESS if (subject, detail) in _ADDRESS_CODES else None


def _by_words(words: str) -> BounceCause:
    if _NOBODY.search(words):
        return BounceCause.ADDRESS
    if _SENDER.search(words):
        return BounceCause.SENDER
    return BounceCause.TEMPORARY if _AWAY.search(words) else BounceCause.UNKNOWN
