"""Links to pages: they go with what they lead to."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.retention import RetentionClass
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.retention.over import applications_over, pairings_over
from storage.tables.letters import LinkRow


def links(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """What is over and links still lead to, by its workflow id."""
    left = set(session.scalars(select(LinkRow.workflow_id)))
    for workflow_id, at, cohort in _over(session):
        if workflow_id in left:
            yield RunningClock(workflow_id, at + clocks.of(cohort, RetentionClass.LINKS), cohort)


def remove_links(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for workflow_id in ids:
        session.execute(delete(LinkRow).where(LinkRow.workflow_id == workflow_id))
    return ids


def _over(session: Session) -> Iterator[tuple[str, datetime, str]]:
    for one in applications_over(session):
        yield EntityKind.APPLICATION.workflow_id(one.row.id), one.since, one.row.cohort
    for pairing, ended in session.execute(pairings_over(session)):
        yield EntityKind.PAIRING.workflow_id(pairing.id), max(pairing.since, ended), pairing.cohort
