"""The tables. People live here and nowhere else; everything else knows them by their ids."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base as Base


class StoreRow(Base):
    """The store itself, in one row that its migration writes. A backup that is restored is the same store."""

    __tablename__ = "store"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Made up; what is on the Temporal server says by it which store it belongs to."""


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


class LookRow(Base):
    """What the latest look has found of a cohort in which the store and the server differ."""

    __tablename__ = "looks"

    cohort: Mapped[str] = mapped_column(primary_key=True)
    """Its key; empty for letters, and for what belongs to no cohort of this store."""
    at: Mapped[datetime]
    drift: Mapped[dict[str, Any]]
    """How many differences there are, by kind."""


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
