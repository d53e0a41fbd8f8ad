"""Why a letter came back, of what a mail server says: by the enhanced status code (RFC 3463), and where that
says nothing in particular, by the words beside it."""

import re
from enum import StrEnum

from domain.letter.bounce_words import AT_END, AWAY, FULL, NOBODY, OURS, REFUSED, bare

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


_ADDRESS_CODES = {(1, n) for n in (1, 2, 3, 4, 5, 6, 10)} | {(2, 1), (4, 4), (4, 310), (7, 17), (7, 18)}
"""No such mailbox, no such domain; a mailbox or a domain that has another owner now (RFC 7293)."""
_SENDER_CODES = {(1, 7), (1, 8), (1, 90), (2, 3), (3, 4)}
_SENDER_SUBJECTS = {6, 7}
"""Of the second number: what is in the letter, and rules of security."""
_AWAY_CODES = {(2, 2), (2, 121), (2, 122), (3, 1), (3, 2), (4, 7), (4, 300), (4, 316), (4, 317)}
"""A full mailbox or mail server, as many letters as fit into an hour, and the time for delivery is over: as
the standard has them and as Exchange Online has them."""


def cause_of(status: str | None, words: str, expired: bool = False) -> BounceCause:
    """Of an enhanced status code such as `5.1.1` and what was said beside it."""
    said = bare(words)
    if OURS.search(said):
        return BounceCause.SENDER
    if FULL.search(said):
        return BounceCause.TEMPORARY
    by_code = _by_code(status) if status else None
    if by_code is None:
        return BounceCause.TEMPORARY if expired else _by_words(said)
    return _by_both(by_code, status or "", said)


def telling(status: str) -> bool:
    """Whether this code says more than that something failed."""
    return not status.endswith(".0")


def _by_code(status: str) -> BounceCause | None:
    kind, subject, detail = (int(number) for number in status.split("."))
    if kind != 4 and (subject, detail) in _ADDRESS_CODES:
        return BounceCause.ADDRESS
    if subject in _SENDER_SUBJECTS or (subject, detail) in _SENDER_CODES:
        return BounceCause.SENDER
    return BounceCause.TEMPORARY if kind == 4 or (subject, detail) in _AWAY_CODES else None


def _by_both(by_code: BounceCause, status: str, said: str) -> BounceCause:
    """Mail servers give a code of spam for an unknown address, and of an unknown address for spam; and an
    address that is unknown for now stays so for days."""
    if NOBODY.search(said):
        return BounceCause.ADDRESS if by_code is BounceCause.SENDER or status.startswith("4.1.") else by_code
    if by_code is BounceCause.ADDRESS and REFUSED.search(said):
        return BounceCause.SENDER
    return by_code


def _by_words(said: str) -> BounceCause:
    if NOBODY.search(said):
        return BounceCause.ADDRESS
    if REFUSED.search(said):
        return BounceCause.SENDER
    if AWAY.search(said):
        return BounceCause.TEMPORARY
    return BounceCause.SENDER if AT_END.search(said) else BounceCause.UNKNOWN
