"""What was corrected in a cohort because of what its participants said."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.value import Moment, Value
from storage.tables.entities import CohortRow
from storage.tables.reports import CohortNoteRow


class CohortNote(Value):
    number: int
    note: str
    noted_at: Moment


def add(session: Session, cohort: str, note: str, now: datetime) -> CohortNote:
    """The cohort is there."""
    session.get_one(CohortRow, cohort, with_for_update=True)  # two never get the same number
    last = session.scalar(select(func.max(CohortNoteRow.number)).where(CohortNoteRow.cohort == cohort)) or 0
    session.add(CohortNoteRow(cohort=cohort, number=last + 1, note=note, noted_at=now))
    session.flush()
    return CohortNote(number=last + 1, note=note, noted_at=now)


def delete(session: Session, cohort: str, number: int) -> bool:
    """Whether there was such a note."""
    row = session.get(CohortNoteRow, (cohort, number))
    if row:
        session.delete(row)
    return row is not None


def notes(session: Session, cohort: str) -> list[CohortNote]:
    """The first first."""
    query = select(CohortNoteRow).where(CohortNoteRow.cohort == cohort).order_by(CohortNoteRow.number)
    return [
        CohortNote(number=row.number, note=row.note, noted_at=row.noted_at) for row in session.scalars(query)
    ]
