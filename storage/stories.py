"""Who agrees that their story is told. It is asked for, written down, and can be withdrawn at any time."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.enums import Role
from storage.tables import PairingRow, StoryRow


def agree(session: Session, pairing: str, role: Role, now: datetime) -> None:
    """This partner agrees. Agreeing again changes nothing."""
    row = _row(session, pairing, role)
    if row.agreed_at is None or row.withdrawn_at is not None:
        row.agreed_at, row.withdrawn_at = now, None


def withdraw(session: Session, pairing: str, role: Role, now: datetime) -> None:
    """This partner does not agree (any more)."""
    row = _row(session, pairing, role)
    row.withdrawn_at = row.withdrawn_at or now


def agreed(session: Session, cohort: str) -> list[tuple[str, Role]]:
    """Which partners of the cohort's pairings agree, as things stand."""
    query = (
        select(StoryRow)
        .join(PairingRow, PairingRow.id == StoryRow.pairing)
        .where(PairingRow.cohort == cohort, StoryRow.agreed_at.is_not(None), StoryRow.withdrawn_at.is_(None))
        .order_by(StoryRow.pairing, StoryRow.role)
    )
    return [(row.pairing, Role(row.role)) for row in session.scalars(query)]


def _row(session: Session, pairing: str, role: Role) -> StoryRow:
    row = session.get(StoryRow, (pairing, role))
    if row is None:
        row = StoryRow(pairing=pairing, role=role, agreed_at=None, withdrawn_at=None)
        session.add(row)
    return row
