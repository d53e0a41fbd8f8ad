"""What ties the store to the Temporal server: whose it is, what is to be told, and where the two differ."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class StoreRow(Base):
    """The store itself, in one row that its migration writes. A backup that is restored is the same store."""

    __tablename__ = "store"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Made up; what is on the Temporal server says by it which store it belongs to."""


class MessageRow(Base):
    """What a command has written for the Temporal server: in the transaction of the change that it is about,
    until it has been told."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "target"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    """What is for the same target is told in this order."""
    id: Mapped[str] = mapped_column(unique=True)
    """An update's id: told twice under one id, it is done once."""
    target: Mapped[str]
    """The id of a workflow, or of the letter that is to be delivered."""
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    """Ids, enums and times only: it goes to Temporal."""
    written_at: Mapped[datetime]
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The cohort's programme `before` and `after` the change; None where a refusal puts nothing back."""


class LookRow(Base):
    """What the latest look has found of a cohort in which the store and the server differ."""

    __tablename__ = "looks"

    cohort: Mapped[str] = mapped_column(primary_key=True)
    """Its key; empty for letters, and for what belongs to no cohort of this store."""
    at: Mapped[datetime]
    drift: Mapped[dict[str, Any]]
    """How many differences there are, by kind."""
