"""Mentors who want the coordinator to get in touch, because the work of explaining falls to them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.enums import Role
from storage.tables.entities import PairingRow
from storage.tables.evaluation import ContactWishRow


def wish(session: Session, pairing: str, role: Role, is_wanted: bool, now: datetime) -> None:
    """They want it, or not (any more). One that was settled stays so until it has been taken back."""
    row = session.get(ContactWishRow, (pairing, role.value))
    if is_wanted and row is None:
        session.add(ContactWishRow(pairing=pairing, role=role.value, asked_at=now, settled_at=None))
    elif row is not None and not is_wanted:
        session.delete(row)
    session.flush()


def settle(session: Session, pairing: str, now: datetime) -> bool:
    """The coordinator has been in touch; whether anybody of this pairing wanted that."""
    rows = list(session.scalars(select(ContactWishRow).where(ContactWishRow.pairing == pairing)))
    for row in rows:
        row.settled_at = row.settled_at or now
    return bool(rows)


def waiting(session: Session, cohort: str) -> list[tuple[str, Role]]:
    """Who of this cohort waits, as pairing and role."""
    query = (
        select(ContactWishRow.pairing, ContactWishRow.role)
        .join(PairingRow, PairingRow.id == ContactWishRow.pairing)
        .where(PairingRow.cohort == cohort, ContactWishRow.settled_at.is_(None))
        .order_by(ContactWishRow.asked_at, ContactWishRow.pairing)
    )
    return [(pairing, Role(role)) for pairing, role in session.execute(query)]
