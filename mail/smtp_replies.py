"""What a mail server's answer means for the letter (RFC 5321, 4.2; RFC 3463; RFC 4954, 6)."""

import re

from domain.characters import without_invisible
from mail.results import Deferred, DeliveryResult, Rejected, ServerUnavailable

_LEAVING = 421
_TOO_MANY_OF_US = "432 4.3.2"
"""How Exchange Online says that there are too many connections; to RFC 4954, 432 is something else."""
_SIGN_IN = (530, 535, 538)
_SENDER = {"5.1.7", "5.1.8", "5.2.252", "5.7.54", "5.7.57", "5.7.60"}
"""Enhanced codes that speak of the sender wherever they come: its address (RFC 3463, 3.2), and what
Exchange says, after the letter only, to one who has not signed in or may not send as this address."""
_NO_RELAY = re.compile(r"\brelay(ing)? (access )?(denied|not permitted|prohibited)|unable to relay", re.I)
"""How servers say that they take letters to the outside from others, but not from us. There is no
number for it: most say 5.7.1, which is also what they say of a letter that they take for spam."""
_ENHANCED = re.compile(r"^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b")


def is_positive(code: int) -> bool:
    return code // 100 == 2


def is_final(code: int) -> bool:
    """Whether it says for certain that the letter was not taken."""
    return code // 100 in (4, 5)


def turned_down(code: int, reply: bytes | str) -> DeliveryResult:
    """The answer to a recipient or a letter that was not taken."""
    text = said(code, reply)
    if not is_final(code) or code in (_LEAVING, *_SIGN_IN) or _enhanced(text) in _SENDER:
        return ServerUnavailable(
            text
        )  # an answer that SMTP does not know says nothing about this letter either
    if _NO_RELAY.search(text):
        # About our account, or about every address elsewhere: not final, and nobody else's to pay for.
        return Deferred(text)
    return Rejected(text) if code // 100 == 5 else Deferred(text, busy=text.startswith(_TOO_MANY_OF_US))


def not_let_in(code: int, reply: bytes | str) -> DeliveryResult:
    """The answer, not a good one, to anything said before a recipient was named: it is about the
    server or our account, whatever its number."""
    text = said(code, reply)
    return Deferred(text, busy=True) if text.startswith(_TOO_MANY_OF_US) else ServerUnavailable(text)


def said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {without_invisible(text)}"[:500]


def _enhanced(text: str) -> str | None:
    found = _ENHANCED.match(text)
    return found.group(1) if found else None
