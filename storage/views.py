"""What may be read from the store, as values: the one place that turns rows into domain objects."""

import json
from functools import lru_cache

from domain.application.form import ApplicationForm
from domain.entity.outcomes import Outcome
from domain.enums import (
    ApplicationEndReason,
    ApplicationStage,
    Arrangement,
    CohortStage,
    Concern,
    Correspondent,
    EndReason,
    Role,
    Stage,
)
from domain.letter.states import LetterState
from domain.programme.programme import Programme
from domain.value import Moment, Value
from storage.tables.entities import ApplicationRow, CohortRow, OutcomeRow, PairingRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow


class PersonView(Value):
    id: str
    name: str
    email: str
    timezone: str | None = None
    """Where it is not the programme's."""


class CohortView(Value):
    """A cohort as the store knows it: since the last recorded entry."""

    key: str
    programme: Programme
    """As it was when the cohort opened, in the cohort's own dates, with what has been changed since."""
    is_demo: bool
    opened_at: Moment
    follows: str | None = None
    revision: int = 0
    stage: CohortStage = CohortStage.ANNOUNCED
    since: Moment
    waits_for: str | None = None
    until: Moment | None = None
    concerns: tuple[Concern, ...] = ()


class ApplicationView(Value):
    """An application as the store knows it: what the person told, and how it stands since the last
    recorded entry."""

    id: str
    cohort: str
    person: str
    application: ApplicationForm
    received_at: Moment
    sent_at: Moment | None = None
    """When the person sent the form, if that is known."""
    revision: int
    stage: ApplicationStage
    since: Moment
    reason: ApplicationEndReason | None
    waits_for: str | None
    until: Moment | None
    concerns: tuple[Concern, ...]
    missing: tuple[str, ...]
    outstanding: tuple[str, ...]
    came_to: tuple[str, ...]
    signed_up: tuple[str, ...]
    """For which gatherings there is a place, as `gathering:sitting`."""


class PairingView(Value):
    """A pairing as the store knows it: since the last recorded entry."""

    id: str
    cohort: str
    mentor: PersonView
    mentee: PersonView
    arrangement: Arrangement
    revision: int
    """How many entries have been recorded; 0 as long as it has not begun."""
    stage: Stage
    since: Moment
    reason: EndReason | None
    paused: bool
    sessions: int
    minimum: int
    taken_over: Moment | None = None
    """When it was brought in, if it had been running elsewhere."""
    waits_for: str | None
    until: Moment | None
    concerns: tuple[Concern, ...]

    def person(self, role: Role) -> PersonView:
        return self.mentor if role is Role.MENTOR else self.mentee


class LetterView(Value):
    id: str
    workflow_id: str
    """What it is about: the name of an application, a pairing or a cohort among all entities."""
    cohort: str
    name: str
    role: Role | Correspondent
    recipient: str
    subject: str
    written_at: Moment
    state: LetterState
    expires: Moment | None
    attempts: int
    unsure: int
    """How often nobody knew whether the mail server had taken it."""
    reply: str | None
    sent_at: Moment | None


def person_of(row: PersonRow) -> PersonView:
    return PersonView(id=row.id, name=row.name, email=row.email, timezone=row.timezone)


def cohort_of(row: CohortRow) -> CohortView:
    fields = {name: getattr(row, name) for name in CohortView.model_fields}
    return CohortView.model_validate({**fields, "programme": _programme(json.dumps(row.programme))})


@lru_cache(100)
def _programme(text: str) -> Programme:
    """Read once as long as nobody changes it: it is asked for with every letter."""
    return Programme.model_validate_json(text)


def application_of(row: ApplicationRow, person: PersonRow) -> ApplicationView:
    told = {
        **row.answers,
        "name": person.name,
        "email": person.email,
        "role": row.role,
        "timezone": person.timezone,
    }
    fields = {name: getattr(row, name) for name in ApplicationView.model_fields if name != "application"}
    return ApplicationView.model_validate({**fields, "application": ApplicationForm.model_validate(told)})


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
        taken_over=row.taken_over,
        waits_for=row.waits_for,
        until=row.until,
        concerns=tuple(Concern(concern) for concern in row.concerns),
    )


def outcome_of(row: OutcomeRow) -> Outcome:
    return Outcome.model_validate(row, from_attributes=True)


def letter_of(row: LetterRow) -> LetterView:
    return LetterView.model_validate(row, from_attributes=True)
