"""Concerns that people raise: read by whom they were told to and by their author, and by nobody else."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.letter.states import LetterState
from domain.programme.contacts import Contact
from domain.raised_concern import ConcernProgress, ConcernState, GetInTouch, ToldConcern, letters_about
from storage.tables.concerns import RaisedConcernRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow
from storage.views import PersonView, person_of


class RaisedConcern(ConcernProgress):
    """A concern whole."""

    id: str
    cohort: str
    what: str | None
    """None: its author has been erased."""
    get_in_touch: GetInTouch | None
    reached_by: str | None
    may_be_named: bool
    told_email: str
    note: str | None
    author: PersonView | None
    """None where they do not say who they are, or have been erased."""


_NOT_THERE = (LetterState.FAILED, LetterState.BOUNCED, LetterState.HELD)


def add(
    session: Session, cohort: str, person: str, told: ToldConcern, to: Contact, now: datetime
) -> RaisedConcern:
    row = RaisedConcernRow(
        id=uuid4().hex, cohort=cohort, person=person, told_name=to.name, told_email=to.email, raised_at=now
    )
    _tell(row, told)
    session.add(row)
    session.flush()
    return _concern(session, row)


def told_again(session: Session, cohort: str, person: str, told: ToldConcern, since: datetime) -> bool:
    """Whether they have raised the very same since then; what they say besides is as they say it last. Locks
    the person, so that the same is not raised twice at one moment."""
    session.get_one(PersonRow, person, with_for_update=True)
    of = (RaisedConcernRow.cohort == cohort, RaisedConcernRow.person == person)
    same = (*of, RaisedConcernRow.what == told.what, RaisedConcernRow.raised_at > since)
    row = session.scalars(select(RaisedConcernRow).where(*same).limit(1)).first()
    if row:
        _tell(row, told)
    return row is not None


def raised_since(session: Session, cohort: str, person: str, since: datetime) -> int:
    """How many they have raised since then."""
    of = (RaisedConcernRow.cohort == cohort, RaisedConcernRow.person == person)
    query = select(func.count()).select_from(RaisedConcernRow)
    return session.scalar(query.where(*of, RaisedConcernRow.raised_at > since)) or 0


def find(session: Session, concern: str) -> RaisedConcern | None:
    row = session.get(RaisedConcernRow, concern)
    return _concern(session, row) if row else None


def not_closed(session: Session, cohort: str) -> list[RaisedConcern]:
    of = (RaisedConcernRow.cohort == cohort, RaisedConcernRow.closed_at.is_(None))
    rows = session.scalars(select(RaisedConcernRow).where(*of).order_by(RaisedConcernRow.id))
    return [_concern(session, row) for row in rows if row.what is not None]


def not_received(session: Session) -> list[RaisedConcern]:
    """Those of all cohorts of which nobody has said so, and whose letter has not come back."""
    unseen = (RaisedConcernRow.received_at.is_(None), RaisedConcernRow.what.is_not(None))
    rows = session.scalars(select(RaisedConcernRow).where(*unseen).order_by(RaisedConcernRow.id))
    return [_concern(session, row) for row in rows if not _came_back(session, row.id)]


def progress_of(session: Session, cohort: str, person: str) -> tuple[ConcernProgress, ...]:
    """Of each that they have raised in this cohort, the first first."""
    return tuple(
        ConcernProgress(
            told_to=one.told_to,
            raised_at=one.raised_at,
            received_at=one.received_at,
            closed_at=one.closed_at,
            came_back=_came_back(session, one.id),
        )
        for one in of_person(session, person)
        if one.cohort == cohort
    )


def _came_back(session: Session, concern: str) -> bool:
    query = select(LetterRow.state).where(LetterRow.workflow_id == letters_about(concern))
    last = session.scalars(query.order_by(LetterRow.written_at.desc(), LetterRow.id).limit(1)).first()
    return last in _NOT_THERE


def of_person(session: Session, person: str) -> list[RaisedConcern]:
    """All that they have raised, the first first."""
    query = select(RaisedConcernRow).where(RaisedConcernRow.person == person)
    rows = session.scalars(query.order_by(RaisedConcernRow.raised_at, RaisedConcernRow.id))
    return [_concern(session, row) for row in rows]


def note(session: Session, concern: str, state: ConcernState, note: str | None, now: datetime) -> None:
    """Who was told says how it stands; the moment at which they said so first stays."""
    row = session.get_one(RaisedConcernRow, concern, with_for_update=True)
    row.received_at = row.received_at or now
    row.closed_at = (row.closed_at or now) if state is ConcernState.CLOSED else None
    row.note = note


def forget_author(session: Session, person: str) -> None:
    """What they raised goes, and whose it was; that there was something, for who was told, stays."""
    for row in session.scalars(select(RaisedConcernRow).where(RaisedConcernRow.person == person)):
        row.person, row.what, row.get_in_touch, row.reached_by, row.note = None, None, None, None, None
        row.may_be_named = False


def _tell(row: RaisedConcernRow, told: ToldConcern) -> None:
    row.what, row.get_in_touch, row.reached_by = told.what, told.get_in_touch.value, told.reached_by
    row.may_be_named = told.may_be_named


def _concern(session: Session, row: RaisedConcernRow) -> RaisedConcern:
    is_named = row.person and row.get_in_touch != GetInTouch.UNNAMED
    fields = {name: getattr(row, name) for name in _AS_KEPT}
    author = person_of(session.get_one(PersonRow, row.person)) if is_named else None
    return RaisedConcern.model_validate({**fields, "told_to": row.told_name, "author": author})


_AS_KEPT = RaisedConcern.model_fields.keys() - {"told_to", "author", "came_back"}
