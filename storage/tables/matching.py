"""How pairs are found: what the coordinator marked, and the drafts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class MatchMarkRow(Base):
    """The coordinator's hand: two applications that must, or must not, become a pair."""

    __tablename__ = "match_marks"

    mentor: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    mentee: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    kind: Mapped[str]
    made_at: Mapped[datetime]


class DraftRow(Base):
    """A draft of a cohort's matches, and who approved it; all but the latest have been approved."""

    __tablename__ = "drafts"

    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
