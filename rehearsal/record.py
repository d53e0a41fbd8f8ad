"""What a rehearsal leaves behind: what was written, what the coordinator had to decide, how it ended."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import CONCERN_SENTENCES, Concern
from domain.letter.states import LetterState
from domain.programme.programme import Programme
from storage import applications, queries
from storage.views import ApplicationView, LetterView, PairingView


@dataclass(frozen=True)
class Written:
    """One letter that went out. Who reads it is told by the role alone."""

    name: str
    role: str
    recipient: str
    subject: str
    at: datetime
    day: date
    """In the programme's timezone."""


@dataclass(frozen=True)
class Decision:
    """Something that waited for the coordinator, and since which day."""

    day: date
    what: str


@dataclass(frozen=True)
class Record:
    """The whole rehearsal, as the page tells it."""

    programme: Programme
    written: tuple[Written, ...]
    """In the order in which they went."""
    samples: dict[str, bytes]
    """For each name of a letter, the MIME bytes of the first."""
    decisions: tuple[Decision, ...]
    applications: Counter[tuple[str, str]]
    """How many there were of each stage and reason."""
    pairings: Counter[tuple[str, str]]


def record_of(session: Session, programme: Programme) -> Record:
    """Reads the store alone."""
    sent = queries.letters(session, state=LetterState.SENT, cohort=programme.key)
    first = {letter.name: letter.id for letter in reversed(sent)}
    applied = applications.applications(session, programme.key)
    pairs = queries.pairings(session, cohort=programme.key)
    return Record(
        programme=programme,
        written=tuple(_written(letter, programme.zone) for letter in sent),
        samples={name: queries.letter(session, letter)[1] for name, letter in first.items()},
        decisions=tuple(sorted(_decisions(session, programme, applied, pairs), key=lambda d: d.day)),
        applications=Counter((view.stage.value, view.reason or "") for view in applied),
        pairings=Counter((view.stage.value, view.reason or "") for view in pairs),
    )


def _written(letter: LetterView, zone: ZoneInfo) -> Written:
    return Written(
        name=letter.name,
        role=letter.role.value,
        recipient=letter.recipient,
        subject=letter.subject,
        at=letter.written_at,
        day=letter.written_at.astimezone(zone).date(),
    )


def _decisions(
    session: Session, programme: Programme, applied: Iterable[ApplicationView], pairs: Iterable[PairingView]
) -> Iterator[Decision]:
    lives = [EntityKind.COHORT.workflow_id(programme.key)]
    lives += [EntityKind.APPLICATION.workflow_id(view.id) for view in applied]
    lives += [EntityKind.PAIRING.workflow_id(view.id) for view in pairs]
    for workflow_id in lives:
        for outcome in queries.outcomes(session, workflow_id):
            if what := _decided(outcome):
                yield Decision(outcome.at.astimezone(programme.zone).date(), what)


def _decided(outcome: Outcome) -> str | None:
    if outcome.kind is OutcomeKind.APPROVED:
        return "the matches are approved"
    if outcome.kind is OutcomeKind.CONCERN and outcome.about:
        return CONCERN_SENTENCES[Concern(outcome.about)]
    return None
