"""Who may do what, and who did."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class ActorRow(Base):
    """Somebody who gives commands. Temporal sees the id alone."""

    __tablename__ = "actors"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """As the system they are signed in to knows them, or as they named themselves with `--as`."""


class CoordinatorRow(Base):
    """An actor who is known, and what they may do."""

    __tablename__ = "coordinators"

    actor: Mapped[str] = mapped_column(ForeignKey("actors.id"), primary_key=True)
    rights: Mapped[list[str]]
    added_at: Mapped[datetime]


class AuditRow(Base):
    """Who did what, and who saw whom; chained by digests (`domain/audit.py`), and never changed."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(ForeignKey("actors.id"))
    action: Mapped[str]
    result: Mapped[str]
    subjects: Mapped[list[str]]
    digest: Mapped[str]


class AuditEndRow(Base):
    """The last entry of the audit, in one row: whoever adds one locks it."""

    __tablename__ = "audit_end"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    digest: Mapped[str]
    removed: Mapped[int] = mapped_column(default=0)
    """The number of the last entry that was kept for long enough and is gone, with all before it; else 0."""
    removed_digest: Mapped[str] = mapped_column(default="")
