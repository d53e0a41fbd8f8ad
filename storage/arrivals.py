"""Forms that arrive: whose they are, and what of them is kept.

What a file said last is remembered, so that the same file may come every week: only what it says otherwise
than last time is a change, whatever has been put right here since.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.application.form import ApplicationForm
from domain.application.form_answers import (
    NOTHING_SAID,
    Answers,
    ChangedAnswer,
    answers_of,
    changed_answers,
    with_changes,
)
from domain.enums import ApplicationStage
from domain.errors import Refused
from domain.people import is_same_name
from domain.suggestion import suggest
from storage.applications import kept_answers, one_of
from storage.erasing.erasures import highest_number
from storage.people import get_or_create_person, is_known, set_timezone, timezone_of
from storage.tables.entities import ApplicationRow
from storage.tables.people import PersonRow


class Imported(StrEnum):
    """What became of an application that was brought in."""

    NEW = "new"
    ARRIVED = "arrived"
    """This person had been invited, or offered a place, and has now applied."""
    SAME = "same"
    """It is there already, and the file says nothing new about it."""
    OTHER = "other"
    """The file says something else than before, which a human has to decide about; nothing is changed."""
    CHANGED = "changed"
    """What the file says otherwise than before was taken over, since that was asked for."""


class AmendedToThisError(Refused):
    """Somebody else's address has been put right to the one of this form: nobody knows whose it is."""


class OnChange(StrEnum):
    """What is done where the file says something else than before."""

    ASK = "ask"
    TAKE_OVER = "take_over"
    LEAVE = "leave"
    """It is known, and what is here stays."""


def upsert(
    session: Session,
    cohort: str,
    application: ApplicationForm,
    now: datetime,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
    on_change: OnChange = OnChange.ASK,
    sent_at: datetime | None = None,
) -> tuple[Imported, str]:
    """Keep this application; what became of it, and its id. Bringing it in again changes nothing.

    `stage`: INCOMPLETE where the form is there, INVITED or OFFERED where somebody is asked first. `sent_at`:
    when the form was sent, if that is known. Raises Refused if the address is somebody else's, and
    AmendedToThisError if it is so since it was put right.
    """
    known = _known(session, cohort, application)
    if known is None:
        person = _whose(session, cohort, application)
        row = _new(session, cohort, person, application, now, stage)
        row.sent_at = sent_at
        set_timezone(session, person, application.timezone)
        return Imported.NEW, row.id
    if stage is not ApplicationStage.INCOMPLETE:
        return Imported.SAME, known.id
    if known.stage in (ApplicationStage.INVITED, ApplicationStage.OFFERED):
        _keep(session, known, answers_of(application), now)
        known.imported, known.sent_at = _as_said(application), sent_at
        return Imported.ARRIVED, known.id
    return _changed(session, known, application, now, on_change), known.id


def changes(session: Session, key: str, application: ApplicationForm) -> Sequence[ChangedAnswer]:
    """What this form says otherwise than the file said last about the application of this id."""
    row = session.get_one(ApplicationRow, key)
    before = _said_before(session, row)
    return changed_answers(before, _says(application, before))


def _changed(
    session: Session, known: ApplicationRow, application: ApplicationForm, now: datetime, on_change: OnChange
) -> Imported:
    kept, before = _kept(session, known), _said_before(session, known)
    after = with_changes(kept, before, _says(application, before))
    if after == kept or on_change is OnChange.LEAVE:
        known.imported = _as_said(application)
        return Imported.SAME
    if on_change is OnChange.ASK or not ApplicationStage(known.stage).is_open:
        return Imported.OTHER
    _keep(session, known, after, now)
    known.imported = _as_said(application)
    return Imported.CHANGED


def _known(session: Session, cohort: str, form: ApplicationForm) -> ApplicationRow | None:
    """The application that this form is: by its address, or by name and address as a file said them before
    they were put right."""
    person = session.scalar(select(PersonRow).where(PersonRow.email == form.email))
    if person and is_same_name(person.name, form.name):
        return session.scalar(one_of(cohort, person.id, form.role))
    said = _said_with(session, form)
    for row in said:
        if (row.cohort, row.role) == (cohort, form.role):
            return row
    if person is None:
        return None
    if any(row.person == person.id for row in said):
        return session.scalar(one_of(cohort, person.id, form.role))
    if _has_been_amended(session, person):
        raise AmendedToThisError(
            f"{form.email} is {form.name}'s address here, and {person.name}'s since it was put right. If "
            f"that was a slip: {suggest('person amend', form.email, '--email', 'EMAIL')}"
        )
    raise Refused(
        f"{form.email} is {person.name}'s address already, and here it is {form.name}'s. Two people have two "
        "addresses; if it is one person under another name: "
        f"{suggest('person amend', form.email, '--name', form.name)}"
    )


def _whose(session: Session, cohort: str, form: ApplicationForm) -> str:
    """The id of the person who applies for the first time in this role: also under the address that they had
    here before it was put right."""
    said = [row.person for row in _said_with(session, form) if row.cohort == cohort]
    if said and not is_known(session, form.email):
        return said[0]
    return get_or_create_person(session, form.name, form.email)


def _has_been_amended(session: Session, person: PersonRow) -> bool:
    """Whether every file that brought this person said another address."""
    rows = session.scalars(select(ApplicationRow).where(ApplicationRow.person == person.id))
    said = [row.imported["email"] for row in rows if row.imported]
    return bool(said) and person.email not in said


def _said_with(session: Session, form: ApplicationForm) -> list[ApplicationRow]:
    """The applications of which a file said this address and name."""
    query = select(ApplicationRow).where(ApplicationRow.imported["email"].as_string() == form.email)
    found = session.scalars(query)
    return [row for row in found if row.imported and is_same_name(row.imported["name"], form.name)]


def _kept(session: Session, row: ApplicationRow) -> dict[str, Any]:
    return {**NOTHING_SAID, **row.answers, "timezone": timezone_of(session, row.person)}


def _said_before(session: Session, row: ApplicationRow) -> Answers:
    """Where no file has said anything, what is kept here; that says nothing about where somebody lives."""
    said: Answers = row.imported["answers"] if row.imported else {**_kept(session, row), "timezone": None}
    return said


def _says(form: ApplicationForm, before: Answers) -> Answers:
    """Who does not say where they live has not moved."""
    said = answers_of(form)
    return said if form.timezone else {**said, "timezone": before["timezone"]}


def _as_said(form: ApplicationForm) -> dict[str, Any]:
    return {"name": form.name, "email": form.email, "answers": answers_of(form)}


def _keep(session: Session, row: ApplicationRow, answers: Answers, now: datetime) -> None:
    row.answers = {field: said for field, said in answers.items() if field != "timezone"}
    row.received_at = now
    set_timezone(session, row.person, answers.get("timezone"))


def _new(
    session: Session,
    cohort: str,
    person: str,
    application: ApplicationForm,
    now: datetime,
    stage: ApplicationStage,
) -> ApplicationRow:
    number = highest_number(session, cohort) + 1
    row = ApplicationRow(
        id=f"{cohort}-a{number:02}",
        cohort=cohort,
        number=number,
        person=person,
        role=application.role,
        answers=kept_answers(application),
        received_at=now,
        imported=None if stage is ApplicationStage.OFFERED else _as_said(application),
        revision=0,
        stage=stage,
        since=now,
        waits_for="a worker to begin it",
        concerns=[],
        missing=[],
        outstanding=[],
        came_to=[],
        signed_up=[],
    )
    session.add(row)
    session.flush()
    return row
