"""A delivery's way through the outbox: whether the letter may go out now, asked before each try, and what
became of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.letter.machine import (
    CANCEL,
    CLAIM,
    DEFER,
    DOUBT,
    EXPIRE,
    HAND_OVER,
    HOLD_ADDRESS,
    HOLD_DOUBT,
    KEEP_BACK,
    REFUSE,
    SEND,
    Step,
)
from domain.letter.states import LetterState
from mail import circuit_breaker
from mail.hours import ALWAYS, Hours
from mail.one_a_day import next_free_day
from storage.database import Database
from storage.tables.letters import BounceRow, LetterRow

_GIVE_UP_AFTER = timedelta(days=3)
_SOON = timedelta(minutes=1)
_MOST_UNSURE = 3
"""So often may nobody know; then a human decides, whatever the letter."""


COMES_BACK = "Letters to this address come back."
"""The reply of a letter that is held for its address."""


@dataclass(frozen=True)
class Later:
    """The letter waits, so long, as if nobody had asked: it is no hour for letters, or none is sent."""

    state: LetterState
    wait: timedelta


def claim_or_not(session: Session, row: LetterRow, now: datetime, hours: Hours) -> Step | Later:
    """CLAIM if it may go out now, else the step by which it ends or is held, or how long it waits.

    Whoever asked for it (`asked_for`) knows that it is unwanted, out of date or bounces.
    """
    if row.asked_for:
        return CLAIM
    if row.unwanted:
        return CANCEL
    if is_out_of_date(row, now):
        return EXPIRE
    if session.get(BounceRow, row.recipient.lower()):
        row.reply = COMES_BACK
        return HOLD_ADDRESS
    opening = _opening(row, now, hours)
    if opening <= now and (opening := next_free_day(session, row, now, hours)) > now:
        row.not_before = opening
    return until_later(row, opening - now) if opening > now else CLAIM


def is_out_of_date(row: LetterRow, at: datetime) -> bool:
    return row.expires is not None and row.expires <= at


def _opening(row: LetterRow, now: datetime, hours: Hours) -> datetime:
    """When it may go out: at once what would be out of date by the morning. A letter with a calendar part
    is out of date when its event begins."""
    if row.timezone is None:
        return now
    opening = hours.next_opening(now, ZoneInfo(row.timezone))
    return now if is_out_of_date(row, opening) else opening


def until_later(row: LetterRow, wait: timedelta) -> Later:
    """No try has been made; and neither a night nor an outage is counted into the days for which it is
    tried."""
    if row.first_attempt_at:
        row.first_attempt_at += wait
    if row.state == LetterState.CLAIMED:  # of a worker that was lost
        row.state = DEFER.after(row.state)
    return Later(LetterState(row.state), wait)


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


class Claims:
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
