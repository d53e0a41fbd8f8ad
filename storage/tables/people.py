"""Who takes part. People live here and nowhere else; everything else knows them by their ids."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class PersonRow(Base):
    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str | None]
    """Theirs, as `Europe/London`; None where it is the programme's."""


class ErasureRow(Base):
    """Somebody who asked to be erased; the list that outlives a restore is not in the store."""

    __tablename__ = "erasures"

    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    asked_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    """When their name and all words went; None as long as something of theirs goes on."""
    workflows: Mapped[list[str]]
    """The ids of the workflows that were theirs, whose histories go, too."""
    compacted_at: Mapped[datetime | None]
    """When nothing of it was left in the store's free pages, either."""
    done_at: Mapped[datetime | None]
    """When those histories had gone, too."""


class PastPairRow(Base):
    """Two who were a pair, of whom somebody is erased: a digest of the keyed digests of their addresses
    (HMAC-SHA256), whose key is not in the store."""

    __tablename__ = "past_pairs"

    digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]
