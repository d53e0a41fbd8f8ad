"""Drafts of a cohort's matches: the coordinator's pins and forbids, and who approved what."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.enums import ApplicationStage
from domain.errors import NotFound
from domain.matching.candidates import IdPair
from domain.matching.draft import Draft
from domain.people import Pair, PersonDetails
from domain.suggestion import suggest
from domain.value import Moment, Value
from storage import applications
from storage.erasing.past_pairs import PairDigest
from storage.tables.entities import ApplicationRow
from storage.tables.matching import DraftRow, MatchMarkRow


class Mark(StrEnum):
    PIN = "pin"
    FORBID = "forbid"


class StoredDraft(Value):
    draft: Draft
    made_at: Moment
    approved_by: str | None
    approved_at: Moment | None


def marks(session: Session, cohort: str, kind: Mark) -> frozenset[IdPair]:
    query = (
        select(MatchMarkRow)
        .join(ApplicationRow, ApplicationRow.id == MatchMarkRow.mentor)
        .where(ApplicationRow.cohort == cohort, MatchMarkRow.kind == kind)
    )
    return frozenset((row.mentor, row.mentee) for row in session.scalars(query))


def mark(session: Session, mentor: str, mentee: str, kind: Mark | None, now: datetime) -> None:
    """Pin or forbid this pair, or (None) neither; the later word counts."""
    row = session.get(MatchMarkRow, (mentor, mentee))
    if kind is None:
        if row:
            session.delete(row)
        return
    session.merge(MatchMarkRow(mentor=mentor, mentee=mentee, kind=kind, made_at=now))


def store_draft(session: Session, cohort: str, draft: Draft, now: datetime) -> None:
    """Keep this draft in the place of the latest, unless that has been approved: then beside it."""
    latest = _latest(session, cohort)
    if latest and latest.approved_at is None:
        latest.draft, latest.made_at = draft.model_dump(mode="json"), now
        return
    number = latest.number + 1 if latest else 1
    session.add(DraftRow(cohort=cohort, number=number, draft=draft.model_dump(mode="json"), made_at=now))


def latest_draft(session: Session, cohort: str) -> StoredDraft:
    """Raises NotFound if there is none."""
    row = _latest(session, cohort)
    if row is None:
        raise NotFound(f"There is no draft for {cohort} yet; make one with: {suggest('match draft', cohort)}")
    return StoredDraft(
        draft=Draft.model_validate(row.draft),
        made_at=row.made_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )


def approvals(session: Session, cohort: str) -> list[tuple[str, datetime]]:
    """Who has approved drafts of this cohort, and when."""
    query = select(DraftRow).where(DraftRow.cohort == cohort).order_by(DraftRow.number)
    return [
        (row.approved_by, row.approved_at)
        for row in session.scalars(query)
        if row.approved_by and row.approved_at
    ]


def pairs_of(session: Session, cohort: str, draft: Draft) -> list[Pair]:
    """The draft's pairs, with the people's names and addresses."""
    people = {
        view.id: PersonDetails(name=view.application.name, email=view.application.email)
        for view in applications.applications(session, cohort)
    }
    return [
        Pair(mentor=people[p.mentor], mentee=people[p.mentee], arrangement=p.arrangement) for p in draft.pairs
    ]


def is_out_of_date(
    session: Session, cohort: str, kept: StoredDraft, digest: PairDigest | None = None
) -> bool:
    """Whether somebody has come or gone, or an answer, a pin or a forbid has changed, since this draft."""
    if not kept.draft.still_fits(applications.candidates(session, cohort, digest)):
        return True
    drafted = ApplicationRow.id.in_(kept.draft.everybody)
    received = select(func.max(ApplicationRow.received_at)).where(drafted)
    marked = (
        select(func.max(MatchMarkRow.made_at))
        .join(ApplicationRow, ApplicationRow.id == MatchMarkRow.mentor)
        .where(ApplicationRow.cohort == cohort)
    )
    newest = [session.scalar(query) for query in (received, marked)]
    return any(at is not None and at > kept.made_at for at in newest)


def unplaced_when_approved(session: Session, cohort: str) -> list[str]:
    """Who had no partner in the latest draft that was approved, and has been in order ever since: whoever
    has had one meanwhile, or has come back, may still be in the next."""
    query = (
        select(DraftRow)
        .where(DraftRow.cohort == cohort, DraftRow.approved_at.is_not(None))
        .order_by(DraftRow.number.desc())
        .limit(1)
    )
    row = session.scalar(query)
    if row is None:
        return []
    still_there = select(ApplicationRow.id).where(
        ApplicationRow.cohort == cohort,
        ApplicationRow.stage == ApplicationStage.IN_ORDER,
        ApplicationRow.since <= row.approved_at,
    )
    waits = set(session.scalars(still_there))
    return [unplaced.id for unplaced in Draft.model_validate(row.draft).unplaced if unplaced.id in waits]


def approve(session: Session, cohort: str, by: str, now: datetime) -> None:
    """Write down who approved the latest draft."""
    row = _latest(session, cohort)
    assert row
    row.approved_by, row.approved_at = by, now


def _latest(session: Session, cohort: str) -> DraftRow | None:
    query = select(DraftRow).where(DraftRow.cohort == cohort).order_by(DraftRow.number.desc()).limit(1)
    return session.scalar(query)
