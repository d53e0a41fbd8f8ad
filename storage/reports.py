"""The reports that have been made of a cohort. The numbers of each stay as they were made."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.disclosure.breakdown import PublishedBreakdown
from domain.disclosure.profile import Profile
from domain.enums import CohortStage
from domain.errors import NotFound
from domain.evaluation.published import PublishedEvaluation
from domain.suggestion import suggest
from domain.value import Moment, Value
from storage.tables.reports import ReportRow


class FrozenReport(Value):
    """What a report tells."""

    cohort: str
    number: int
    made_at: Moment
    stage: CohortStage
    profile: Profile
    tables: Mapping[str, PublishedBreakdown]
    evaluation: PublishedEvaluation
    facts: str
    """A digest of the exact numbers."""


def frozen(session: Session, cohort: str) -> list[FrozenReport]:
    """All that were made of this cohort, the first first."""
    query = select(ReportRow).where(ReportRow.cohort == cohort).order_by(ReportRow.number)
    return [_of(row) for row in session.scalars(query)]


def latest(session: Session, cohort: str) -> FrozenReport | None:
    query = select(ReportRow).where(ReportRow.cohort == cohort).order_by(ReportRow.number.desc()).limit(1)
    row = session.scalar(query)
    return _of(row) if row else None


def numbered(session: Session, cohort: str, number: int) -> FrozenReport:
    """Raises NotFound."""
    row = session.get(ReportRow, (cohort, number))
    if row is None:
        listed = suggest("cohort report-list", cohort)
        raise NotFound(f"There is no report {number} of {cohort}; list them with: {listed}")
    return _of(row)


def freeze(session: Session, report: FrozenReport) -> FrozenReport:
    """Keep this report. Whoever makes the same one at the same moment gets the one that was kept first."""
    row = ReportRow(**report.model_dump(mode="json", exclude={"made_at"}), made_at=report.made_at)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return numbered(session, report.cohort, report.number)
    return report


def _of(row: ReportRow) -> FrozenReport:
    return FrozenReport(
        cohort=row.cohort,
        number=row.number,
        made_at=row.made_at,
        stage=CohortStage(row.stage),
        profile=Profile(row.profile),
        facts=row.facts,
        tables={key: PublishedBreakdown.model_validate(table) for key, table in row.tables.items()},
        evaluation=PublishedEvaluation.model_validate(row.evaluation),
    )
