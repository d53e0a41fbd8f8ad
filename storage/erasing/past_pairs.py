"""Who was a pair with somebody who is erased: not by their names, but by a keyed digest of both addresses,
until it expires. So nobody is paired again with the same partner unnoticed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people import is_erased_address
from domain.retention import RetentionClass, RetentionPlan
from storage.erasing.erasures import is_of
from storage.tables import CohortRow, PairingRow, PastPairRow, PersonRow

PairDigest = Callable[[str, str], str]
"""The keyed digest of two addresses, in whatever order they are; the key is not in the store."""


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
            key = digest(*two)
            known[key] = max(expires, known.get(key, expires))
    for key, expires in known.items():
        session.merge(PastPairRow(digest=key, expires_at=expires))
    return len(known)


def were_a_pair(session: Session, digest: PairDigest, one: str, other: str) -> bool:
    """Whether these two addresses were a pair of whom somebody is erased."""
    return bool(_any(session)) and session.get(PastPairRow, digest(one, other)) is not None


def partners_of_before(
    session: Session, digest: PairDigest, mentors: Mapping[str, str], mentees: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """Of these, by id with their addresses, the ids of every two who were such a pair."""
    if not _any(session):
        return
    known = set(session.scalars(select(PastPairRow.digest)))
    for mentor, mentee in product(mentors, mentees):
        if digest(mentors[mentor], mentees[mentee]) in known:
            yield mentor, mentee


def _any(session: Session) -> str | None:
    return session.scalar(select(PastPairRow.digest).limit(1))
