"""Reports that were made of a cohort, and what those who ran it write in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class ReportRow(Base):
    """A report that has been made of a cohort. It never changes: what it told may have been passed on."""

    __tablename__ = "reports"

    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    stage: Mapped[str]
    """The cohort's, at that moment."""
    profile: Mapped[str]
    """By which small numbers were rounded and withheld."""
    tables: Mapped[dict[str, Any]]
    """What it shows, and nothing else."""
    evaluation: Mapped[dict[str, Any]]
    """What it tells of the answers of participants, and nothing else."""
    facts: Mapped[str]
    """A digest of the exact numbers, by which it is known whether they are still the same; SHA-256."""


class CohortNoteRow(Base):
    """What was corrected in a cohort because of what participants said."""

    __tablename__ = "cohort_notes"

    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str]
    noted_at: Mapped[datetime]


class RecommendationRow(Base):
    """What those who ran a cohort recommend in its report, in the order in which it says so."""

    __tablename__ = "recommendations"

    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    recommendation: Mapped[str]
