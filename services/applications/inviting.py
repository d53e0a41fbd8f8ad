"""Inviting people to apply: one by name, or a whole file of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import begin
from domain.application.completeness import beginning
from domain.application.due import ApplicationSnapshot
from domain.application.events import Invite
from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.clock import format_day
from domain.enums import ApplicationStage, CohortStage, Role
from domain.errors import BadInput, NotFound, Refused
from domain.programme.programme import Programme
from domain.suggestion import suggest
from services.applications.files import ApplicationFile, read_answers, read_applications
from services.applications.keeping import KeptRow, keep, namesakes, refuse
from services.applications.lookup import of_one_person
from services.applications.reading import FoundApplication, find_open, out_of_the_running
from services.applications.updates import UpdatedApplication, update
from services.context import Context
from services.writes import write_and_update
from storage import applications, arrivals, messages, queries
from storage.arrivals import Imported
from storage.entities import ASKED_FIRST, start_of
from storage.messages import Message
from storage.views import ApplicationView, CohortView


class InvitedFile(NamedTuple):
    notes: Sequence[str]
    """What to look at, though it kept nobody from being invited."""
    invited: int
    before: int
    """So many had been asked before."""
    applied: int
    """So many had applied already, and are invited now."""
    applications: Sequence[str]
    """Their ids, in the order of the rows: those that `send_applications` sends on their way."""


async def invite(
    context: Context, cohort_key: str, who: str, name: str | None = None, role: Role | None = None
) -> UpdatedApplication:
    """`who`: the address, or of somebody who has applied also the name or a part of it; `name`: needed if
    nobody of this address has applied yet; `role`: needed if the programme does not say which one is entered
    by invitation. Raises Refused, BadInput, NotFound, or Unreachable with nothing kept."""
    with context.store() as session:
        cohort = queries.cohort(session, cohort_key)
        is_address = "@" in who or name is not None
        known = (_known if is_address else of_one_person)(session, cohort_key, who)
    email = known[0].application.email if known else who
    role = role or _likely_role(cohort.programme)
    if any(role in (None, view.application.role) for view in known):
        return await update(context, find_open(context, cohort_key, email, role), Invite())
    name = name or next((view.application.name for view in known), None)
    return await _invite_new(context, cohort, email, name, role)


def invite_file(
    context: Context, cohort_key: str, file: ApplicationFile, dry_run: bool = False
) -> InvitedFile:
    """Raises NotFound, Refused, or BadInput with every problem in the file; nothing is kept then, nor by a
    `dry_run`."""
    with context.store() as session:
        cohort = queries.cohort(session, cohort_key)
    file = replace(file, role=file.role or _likely_role(cohort.programme))
    validated, now = read_applications(file, cohort.programme, only_look=dry_run), context.clock()
    with context.store() as session:
        rows, left_out = keep(
            session, cohort, file.path.name, validated.applications, now, stage=ApplicationStage.INVITED
        )
        refuse(file.path.name, _problems(rows))
        for role in {kept.application.role for kept in rows if kept.result is Imported.NEW}:
            _check_can_answer(cohort, role, now)
        for kept in rows:
            _write_message(context, session, kept, now)
        alike = list(namesakes(rows, applications.applications(session, cohort_key)))
        if dry_run:
            session.rollback()
    known = [kept.view.stage for kept in rows if kept.result is not Imported.NEW]
    before = sum(stage in ASKED_FIRST for stage in known)
    return InvitedFile(
        notes=[*validated.notes, *alike, *(f"Left out, {sentence}" for sentence in left_out)],
        invited=len(rows) - len(known),
        before=before,
        applied=len(known) - before,
        applications=[kept.view.id for kept in rows],
    )


def _known(session: Session, cohort: str, email: str) -> list[ApplicationView]:
    try:
        return applications.by_email(session, cohort, email)
    except NotFound:
        return []


async def _invite_new(
    context: Context, cohort: CohortView, email: str, name: str | None, role: Role | None
) -> UpdatedApplication:
    if name is None:
        raise BadInput(f"{email} has not applied to {cohort.key} yet; say who it is: --name NAME")
    if role is None:
        raise BadInput("Say in which role: --role mentor, or --role mentee")
    invited = read_answers({F.NAME: name, F.EMAIL: email, F.ROLE: role.value}, cohort.programme)
    now = context.clock()
    _check_can_answer(cohort, role, now)

    def write(session: Session) -> tuple[FoundApplication, Message]:
        result, key = arrivals.upsert(session, cohort.key, invited, now, ApplicationStage.INVITED)
        found = FoundApplication(applications.application(session, key), cohort)
        if result is Imported.NEW:
            messages.start(session, context.signed(session, start_of(found.view, cohort)), now)
        event = context.signed(session, Invite())
        return found, messages.update(session, found.workflow_id, event, now)

    snapshot: ApplicationSnapshot
    found, snapshot = await write_and_update(context, write)
    return UpdatedApplication(found, snapshot)


def _likely_role(programme: Programme) -> Role | None:
    """The one that is entered by invitation, if only one is."""
    invited = [role for role in Role if programme.role(role).enters_by == "invitation"]
    return invited[0] if len(invited) == 1 else None


def _problems(rows: Sequence[KeptRow]) -> Iterator[tuple[KeptRow, str]]:
    for kept in rows:
        if not kept.view.stage.is_open:
            yield kept, f"{out_of_the_running(kept.view)}. Or leave the row out."


def _check_can_answer(cohort: CohortView, role: Role, now: datetime) -> None:
    """Whoever is invited must still have time to apply. Raises Refused."""
    if cohort.stage is CohortStage.ENDED:
        raise Refused(f"Cohort {cohort.key} has ended; nobody can be invited to it any more.")
    nobody = ApplicationForm(name="-", email="-", role=role)
    start = beginning("-", cohort.key, nobody, cohort.programme, None, ApplicationStage.INVITED)
    by = begin(start, now).answer_by
    if by <= now:
        raise Refused(
            f"Whoever is invited to {cohort.key} has to apply by "
            f"{format_day(by, cohort.programme.zone)}, which is over. "
            f"Move the day first: {suggest('cohort extend', cohort.key, '--to', 'DATE')}"
        )


def _write_message(context: Context, session: Session, kept: KeptRow, now: datetime) -> None:
    if kept.result is Imported.NEW:
        messages.start(session, context.signed(session, kept.start), now)
    elif kept.view.stage not in ASKED_FIRST:
        messages.update(session, kept.workflow_id, context.signed(session, Invite()), now)
