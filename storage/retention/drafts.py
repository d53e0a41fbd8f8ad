"""Drafts of matches: whose words brought a pair together, and what a coordinator marked."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from domain.enums import CohortStage
from domain.retention import RetentionClass
from storage.erasing.others import without_words
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.tables.entities import ApplicationRow, CohortRow
from storage.tables.matching import DraftRow, MatchMarkRow


def drafts(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """The cohorts in which there are any."""
    query = select(CohortRow.key, CohortRow.since).where(CohortRow.stage == CohortStage.ENDED)
    for cohort, since in session.execute(query.order_by(CohortRow.key)):
        if _has_words(session, cohort) or session.scalar(_marked(cohort).limit(1)):
            yield RunningClock(cohort, since + clocks.of(cohort, RetentionClass.DRAFTS), cohort)


def remove_drafts(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for cohort in ids:
        for row in session.scalars(select(DraftRow).where(DraftRow.cohort == cohort)):
            row.draft = without_words(row.draft)
        session.execute(delete(MatchMarkRow).where(MatchMarkRow.mentor.in_(_marked(cohort))))
    return ids


def _has_words(session: Session, cohort: str) -> bool:
    found = session.scalars(select(DraftRow.draft).where(DraftRow.cohort == cohort))
    return any(without_words(draft) != draft for draft in found)


def _marked(cohort: str) -> Select[str]:
    applied = select(ApplicationRow.id).where(ApplicationRow.cohort == cohort)
    return select(MatchMarkRow.mentor).where(MatchMarkRow.mentor.in_(applied))
