"""Who did what, and who saw whom, as a chain: each entry holds the digest of the one before it, so that
none can be changed, put in between or taken away unnoticed.

Ids alone, no names: what a person is called stands where it can be erased.
"""

import json
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from domain.value import Moment, Value


class AuditResult(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    """Nothing was changed, and nothing shown but the reason."""
    UNANSWERED = "unanswered"
    """The server or the store gave no answer, or Tandem made a mistake: what was asked may still be done."""


class AuditEntry(Value):
    number: int
    """From 1, without a gap."""
    at: Moment
    actor: str
    """The opaque id of who asked."""
    action: str
    """The service that was asked: `pairings.accept`."""
    result: AuditResult
    subjects: tuple[str, ...]
    """The workflow ids of the pairings, applications and cohorts it was about, and `letter-`, `person-`
    and `actor-` with an id for the others."""


class ChainEnd(Value):
    """The number and the digest of the last entry."""

    number: int = 0
    digest: str = ""


def chained(end: ChainEnd, entry: AuditEntry) -> str:
    """The digest of this entry after that end: SHA-256 in hexadecimal."""
    facts = json.dumps(entry.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return sha256(f"{end.digest}\n{facts}".encode()).hexdigest()


def first_broken(
    entries: Iterable[tuple[AuditEntry, str]], end: ChainEnd, removed: ChainEnd | None = None
) -> int | None:
    """The number of the first entry that is not as it was written, or is missing; None if all are there.
    `entries`: each with the digest kept with it, in their order. `removed`: the last one that is kept no
    more; None: all are kept."""
    last = removed or ChainEnd()
    for entry, digest in entries:
        if entry.number != last.number + 1 or chained(last, entry) != digest:
            return last.number + 1
        last = ChainEnd(number=entry.number, digest=digest)
    return None if last == end else last.number + 1
