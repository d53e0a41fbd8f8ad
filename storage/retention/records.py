"""What is kept the longest: the audit, and which pairs there were."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.retention import RetentionClass
from storage import audit
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.tables.audit import AuditRow
from storage.tables.people import PastPairRow


def entries(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """In their order; none goes before one that was written earlier, since they are a chain."""
    latest, kept = None, clocks.longest(RetentionClass.AUDIT)
    for number, at in session.execute(select(AuditRow.number, AuditRow.at).order_by(AuditRow.number)):
        latest = max(at, latest or at)
        yield RunningClock(str(number), latest + kept)


def remove_entries(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    audit.remove_until(session, max(map(int, ids)))
    return ids


def pairs(session: Session, _: Clocks) -> Iterator[RunningClock]:
    for digest, expires in session.execute(select(PastPairRow.digest, PastPairRow.expires_at)):
        yield RunningClock(digest, expires)


def remove_pairs(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for digest in ids:
        session.execute(delete(PastPairRow).where(PastPairRow.digest == digest))
    return ids
