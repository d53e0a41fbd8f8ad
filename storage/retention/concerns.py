"""Concerns that people raised, and the links to them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.enums import CohortStage
from domain.raised_concern import letters_about
from domain.retention import RetentionClass
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.tables.concerns import RaisedConcernRow
from storage.tables.entities import CohortRow
from storage.tables.letters import LinkRow


def concerns(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """Those that are closed, and those that nobody closed before their cohort was over."""
    query = select(RaisedConcernRow, CohortRow.stage, CohortRow.since).join(
        CohortRow, CohortRow.key == RaisedConcernRow.cohort
    )
    for row, stage, since in session.execute(query.order_by(RaisedConcernRow.id)):
        over = max(since, row.raised_at) if stage == CohortStage.ENDED else None
        if from_then := row.closed_at or over:
            yield RunningClock(row.id, from_then + clocks.of(row.cohort, RetentionClass.CONCERNS), row.cohort)


def remove_concerns(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for concern in ids:
        session.execute(delete(LinkRow).where(LinkRow.workflow_id == letters_about(concern)))
        session.execute(delete(RaisedConcernRow).where(RaisedConcernRow.id == concern))
    return ids
