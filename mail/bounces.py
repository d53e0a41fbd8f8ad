"""Letters that came back: what is noted of a report, and to whom nothing more is sent until it is right."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound, Refused
from domain.letter.bounce_cause import BounceCause
from domain.letter.kinds import OF_FORMER_ADDRESS, QueuedLetter
from domain.letter.machine import BOUNCE, TRUST_ADDRESS
from domain.letter.states import ON_THEIR_WAY, LetterState
from domain.suggestion import suggest
from domain.value import Moment, Value
from mail.claiming import COMES_BACK
from mail.dsn import Report
from mail.outbox import queued_letter
from storage.tables.letters import BounceRow, LetterRow
from storage.tables.people import PersonRow
from storage.views import LetterView, letter_of

_HAS_GONE = (LetterState.SENT, LetterState.BOUNCED)


class Bounced(Value):
    """An address that letters come back from."""

    email: str
    bounced_at: Moment
    letter: str | None
    """The id of the letter that came back, if the report says which."""
    status: str | None
    diagnostic: str | None


class FoundBounce(NamedTuple):
    letter: LetterView
    is_named: bool
    """By the report, which gives its Message-ID back; else it is the last one that went to that address, and
    the report may be about other mail."""


class NotedBounce(NamedTuple):
    letter: LetterView
    cause: BounceCause
    is_new: bool
    """False if it was noted before."""
    is_barred: bool
    """Nothing more is sent to its address until that is right again."""
    has_moved: bool = False
    """Its reader has another address by now."""


def find(session: Session, report: Report) -> FoundBounce:
    """The letter that a report is about, as far as one can tell. Raises NotFound if we have sent no such
    letter, and none to that address."""
    row = _by_message_id(session, report)
    return FoundBounce(letter_of(row or _latest_to(session, report)), row is not None)


def note(session: Session, report: Report, now: datetime) -> NotedBounce:
    """The letter that came back is marked so. Noting it twice notes it once.

    Raises NotFound if we have sent no such letter, and none to that address, Refused if it has been sent
    again since.
    """
    row = _by_message_id(session, report)
    which = row.id if row else None
    row = row or _latest_to(session, report)
    is_barred = _bars(report, row)
    if row.state == LetterState.BOUNCED and row.reply == _said(report):
        return NotedBounce(letter_of(row), report.cause, is_new=False, is_barred=is_barred)
    if row.asked_for and _is_of_before(report, row):
        raise Refused(f"Letter {row.id[:8]} has been sent again since; this report is about the time before.")
    row.state, row.claim, row.reply = BOUNCE.after(row.state), None, _said(report)
    if is_barred:
        _bar(session, row, which, report, now)
    return NotedBounce(letter_of(row), report.cause, True, is_barred, _has_moved(session, row))


def bounced(session: Session, cohort: str) -> list[Bounced]:
    """The addresses of this cohort's letters that are not right yet, the latest bounce first."""
    written_to = select(func.lower(LetterRow.recipient)).where(LetterRow.cohort == cohort)
    query = select(BounceRow).where(BounceRow.email.in_(written_to)).order_by(BounceRow.bounced_at.desc())
    fields = Bounced.model_fields
    return [Bounced(**{name: getattr(row, name) for name in fields}) for row in session.scalars(query)]


def forget(session: Session, address: str) -> None:
    """Nobody is reached there any more."""
    row = session.get(BounceRow, address)
    if row is not None:
        session.delete(row)


def barred(session: Session) -> list[str]:
    """The addresses that letters came back from."""
    return list(session.scalars(select(BounceRow.email).order_by(BounceRow.email)))


def right_again(session: Session, address: str) -> list[QueuedLetter]:
    """Letters may go to this address again; those that were held for it and now wait. Raises NotFound
    if none came back from it."""
    row = session.get(BounceRow, address.strip().lower())
    if row is None:
        raise NotFound(
            f"No letter to {address} has come back. List those that have with: "
            f"{suggest('mail list', '--state', 'bounced')}"
        )
    session.delete(row)
    to = func.lower(LetterRow.recipient) == row.email
    held = (LetterRow.state == LetterState.HELD, LetterRow.reply == COMES_BACK)
    letters = session.scalars(select(LetterRow).where(to, *held).with_for_update()).all()
    for letter in letters:
        letter.state, letter.reply = TRUST_ADDRESS.after(letter.state), None
    return [queued_letter(session, letter.id) for letter in letters]


def _bars(report: Report, row: LetterRow) -> bool:
    """A letter that was sent on, or redirected in a trial, says nothing about its own address; and to one
    that is its reader's no more nothing goes any more."""
    is_its_own = not report.addresses or row.recipient.lower() in report.addresses
    is_of_now = row.name not in OF_FORMER_ADDRESS
    return is_its_own and is_of_now and report.cause.bars_address


def _bar(session: Session, row: LetterRow, letter: str | None, report: Report, now: datetime) -> None:
    address = BounceRow(
        email=row.recipient.lower(),
        letter=letter,
        bounced_at=now,
        status=report.status,
        diagnostic=report.diagnostic,
    )
    session.merge(address)


def _has_moved(session: Session, row: LetterRow) -> bool:
    person = session.get(PersonRow, row.person) if row.person else None
    return bool(person and person.email != row.recipient.lower() and row.name not in OF_FORMER_ADDRESS)


def _by_message_id(session: Session, report: Report) -> LetterRow | None:
    query = select(LetterRow).where(LetterRow.message_id.in_(report.message_ids)).with_for_update()
    return session.scalars(query).first()


def _latest_to(session: Session, report: Report) -> LetterRow:
    """The letter that went last to the address that the report names."""
    for address in report.addresses:
        to = func.lower(LetterRow.recipient) == address
        gone = select(LetterRow).where(to, LetterRow.state.in_(_HAS_GONE)).with_for_update()
        if row := session.scalars(gone.order_by(LetterRow.sent_at.desc().nulls_last()).limit(1)).first():
            return row
    if not report.addresses:
        raise NotFound("This report names neither the letter nor whom it was to, so nothing can be noted.")
    whom = " or ".join(report.addresses)
    raise NotFound(f"This report is about a letter to {whom}, to whom Tandem has sent none.")


def _is_of_before(report: Report, row: LetterRow) -> bool:
    if row.state in ON_THEIR_WAY:
        return True
    return bool(report.at and row.sent_at and report.at < row.sent_at)


def _said(report: Report) -> str:
    return " ".join(filter(None, (report.status, report.diagnostic))) or "It came back."
