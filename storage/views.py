"""What may be read from the store, as values: the one place that turns rows into domain objects."""

from enum import StrEnum

from domain.outcomes import Outcome
from domain.programme import Programme
from domain.value import Moment, Value
from domain.words import Arrangement, Concern, EndReason, Role, Stage
from storage.tables import CohortRow, LetterRow, OutcomeRow, PairingRow, PersonRow


class LetterState(StrEnum):
    """Where a letter stands on its way out."""

    PENDING = "pending"
    CLAIMED = "claimed"
    IN_DATA = "in_data"
    """From just before the mail server is given the letter until its answer is known."""
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    HELD = "held"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Person(Value):
    id: str
    name: str
    email: str


class Cohort(Value):
    key: str
    programme: Programme
    is_demo: bool
    opened_at: Moment


class PairingView(Value):
    """A pairing as the store knows it: since the last recorded entry."""

    id: str
    cohort: str
    mentor: Person
    mentee: Person
    arrangement: Arrangement
    revision: int
    """How many entries have been recorded; 0 as long as its life has not begun."""
    stage: Stage
    since: Moment
    reason: EndReason | None
    paused: bool
    sessions: int
    minimum: int
    waits_for: str | None
    until: Moment | None
    concerns: tuple[Concern, ...]

    def person(self, role: Role) -> Person:
        return self.mentor if role is Role.MENTOR else self.mentee


class LetterView(Value):
    id: str
    pairing: str
    name: str
    role: Role
    recipient: str
    subject: str
    written_at: Moment
    state: LetterState
    attempts: int
    reply: str | None
    sent_at: Moment | None


def person_of(row: PersonRow) -> Person:
    return Person(id=row.id, name=row.name, email=row.email)


def cohort_of(row: CohortRow) -> Cohort:
    programme = Programme.model_validate(row.programme)
    return Cohort(key=row.key, programme=programme, is_demo=row.is_demo, opened_at=row.opened_at)


def pairing_of(row: PairingRow, mentor: PersonRow, mentee: PersonRow) -> PairingView:
    return PairingView(
        id=row.id,
        cohort=row.cohort,
        mentor=person_of(mentor),
        mentee=person_of(mentee),
        arrangement=Arrangement(row.arrangement),
        revision=row.revision,
        stage=Stage(row.stage),
        since=row.since,
        reason=EndReason(row.reason) if row.reason else None,
        paused=row.paused,
        sessions=row.sessions,
        minimum=row.minimum,
        waits_for=row.waits_for,
        until=row.until,
        concerns=tuple(Concern(concern) for concern in row.concerns),
    )


def outcome_of(row: OutcomeRow) -> Outcome:
    fields = {name: getattr(row, name) for name in Outcome.model_fields}
    return Outcome.model_validate(fields)


def letter_of(row: LetterRow) -> LetterView:
    fields = {name: getattr(row, name) for name in LetterView.model_fields}
    return LetterView.model_validate(fields)
