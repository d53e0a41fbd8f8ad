"""The coordinator's hand on the letters: to release a draft, to hold one back, to send one again.

Each raises Refused, with the command that is meant, and changes nothing then.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.letter.machine import EXPIRE, HOLD, RELEASE, RELEASE_LATE, RESEND, Step
from domain.letter.states import AT_WORK, UNDECIDED, WAITING, LetterState
from domain.suggestion import suggest
from mail.claiming import COMES_BACK, is_out_of_date
from storage.erasing.letters import ERASED_SUBJECT
from storage.tables.letters import BounceRow, LetterRow
from storage.views import LetterView, letter_of

_OVER = {
    LetterState.SENT: "has been sent",
    LetterState.BOUNCED: "was sent and came back",
    LetterState.FAILED: "was refused by the mail server",
    LetterState.CANCELLED: "was cancelled, since what has happened has made it wrong",
    LetterState.EXPIRED: "is out of date",
}


def drafts(session: Session, cohort: str | None, now: datetime) -> tuple[list[LetterView], int]:
    """The drafts that wait for review, the first written first; and how many were out of date, which
    have expired by this question. `cohort`: of this one alone."""
    query = select(LetterRow).where(LetterRow.state == LetterState.DRAFT)
    if cohort is not None:
        query = query.where(LetterRow.cohort == cohort)
    rows = list(session.scalars(query.order_by(LetterRow.written_at, LetterRow.key)))
    late = [row for row in rows if is_out_of_date(row, now)]
    for row in late:
        row.state = EXPIRE.after(row.state)
    return [letter_of(row) for row in rows if row not in late], len(late)


def release(session: Session, letter_id: str, now: datetime) -> LetterState:
    """Let a draft, or one that is held, go out at its reader's office hours: PENDING; or EXPIRED if that
    is too late. One that is on its way stays on it."""
    row = _locked(session, letter_id)
    if row.state in WAITING:
        return LetterState(row.state)
    again = suggest("mail resend", row.id[:8])
    if row.state not in UNDECIDED:
        what = _OVER[LetterState(row.state)]
        raise Refused(f"Letter {row.id[:8]} {what}. To send it all the same: {again}")
    if row.unwanted:
        what = "may have arrived, and what has happened since has made it wrong"
        raise Refused(f"Letter {row.id[:8]} {what}. To send it all the same: {again}")
    if session.get(BounceRow, row.recipient.lower()):
        raise Refused(
            f"Letter {row.id[:8]}: letters to {row.recipient} come back. When the address is right again: "
            f"{suggest('mail unbounce', row.recipient)}"
        )
    _put_back(row, RELEASE_LATE if is_out_of_date(row, now) else RELEASE)
    return LetterState(row.state)


def hold(session: Session, letter_id: str) -> None:
    """Keep a draft, or a letter that waits, until it is released. One that is held for its address stays
    so when the address is right again; why it is held for doubt stays with it."""
    row = _locked(session, letter_id)
    if row.state in _OVER:
        raise Refused(f"Letter {row.id[:8]} {_OVER[LetterState(row.state)]}; there is nothing to hold.")
    if row.state != LetterState.HELD or row.reply == COMES_BACK:
        row.state, row.claim, row.reply = HOLD.after(row.state), None, None


def resend(session: Session, letter_id: str) -> None:
    """Put a letter back into the outbox because somebody asked for it, whatever became of it and of
    what it is about, at whatever hour it is."""
    row = _locked(session, letter_id)
    if row.state == LetterState.DRAFT:
        raise Refused(
            f"Letter {row.id[:8]} is a draft, which has not been sent yet. Send it with: "
            f"{suggest('mail release', row.id[:8])}"
        )
    _put_back(row, RESEND)
    row.asked_for, row.timezone = True, None


def _locked(session: Session, letter_id: str) -> LetterRow:
    row = session.get_one(LetterRow, letter_id, with_for_update=True)
    if row.state in AT_WORK:
        raise Refused(f"Letter {letter_id[:8]} is being delivered now; look again in a minute.")
    check_is_kept(row)
    return row


def check_is_kept(row: LetterRow) -> None:
    """Raises Refused if what stood in this letter is gone, so that it cannot be sent again."""
    if row.mime:
        return
    is_erased = row.subject == ERASED_SUBJECT
    why = "has been erased" if is_erased else "is older than letters are kept"
    raise Refused(f"Letter {row.id[:8]} {why}: what stood in it is gone, and it cannot be sent again.")


def _put_back(row: LetterRow, step: Step) -> None:
    row.state = step.after(row.state)
    row.claim, row.first_attempt_at, row.reply = None, None, None
    row.unsure = 0
