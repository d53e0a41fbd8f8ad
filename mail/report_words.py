"""Why a letter came back, by the words of a report that are written for people."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from domain.letter.bounce_cause import BounceCause, cause_of, telling
from mail.delivery_status import RecipientStatus, best_status

_SMTP_REPLY = re.compile(
    r"(?<![\d-])[45]\d\d[ :-]+(?=[45]\.\d|[<\"'A-Za-z]).*|.*(?<![\d.])[45]\.\d{1,3}\.\d{1,3}\b.*"
)
_LONGEST_LINE = 1000
"""Of SMTP; what is longer is no answer of a mail server."""


class Reason(NamedTuple):
    status: str | None
    diagnostic: str | None
    """What the other mail server answered."""
    cause: BounceCause


def reason_in(said: str) -> Reason:
    """Of the other mail server's answer if the text holds it, and of all the text if that says nothing."""
    reply = next(_replies(said), None)
    status = best_status(reply or "", said)
    cause = cause_of(status, reply) if reply else BounceCause.UNKNOWN
    return Reason(status, reply, cause_of(status, said) if cause is BounceCause.UNKNOWN else cause)


def reason_of(one: RecipientStatus, said: str) -> Reason:
    """Of the fields about this recipient, and of the text if they say nothing."""
    cause = cause_of(one.status, one.words, one.expired)
    if cause is not BounceCause.UNKNOWN:
        return Reason(one.status, one.diagnostic, cause)
    text = reason_in(said)
    is_told = one.status is not None and telling(one.status)
    return Reason(
        one.status if is_told else text.status or one.status, one.diagnostic or text.diagnostic, text.cause
    )


def _replies(said: str) -> Iterator[str]:
    """What the other mail server answered, if a line of the text holds it."""
    for line in said.splitlines():
        if found := _SMTP_REPLY.search(line[:_LONGEST_LINE]):
            yield " ".join(found[0].split())
