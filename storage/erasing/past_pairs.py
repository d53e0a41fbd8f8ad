"""Who was a pair with somebody who is erased: not by their names, but by a keyed digest of both addresses,
until it expires. So nobody is paired again with the same partner unnoticed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people import is_erased_address
from domain.retention import RetentionClass, RetentionPlan
from storage.erasing.erasures import is_of
from storage.tables.entities import CohortRow, PairingRow
from storage.tables.people import PastPairRow, PersonRow

PairDigest = Callable[[str], bytes]
"""The keyed digest of an address; the key is not in the store."""


def pair_key(one: bytes, other: bytes) -> str:
    """How two are known by the digests of their addresses, in whatever order they are. What it begins with is
    soon compared: of thousands of people hardly any two need to be looked at more closely."""
    return _beginning(one, other) + sha256(min(one, other) + max(one, other)).hexdigest()


def _beginning(one: bytes, other: bytes) -> str:
    return b"".join(sorted((one[:1], other[:1]))).hex()


def remember(session: Session, person: str, digest: PairDigest, now: datetime) -> int:
    """Before this person's address goes: with whom they were a pair. How many partners are new to it."""
    query = (
        select(PairingRow, CohortRow.programme)
        .join(CohortRow, CohortRow.key == PairingRow.cohort)
        .where(is_of(person))
    )
    known = dict[str, datetime]()
    for row, programme in session.execute(query):
        two = [session.get_one(PersonRow, one).email for one in (row.mentor, row.mentee)]
        if not any(map(is_erased_address, two)):
            plan = RetentionPlan.model_validate(programme.get("retention", {}))
            expires = now + plan.kept_for(RetentionClass.REPEAT_PAIRS)
            key = pair_key(*map(digest, two))
            known[key] = max(expires, known.get(key, expires))
    for key, expires in known.items():
        session.merge(PastPairRow(digest=key, expires_at=expires))
    return len(known)


def were_a_pair(session: Session, digest: PairDigest, one: str, other: str) -> bool:
    """Whether these two addresses were a pair of whom somebody is erased."""
    return bool(_any(session)) and session.get(PastPairRow, pair_key(digest(one), digest(other))) is not None


def partners_of_before(
    session: Session, digest: PairDigest, mentors: Mapping[str, str], mentees: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """Of these, by id with their addresses, the ids of every two who were such a pair."""
    if not _any(session):
        return
    known = set(session.scalars(select(PastPairRow.digest)))
    beginnings = {key[:4] for key in known}
    sides = [_by_first_byte(side, digest) for side in (mentors, mentees)]
    for first, second in product(*sides):
        if _beginning(first, second) in beginnings:
            for (mentor, one), (mentee, other) in product(sides[0][first], sides[1][second]):
                if pair_key(one, other) in known:
                    yield mentor, mentee


def _by_first_byte(side: Mapping[str, str], digest: PairDigest) -> Mapping[bytes, list[tuple[str, bytes]]]:
    found = defaultdict[bytes, list[tuple[str, bytes]]](list)
    for one, email in side.items():
        key = digest(email)
        found[key[:1]].append((one, key))
    return found


def _any(session: Session) -> str | None:
    return session.scalar(select(PastPairRow.digest).limit(1))
