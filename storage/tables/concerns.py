"""The table of concerns that people raise. What stands in it stands nowhere else."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class RaisedConcernRow(Base):
    __tablename__ = "raised_concerns"
    __table_args__ = (Index(None, "person"), Index(None, "cohort"))

    id: Mapped[str] = mapped_column(primary_key=True)
    """Drawn by chance: it says nothing of whose it is."""
    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"))
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    """Who raised it; None once they are erased."""
    what: Mapped[str | None]
    """None once its author is erased, as are the two below."""
    get_in_touch: Mapped[str | None]
    reached_by: Mapped[str | None]
    may_be_named: Mapped[bool]
    told_name: Mapped[str]
    """Whom the programme named when it was raised; nobody else is ever told."""
    told_email: Mapped[str]
    raised_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    note: Mapped[str | None]
    """Of who was told."""
