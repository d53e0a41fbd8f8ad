"""What those who ran a cohort recommend in its report."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.tables.reports import RecommendationRow


def replace(session: Session, cohort: str, recommendations: Sequence[str]) -> None:
    """These, in place of those there were. The cohort is there."""
    session.execute(delete(RecommendationRow).where(RecommendationRow.cohort == cohort))
    session.add_all(
        RecommendationRow(cohort=cohort, number=number, recommendation=one)
        for number, one in enumerate(recommendations, 1)
    )


def recommendations(session: Session, cohort: str) -> tuple[str, ...]:
    """In their order."""
    query = select(RecommendationRow).where(RecommendationRow.cohort == cohort)
    return tuple(row.recommendation for row in session.scalars(query.order_by(RecommendationRow.number)))
