"""What goes on for months: cohorts, applications and pairings, the entries that were recorded of them, and
their outcomes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class EntityColumns:
    """How an entity stands since its last recorded entry."""

    revision: Mapped[int]
    """The last entry recorded; 0 before the workflow has begun."""
    stage: Mapped[str]
    since: Mapped[datetime]
    waits_for: Mapped[str | None]
    """What it waits for, as it continues "It waits for ..."."""
    until: Mapped[datetime | None]
    """When something happens by itself."""
    concerns: Mapped[list[str]]
    state: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """The entity itself without its rules, as ids, enums and times; with them it can be begun again. Large,
    so that it is read only where it is asked for; None as long as nothing has been recorded."""
    rules: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    """Its rules, as the last entry that changed them said."""


class CohortRow(EntityColumns, Base):
    __tablename__ = "cohorts"

    key: Mapped[str] = mapped_column(primary_key=True)
    programme: Mapped[dict[str, Any]]
    """The programme as it was when the cohort opened, in the cohort's own dates."""
    is_demo: Mapped[bool]
    opened_at: Mapped[datetime]
    follows: Mapped[str | None] = mapped_column(ForeignKey("cohorts.key"))
    """The cohort whose waiting people were offered the first places in this one."""


class ApplicationRow(EntityColumns, Base):
    """One person's application in one role of a cohort."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("cohort", "number"),
        UniqueConstraint("cohort", "person", "role"),
        Index(None, "cohort", "stage"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"))
    number: Mapped[int]
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    answers: Mapped[dict[str, Any]]
    """What the person told; may hold what they chose to share about their background."""
    received_at: Mapped[datetime]
    """When the form, or the latest answers, came into the store."""
    sent_at: Mapped[datetime | None]
    """When the person sent the form, as the form or the coordinator says; None: as it came into the store."""
    imported: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Name, address and answers as the file said them last, whatever has been put right since; None where no
    file has said anything yet."""
    reason: Mapped[str | None]
    missing: Mapped[list[str]]
    outstanding: Mapped[list[str]]
    came_to: Mapped[list[str]]
    signed_up: Mapped[list[str]]


class PairingRow(EntityColumns, Base):
    __tablename__ = "pairings"
    __table_args__ = (
        UniqueConstraint("cohort", "number"),
        UniqueConstraint("cohort", "mentor", "mentee", "again"),
        Index(None, "cohort", "stage"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"))
    number: Mapped[int]
    mentor: Mapped[str] = mapped_column(ForeignKey("people.id"))
    mentee: Mapped[str] = mapped_column(ForeignKey("people.id"))
    again: Mapped[int] = mapped_column(default=0)
    """How many pairings these two had before in this cohort."""
    arrangement: Mapped[str]
    reason: Mapped[str | None]
    paused: Mapped[bool]
    sessions: Mapped[int]
    minimum: Mapped[int]
    taken_over: Mapped[datetime | None]
    """When a pair that had been running elsewhere was brought in."""


class EntryRow(Base):
    """An entry that has been recorded: what tells a second try of it from another story."""

    __tablename__ = "entries"

    workflow_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    """Of all that it said, letters included; SHA-256 in hexadecimal."""


class OutcomeRow(Base):
    __tablename__ = "outcomes"

    workflow_id: Mapped[str] = mapped_column(primary_key=True)
    """Whose it is: the workflow id of an application, a pairing or a cohort."""
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    happened_on: Mapped[date | None]
    role: Mapped[str | None]
    about: Mapped[str | None]
    session: Mapped[int | None]
    starts: Mapped[datetime | None]
    minutes: Mapped[int | None]
    actor: Mapped[str | None]
    """Who did it; None: Tandem itself. No foreign key: a restored store may know less than a workflow."""
    corrects: Mapped[int | None]
    """The number of the outcome that this one takes back."""
    corrected_by: Mapped[int | None]
    """The number of the outcome that took this one back, which then counts no more; None: it stands."""
