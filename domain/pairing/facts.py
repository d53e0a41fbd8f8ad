"""What a coordinator's list says about a pair: who, what, when; and which events that is."""

from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.clock import moment
from domain.enums import BOTH, EndReason, ReviewChoice, Role
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    End,
    LogSession,
    PairingEvent,
    Pause,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from domain.pairing.pairing import Pairing
from domain.value import Value


class FactKind(StrEnum):
    """In the order in which they happen on one day."""

    ACCEPTED = "accepted"
    EXCUSED = "excused"
    MISSED = "missed"
    ATTENDED = "attended"
    RESUMED = "resumed"
    MET = "met"
    NOT_MET = "not met"
    REVIEWED = "reviewed"
    ANSWERED = "answered"
    PAUSED = "paused"
    WITHDREW = "withdrew"
    ENDED = "ended"

    @property
    def order(self) -> int:
        return tuple(FactKind).index(self)


OF_A_GATHERING = (FactKind.EXCUSED, FactKind.MISSED, FactKind.ATTENDED)
OF_ONE_PARTNER = (FactKind.REVIEWED, FactKind.WITHDREW)
"""Where it must be said which of the two."""


class Fact(Value):
    kind: FactKind
    day: date
    """Local."""
    at: time | None = None
    gathering: str | None = None
    minutes: int | None = None
    choice: ReviewChoice | None = None
    reason: EndReason | None = None

    @property
    def order(self) -> tuple[date, int, time]:
        """By which the facts about one pair are told."""
        return (self.day, self.kind.order, self.at or time())


def events_of(fact: Fact, roles: tuple[Role, ...], zone: ZoneInfo) -> tuple[PairingEvent, ...]:
    """What is told to the pairing. `roles`: of whom it is said; empty: of both, or of everybody whom the
    gathering is for. Raises BadInput for a time that the clock never showed."""
    match fact.kind:
        case FactKind.EXCUSED | FactKind.MISSED | FactKind.ATTENDED:
            return (_of_gathering(fact, roles),)
        case FactKind.MET | FactKind.NOT_MET:
            return (_session(fact, zone),)
        case FactKind.PAUSED:
            return (Pause(happened_on=fact.day),)
        case FactKind.RESUMED:
            return (Resume(happened_on=fact.day),)
        case FactKind.ENDED:
            reason = fact.reason or EndReason.COORDINATOR
            return (End.model_validate({"reason": reason, "happened_on": fact.day}),)
    return tuple(_of_partner(fact, role) for role in roles or BOTH)


def known_day(event: PairingEvent, pairing: Pairing) -> date | None:
    """The local day that is known of what a partner is said to have done; None where none is, or a sitting or
    a session has it."""
    if not isinstance(event, (Accept, Answer, Review)):
        return None
    partner = pairing.partner(event.role)
    at = {Accept: partner.accepted, Answer: partner.answered, Review: partner.reviewed}[type(event)]
    return at.astimezone(pairing.rules.zone).date() if at else None


def _of_partner(fact: Fact, role: Role) -> PairingEvent:
    told = {"role": role, "happened_on": fact.day}
    match fact.kind:
        case FactKind.ACCEPTED:
            return Accept.model_validate(told)
        case FactKind.ANSWERED:
            return Answer.model_validate(told)
        case FactKind.REVIEWED:
            return Review.model_validate({**told, "choice": fact.choice})
    return Withdraw.model_validate(told)


def _of_gathering(fact: Fact, roles: tuple[Role, ...]) -> Attend | Waive:
    key = fact.gathering or ""
    if fact.kind is FactKind.EXCUSED:
        return Waive(gathering=key, roles=roles, happened_on=fact.day)
    attended = fact.kind is FactKind.ATTENDED
    return Attend(gathering=key, roles=roles, attended=attended, happened_on=fact.day)


def _session(fact: Fact, zone: ZoneInfo) -> LogSession:
    held = fact.kind is FactKind.MET
    if fact.at is None:
        return LogSession(day=fact.day, minutes=fact.minutes, held=held)
    return LogSession(starts=moment(fact.day, fact.at, zone), minutes=fact.minutes, held=held)
