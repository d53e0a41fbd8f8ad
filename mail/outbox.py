"""The outbox: a letter's row from the decision to write it until its fate is known.

It is written in the transaction that records why the letter is due. From then on each step of
`domain/letter/machine.py` is a transaction of its own, and is only taken by whoever holds the claim.

What a human decides about a letter is in `mail/moderation.py`; reports that one came back are in
`mail/bounces.py`.

A crash while `claimed` is harmless, since nothing had been handed over. A crash while `in_data` is
the one case in which nobody can know (RFC 1047); the letter then goes again, byte for byte the
same, or is held for a human if a second copy would hurt.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import and_, case, false, func, or_, select, true, update
from sqlalchemy.orm import Session

from domain.entity.entity import Entry
from domain.enums import Correspondent
from domain.letter.kinds import LETTERS, QueuedLetter
from domain.letter.letter import Letter
from domain.letter.machine import (
    CANCEL,
    CLAIM,
    DEFER,
    DOUBT,
    HAND_OVER,
    HOLD_DOUBT,
    KEEP_BACK,
    REFUSE,
    SEND,
    Step,
)
from domain.letter.states import ON_THEIR_WAY, UNDECIDED, WAITING, LetterState
from mail import circuit_breaker
from mail.claiming import Later, claim_or_not, until_later
from mail.hours import ALWAYS, Hours
from mail.message import message_id, mime_of
from mail.queued import queued_letter, queued_letters
from mail.recipient import Recipient
from mail.templates import words_of
from storage.database import Database
from storage.tables import LetterRow, PersonRow
from storage.views import CohortView

_GIVE_UP_AFTER = timedelta(days=3)
_SOON = timedelta(minutes=1)
_MOST_UNSURE = 3
"""So often may nobody know; then a human decides, whatever the letter."""


@dataclass(frozen=True)
class Claimed:
    """A letter that this claim, and no other, may deliver now."""

    letter: str
    cohort: str
    claim: str
    recipient: str
    mime: bytes
    attempts: int
    first_attempt_at: datetime
    is_probe: bool = False
    """Nothing else is sent now; this letter shows whether the mail server serves us again."""


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
    over = not entry.snapshot.stage.is_open
    unwanted = or_(
        LetterRow.key.not_in(wanted), and_(true() if over else false(), LetterRow.is_farewell.is_(False))
    )
    has_not_gone = or_(
        LetterRow.state.in_(WAITING), and_(LetterRow.state.in_(UNDECIDED), LetterRow.unsure == 0)
    )
    here = (LetterRow.workflow_id == entry.workflow_id, LetterRow.asked_for.is_(False), unwanted)
    # One that is being delivered now, or may have arrived, is only marked: it does not go again.
    unsent = LetterRow.state.in_((*ON_THEIR_WAY, *UNDECIDED))
    taken_out = and_(has_not_gone, LetterRow.state.in_(CANCEL.sources))
    state = case((taken_out, CANCEL.target.value), else_=LetterRow.state)
    change = update(LetterRow).where(*here, unsent).values(unwanted=True, state=state)
    # Nobody has read these rows in this session.
    session.execute(change, execution_options={"synchronize_session": False})


def write(
    session: Session, entry: Entry, cohort: CohortView, address: Callable[[Letter], Recipient], mail_from: str
) -> None:
    """Put the entry's letters into the outbox, as drafts where the programme wants them reviewed, and take
    out those waiting that it has made wrong."""
    cancel_unwanted(session, entry)
    for letter in entry.letters:
        to = address(letter)
        if to.email:  # a line manager's may just have been taken back
            row = _row(letter, Source(entry.id, entry.workflow_id, cohort.key, entry.at), to, mail_from)
            if letter.role is not Correspondent.COORDINATOR:
                _with_care(session, row, cohort)
            session.add(row)


def write_one(
    session: Session, letter: Letter, source: Source, to: Recipient, mail_from: str
) -> QueuedLetter:
    """Put a letter into the outbox that no entry calls for; the same if it is there already."""
    there = session.scalar(select(LetterRow.id).where(LetterRow.key == f"{source.id}:{letter.key}"))
    if there:
        return queued_letter(session, there)
    row = _row(letter, source, to, mail_from)
    session.add(row)
    session.flush()
    return queued_letter(session, row.id)


def waiting(session: Session, workflow_id: str) -> list[QueuedLetter]:
    """The letters about this life that still have to be delivered."""
    return queued_letters(session, LetterRow.workflow_id == workflow_id, LetterRow.state.in_(WAITING))


def waiting_for(session: Session, email: str) -> int:
    """How many letters to this address have been written and have not gone."""
    states = (*ON_THEIR_WAY, *UNDECIDED)
    query = select(func.count()).where(func.lower(LetterRow.recipient) == email, LetterRow.state.in_(states))
    return session.scalar(query) or 0


def if_waiting(session: Session, letter_id: str) -> QueuedLetter | None:
    """This letter, if it still has to be delivered and nobody is at it."""
    found = queued_letters(session, LetterRow.id == letter_id, LetterRow.state.in_(WAITING))
    return found[0] if found else None


def all_waiting(session: Session) -> list[QueuedLetter]:
    """All letters that still have to be delivered, the first written first."""
    return queued_letters(session, LetterRow.state.in_(WAITING))


def on_their_way(session: Session) -> Counter[str]:
    """For each life how many letters about it have not reached the end of their way yet."""
    query = select(LetterRow.workflow_id, func.count()).where(LetterRow.state.in_(ON_THEIR_WAY))
    return Counter(dict(iter(session.execute(query.group_by(LetterRow.workflow_id)))))


def _with_care(session: Session, row: LetterRow, cohort: CohortView) -> None:
    """A participant, or a line manager, is written to by day, and after a review where there is one."""
    person = session.get_one(PersonRow, row.person) if row.person else None
    row.timezone = (person and person.timezone) or cohort.programme.timezone
    if cohort.programme.letters.review:
        row.state = LetterState.DRAFT


def _row(letter: Letter, source: Source, to: Recipient, mail_from: str) -> LetterRow:
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
        message_id=message_id(key, mail_from),
        mime=mime_of(letter, words, to, mail_from, key, source.at),
        is_farewell=LETTERS[letter.name].is_farewell,
        hold_if_unsure=LETTERS[letter.name].hold_if_unsure,
        expires=letter.expires,
        unwanted=False,
        asked_for=False,
        state=LetterState.PENDING,
        attempts=0,
        unsure=0,
    )


class Outbox:
    """The steps of a delivery, each one transaction."""

    def __init__(self, database: Database, hours: Hours = ALWAYS) -> None:
        self._database = database
        self._hours = hours

    def claim(self, letter_id: str, now: datetime) -> Claimed | Later | LetterState | None:
        """Claim this letter for delivery, if it may go out at this hour; if there is nothing (more) to
        deliver, its state.

        Temporal runs one delivery of a letter at a time, so that whoever asks is the one to go on:
        an earlier claim belongs to a worker that was lost.
        """
        with self._database.begin() as session:
            row = session.get(LetterRow, letter_id, with_for_update=True)
            if row is None:
                return None
            if row.state == LetterState.IN_DATA:
                # Whoever was at it may still be: wait before it goes again.
                self._unsure(row, "the worker was lost while the mail server was being given the letter")
                return LetterState(row.state)
            if row.state in CLAIM.sources:
                verdict = claim_or_not(session, row, now, self._hours)
                if isinstance(verdict, Later):
                    return verdict
                outage = circuit_breaker.current(session) if verdict is CLAIM else None
                if outage and not circuit_breaker.may_probe(session, outage, now):
                    return until_later(row, max(outage.try_again_at - now, _SOON))
                row.state = verdict.after(row.state)
            if row.state != LetterState.CLAIMED:
                return LetterState(row.state)
            row.claim = uuid4().hex
            row.attempts += 1
            row.first_attempt_at = row.first_attempt_at or now
            return Claimed(
                row.id,
                row.cohort,
                row.claim,
                row.recipient,
                row.mime,
                row.attempts,
                row.first_attempt_at,
                is_probe=outage is not None,
            )

    def handing_over(self, claimed: Claimed) -> bool:
        """Note that DATA comes next. False if somebody else has taken the claim: then stop."""
        with self._database.begin() as session:
            return self._step(session, claimed, HAND_OVER)

    def sent(self, claimed: Claimed, reply: str, now: datetime) -> LetterState:
        """It has gone. Also if the row was given up as unsure meanwhile, as long as nobody else has
        claimed it since."""
        return self._end(claimed, SEND, reply=reply, sent_at=now)

    def refused(self, claimed: Claimed, reply: str) -> LetterState:
        """The mail server will never take it."""
        return self._end(claimed, REFUSE, reply=reply)

    def deferred(self, claimed: Claimed, reply: str, now: datetime) -> LetterState:
        """Not now: it waits, or has failed if it has waited for three days in which letters went."""
        over = now - claimed.first_attempt_at >= _GIVE_UP_AFTER
        return self._end(claimed, REFUSE if over else DEFER, reply=reply)

    def unserved(self, claimed: Claimed, reply: str) -> LetterState:
        """The mail server serves nobody: the letter waits, and its three days begin anew."""
        return self._end(claimed, DEFER, reply=reply, first_attempt_at=None)

    def kept_back(self, claimed: Claimed, reply: str) -> LetterState:
        """It must not go where it is addressed to."""
        return self._end(claimed, KEEP_BACK, reply=reply)

    def _end(self, claimed: Claimed, step: Step, **facts: object) -> LetterState:
        """Where the letter stands now: there, or where whoever overtook this claim has brought it."""
        with self._database.begin() as session:
            self._step(session, claimed, step, **facts)
            return LetterState(session.get_one(LetterRow, claimed.letter).state)

    def unsure(self, claimed: Claimed, reply: str) -> LetterState:
        """Nobody knows whether the mail server took it: it waits to go again, or is held."""
        with self._database.begin() as session:
            row = session.get_one(LetterRow, claimed.letter, with_for_update=True)
            if row.claim == claimed.claim and row.state in DOUBT.sources:
                self._unsure(row, reply)
            return LetterState(row.state)

    @staticmethod
    def _unsure(row: LetterRow, reply: str) -> None:
        row.unsure += 1
        hold = row.hold_if_unsure or row.unsure >= _MOST_UNSURE
        row.state = (HOLD_DOUBT if hold else DOUBT).after(row.state)
        row.reply = reply

    @staticmethod
    def _step(session: Session, claimed: Claimed, step: Step, **values: object) -> bool:
        """Take this step, if the claim still holds and the table allows it. Says whether it did."""
        mine = (
            LetterRow.id == claimed.letter,
            LetterRow.claim == claimed.claim,
            LetterRow.state.in_(step.sources),
        )
        values["state"] = step.target
        return bool(session.execute(update(LetterRow).where(*mine).values(**values)).rowcount)  # type: ignore[attr-defined]
