"""Letters and their links, and what holds letters back: an address that bounced, a server that refuses."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class LetterRow(Base):
    """The outbox: one row a letter, from the moment it was decided on. Its bytes never change."""

    __tablename__ = "letters"
    __table_args__ = (
        *(Index(None, "state"), Index(None, "workflow_id"), Index(None, "cohort")),
        Index(None, "person"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """The business key: whatever happens, there is one row for it."""
    workflow_id: Mapped[str]
    """What it is about: the workflow id of an application, a pairing or a cohort."""
    cohort: Mapped[str] = mapped_column(ForeignKey("cohorts.key"))
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    """The partner or applicant; None for a line manager and for the coordinator."""
    role: Mapped[str]
    name: Mapped[str]
    written_at: Mapped[datetime]
    recipient: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    mime: Mapped[bytes] = mapped_column(LargeBinary)
    """Empty once it has been erased, or was kept for long enough."""
    is_farewell: Mapped[bool]
    """Whether it is still wanted when what it is about is over."""
    hold_if_unsure: Mapped[bool]
    expires: Mapped[datetime | None]
    unwanted: Mapped[bool]
    """What has happened since has made it wrong: it must not be tried again."""
    asked_for: Mapped[bool]
    """A human wants it sent, whatever became of its pairing."""
    state: Mapped[str]
    claim: Mapped[str | None]
    """Who is delivering it now; a claim that was overtaken by another may not go on."""
    attempts: Mapped[int]
    unsure: Mapped[int]
    """How often nobody knew whether the mail server had taken it."""
    first_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reply: Mapped[str | None]
    """The mail server's last answer."""
    timezone: Mapped[str | None]
    """By whose clock it is day or night for its reader; None: it may go at any hour, as somebody asked
    for it, or as one of before."""
    not_before: Mapped[datetime | None]
    """It waits until then, since another letter has gone to its reader on that day."""


class LinkRow(Base):
    """A link that opens somebody's page. What stands in the letter is a token; here is its digest alone."""

    __tablename__ = "links"
    __table_args__ = (Index(None, "person"), Index(None, "workflow_id"))

    digest: Mapped[str] = mapped_column(primary_key=True)
    """Of the token: SHA-256 in hexadecimal."""
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    """Whose it is; None: a line manager's."""
    workflow_id: Mapped[str]
    """What the page is about: the workflow id of an application or a pairing."""
    role: Mapped[str]
    """As whom the reader was written to."""
    purpose: Mapped[str]
    """The question that it leads to."""
    address: Mapped[str]
    """A digest of the address that the link went to: with another address it is dead."""
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class BounceRow(Base):
    """An address that a letter came back from: nothing more is sent there until somebody has looked."""

    __tablename__ = "bounces"

    email: Mapped[str] = mapped_column(primary_key=True)
    letter: Mapped[str | None]
    """The letter that came back, if the report says which."""
    bounced_at: Mapped[datetime]
    status: Mapped[str | None]
    """The enhanced status code, as `5.1.1` (RFC 3463)."""
    diagnostic: Mapped[str | None]


class MailOutageRow(Base):
    """The mail server refuses everybody, so that nothing is sent; no row while it serves us."""

    __tablename__ = "mail_outages"

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[str]
    try_again_at: Mapped[datetime]
    """When one letter is tried, to see whether it is over."""
