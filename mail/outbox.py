"""The outbox: a letter's row from the decision to write it until its fate is known.

It is written in the transaction that records why the letter is due. From then on each step of
`domain/letter/machine.py` is a transaction of its own (`mail/claiming.py`).

What a human decides about a letter is in `mail/moderation.py`; reports that one came back are in
`mail/bounces.py`.

A crash while `claimed` is harmless, since nothing had been handed over. A crash while `in_data` is
the one case in which nobody can know (RFC 1047); the letter then goes again, byte for byte the
same, or is held for a human if a second copy would hurt.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Boolean, ColumnElement, Update, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from domain.entity.entity import Entry
from domain.enums import Correspondent
from domain.letter.kinds import LETTERS, QueuedLetter, urgency_of
from domain.letter.letter import Letter, LetterName
from domain.letter.machine import CANCEL, RESTORE, RESTORE_DRAFT
from domain.letter.states import ON_THEIR_WAY, UNDECIDED, WAITING, LetterState
from domain.people import is_erased_address
from mail.facts import Recipient, Sender
from mail.message import message_id, mime_of
from mail.page_links import with_page
from mail.putting_right import may_have_arrived
from mail.templates import words_of
from storage.tables.entities import CohortRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow
from storage.views import CohortView, LetterView, cohort_of, letter_of


@dataclass(frozen=True)
class Source:
    """Where a letter comes from."""

    id: str
    """Part of its business key."""
    workflow_id: str
    """What it is about."""
    cohort: str
    at: datetime


def cancel_unwanted(session: Session, entry: Entry) -> None:
    """Take out those waiting that this entry has made wrong: a chaser after the answer, the old time of a
    session that has moved."""
    wanted = [f"{entry.id}:{key}" for key in entry.still_wanted]
    here = {"workflow": entry.workflow_id, "wanted": wanted, "over": not entry.snapshot.stage.is_open}
    # Nobody has read these rows in this session.
    session.execute(_TAKE_OUT, here, execution_options={"synchronize_session": False})


def _take_out() -> Update:
    """One that is being delivered now, or may have arrived, is only marked: it does not go again."""
    has_not_gone = or_(
        LetterRow.state.in_(WAITING), and_(LetterRow.state.in_(UNDECIDED), LetterRow.unsure == 0)
    )
    taken_out = and_(has_not_gone, LetterRow.state.in_(CANCEL.sources))
    unwanted = or_(
        LetterRow.key.not_in(bindparam("wanted", expanding=True)),
        and_(bindparam("over", type_=Boolean), LetterRow.is_farewell.is_(False)),
    )
    return (
        update(LetterRow)
        .where(LetterRow.workflow_id == bindparam("workflow"), LetterRow.asked_for.is_(False), unwanted)
        .where(LetterRow.state.in_((*ON_THEIR_WAY, *UNDECIDED)))
        .values(unwanted=True, state=case((taken_out, CANCEL.target.value), else_=LetterRow.state))
    )


_TAKE_OUT = _take_out()
"""Made once: it is asked with every entry."""


def restore_wanted(session: Session, entry: Entry) -> None:
    """Put back those that had not gone when a slip cancelled them, and that are right without it."""
    wanted = [f"{entry.id}:{key}" for key in entry.still_wanted]
    rows = session.scalars(
        select(LetterRow).where(
            LetterRow.workflow_id == entry.workflow_id,
            LetterRow.key.in_(wanted),
            LetterRow.state.in_(RESTORE.sources),
            LetterRow.unwanted.is_(True),
        )
    )
    for row in rows:
        if entry.snapshot.stage.is_open or row.is_farewell:
            cohort = session.get_one(CohortRow, row.cohort)
            step = RESTORE_DRAFT if cohort_of(cohort).programme.letters.review else RESTORE
            row.state, row.unwanted = step.after(row.state), False


def write(
    session: Session, entry: Entry, cohort: CohortView, address: Callable[[Letter], Recipient], sender: Sender
) -> None:
    """Put the entry's letters into the outbox, as drafts where the programme wants them reviewed, and take
    out those waiting that it has made wrong."""
    cancel_unwanted(session, entry)
    for letter in entry.letters:
        if letter.puts_right and not may_have_arrived(session, entry, letter):
            continue
        to = address(letter)
        # A line manager's may just have been taken back; whoever was erased reads nothing more.
        if to.email and not is_erased_address(to.email):
            source = Source(entry.id, entry.workflow_id, cohort.key, entry.at)
            to = with_page(session, letter, source.workflow_id, source.at, to, sender.pages)
            row = _row(letter, source, to, sender)
            if letter.role is not Correspondent.COORDINATOR:
                _with_care(session, row, cohort)
            session.add(row)


def write_one(
    session: Session,
    letter: Letter,
    source: Source,
    to: Recipient,
    sender: Sender,
    participants_of: CohortView | None = None,
    by_day_in: str | None = None,
) -> QueuedLetter:
    """Put a letter into the outbox that no entry calls for; the same if it is there already.
    `participants_of`: the cohort, where it is not to the coordinator. `by_day_in`: the timezone, where one to
    somebody else does not go at night."""
    there = session.scalar(select(LetterRow.id).where(LetterRow.key == f"{source.id}:{letter.key}"))
    if there:
        return queued_letter(session, there)
    row = _row(letter, source, to, sender)
    row.timezone = by_day_in
    if participants_of:
        _with_care(session, row, participants_of)
    session.add(row)
    session.flush()
    return queued_letter(session, row.id)


def written_since(session: Session, workflow_id: str, email: str, since: datetime) -> int:
    """How many letters about this have been written to this address since then."""
    here = (LetterRow.workflow_id == workflow_id, LetterRow.recipient == email, LetterRow.written_at > since)
    return session.scalar(select(func.count()).where(*here)) or 0


def is_awaited(session: Session, workflow_id: str, email: str) -> bool:
    """Whether a letter about this is on its way to this address, or waits for somebody to let it go."""
    here = (LetterRow.workflow_id == workflow_id, LetterRow.recipient == email)
    states = LetterRow.state.in_((*WAITING, *UNDECIDED))
    return session.scalar(select(LetterRow.id).where(*here, states).limit(1)) is not None


def by_key(session: Session, key: str) -> LetterView | None:
    """The letter of this business key, if it has been written."""
    row = session.scalar(select(LetterRow).where(LetterRow.key == key))
    return letter_of(row) if row else None


def by_id(session: Session, letter_id: str) -> LetterView | None:
    """Whoever it is to."""
    row = session.get(LetterRow, letter_id)
    return letter_of(row) if row else None


def waiting(session: Session, workflow_id: str) -> list[QueuedLetter]:
    """The letters about this entity that still have to be delivered."""
    return queued_letters(session, LetterRow.workflow_id == workflow_id, LetterRow.state.in_(WAITING))


def if_waiting(session: Session, letter_id: str) -> QueuedLetter | None:
    """This letter, if it still has to be delivered and nobody is at it."""
    found = queued_letters(session, LetterRow.id == letter_id, LetterRow.state.in_(WAITING))
    return found[0] if found else None


def all_waiting(session: Session) -> list[QueuedLetter]:
    """All letters that still have to be delivered, the first written first."""
    return queued_letters(session, LetterRow.state.in_(WAITING))


def on_their_way(session: Session) -> Counter[str]:
    """For each entity how many letters about it have not reached the end of their way yet."""
    query = select(LetterRow.workflow_id, func.count()).where(LetterRow.state.in_(ON_THEIR_WAY))
    return Counter(dict(iter(session.execute(query.group_by(LetterRow.workflow_id)))))


def _with_care(session: Session, row: LetterRow, cohort: CohortView) -> None:
    """A participant, or a line manager, is written to by day, and after a review where there is one."""
    person = session.get_one(PersonRow, row.person) if row.person else None
    row.timezone = (person and person.timezone) or cohort.programme.timezone
    if cohort.programme.letters.review:
        row.state = LetterState.DRAFT


def _row(letter: Letter, source: Source, to: Recipient, sender: Sender) -> LetterRow:
    key = f"{source.id}:{letter.key}"
    words = words_of(letter.name, to.facts, to.own)
    return LetterRow(
        id=uuid4().hex,
        key=key,
        workflow_id=source.workflow_id,
        cohort=source.cohort,
        person=to.person,
        role=letter.role,
        name=letter.name,
        written_at=source.at,
        recipient=to.email,
        subject=words.subject,
        message_id=message_id(key, sender),
        mime=mime_of(letter, words, to, sender, key, source.at),
        is_farewell=LETTERS[letter.name].is_farewell,
        hold_if_unsure=LETTERS[letter.name].hold_if_unsure,
        expires=letter.expires,
        unwanted=False,
        asked_for=False,
        state=LetterState.PENDING,
        attempts=0,
        unsure=0,
    )


_COLUMNS = (LetterRow.id, LetterRow.cohort, LetterRow.name, LetterRow.written_at, LetterRow.expires)
"""Not the letter itself, which is large."""


def queued_letters(session: Session, *where: ColumnElement[bool]) -> list[QueuedLetter]:
    """The letters of which this is true, the first written first."""
    query = select(*_COLUMNS).where(*where).order_by(LetterRow.written_at, LetterRow.key)
    return [
        QueuedLetter(row.id, row.cohort, urgency_of(LetterName(row.name), row.written_at, row.expires))
        for row in session.execute(query)
    ]


def queued_letter(session: Session, letter_id: str) -> QueuedLetter:
    """This letter of the outbox, which there must be."""
    (letter,) = queued_letters(session, LetterRow.id == letter_id)
    return letter
