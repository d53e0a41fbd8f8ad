"""What participants write: answers, agreements, goals, actions, stories. None of it leaves the store but by
what its authors allow."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class AuthorRow(Base):
    """Under which pseudonym somebody answers in a cohort, in one role. Answers know the pseudonym alone."""

    __tablename__ = "authors"
    __table_args__ = (UniqueConstraint("person", "cohort", "role"),)

    pseudonym: Mapped[str] = mapped_column(primary_key=True)
    """Drawn by chance."""
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"))
    role: Mapped[str]


class AnswerRow(Base):
    """What was answered to one question in one wave; a question left out has no row."""

    __tablename__ = "answers"

    pseudonym: Mapped[str] = mapped_column(ForeignKey("authors.pseudonym"), primary_key=True)
    wave: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str]


class ContactWishRow(Base):
    """A mentor to whom the explaining falls wants the coordinator to get in touch."""

    __tablename__ = "contact_wishes"

    pairing: Mapped[str] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    """When the coordinator had been in touch."""


class AgreementRow(Base):
    """What a pair has agreed on, which the two alone read; and when each agreed to it as it stands."""

    __tablename__ = "agreements"

    pairing: Mapped[str] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    confidentiality: Mapped[str]
    how_often: Mapped[str]
    not_spoken_of: Mapped[str]
    ending_well: Mapped[str]
    mentor_agreed_at: Mapped[datetime | None]
    mentee_agreed_at: Mapped[datetime | None]


class GoalRow(Base):
    """What a partner wants to have come to; theirs alone, or theirs and their partner's."""

    __tablename__ = "goals"

    pairing: Mapped[str] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    goal: Mapped[str]
    plan: Mapped[str]
    is_shared: Mapped[bool]
    """Whether their partner may read it."""
    at_midway: Mapped[str | None]
    """How far it was at the mid-point; None: nobody has looked."""
    at_end: Mapped[str | None]
    written_at: Mapped[datetime]
    feedback: Mapped[str | None]
    """What their partner says of it, which the two alone read; None as long as it is not shared."""


class ActionRow(Base):
    """A change that somebody made at work."""

    __tablename__ = "actions"

    pairing: Mapped[str] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]
    is_shareable: Mapped[bool]
    """Whether the report may have it, without a name."""
    told_at: Mapped[datetime]


class StoryRow(Base):
    """A participant's story or quote, in its latest version."""

    __tablename__ = "stories"
    __table_args__ = (UniqueConstraint("cohort", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"))
    number: Mapped[int]
    pairing: Mapped[str] = mapped_column(ForeignKey("pairings.id"))
    role: Mapped[str]
    """Whose it is."""
    words: Mapped[str | None]
    link: Mapped[str | None]
    """Where it is, if not in words here: a film, a page."""
    named: Mapped[str]
    """How its author is named."""
    names_partner: Mapped[bool]
    """Whether the partner can be recognised in it, who then must approve it, too."""
    version: Mapped[int]
    added_at: Mapped[datetime]
    author_approved_at: Mapped[datetime | None]
    """When the author approved this version."""
    partner_approved_at: Mapped[datetime | None]
    was_published: Mapped[bool]
    """Whether some version was approved by all who must, so that it may stand somewhere."""
    withdrawn_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    """When it was taken down, wherever it stood."""
