"""Inviting people to apply: one by name, or a whole file of them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from temporalio.client import Client

from cli.applications.days import spoken_day
from cli.applications.form import Form, read_answers, read_form
from cli.applications.keeping import Kept, keep, refuse
from cli.applications.lookup import Found, find_open
from cli.applications.sending import send
from cli.applications.standing import out_of_the_running
from cli.applications.telling import say_standing, tell_found
from cli.doors import ask, relaying, store
from cli.output import say
from domain.application.application import begin
from domain.application.completeness import beginning
from domain.application.due import ApplicationSnapshot
from domain.application.events import Invite
from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, CohortStage, Role
from domain.errors import BadInput, NotFound, Refused
from domain.programme.programme import Programme
from storage import applications, messages, queries
from storage.applications import Imported
from storage.messages import Message
from storage.start_inputs import ASKED_FIRST, start_of
from storage.views import ApplicationView, CohortView


def invite_one(cohort_key: str, email: str, name: str | None, role: Role | None) -> None:
    """Raises Refused, BadInput, or Unreachable with nothing kept."""
    with store() as session:
        cohort = queries.cohort(session, cohort_key)
        known = _known(session, cohort_key, email)
    role = role or _likely_role(cohort.programme)
    applied = [view for view in known if role in (None, view.application.role)]
    if applied:
        found = find_open(cohort_key, email, role)
        tell_found(found, Invite())
    else:
        _invite_new(cohort, email, name or next((v.application.name for v in known), None), role)


def invite_file(cohort_key: str, form: Form, dry_run: bool) -> None:
    """Raises BadInput with every problem in the file, and nothing kept; Unreachable with all of it kept."""
    with store() as session:
        cohort = queries.cohort(session, cohort_key)
    judged = read_form(form._replace(role=form.role or _likely_role(cohort.programme)), cohort.programme)
    with store() as session:
        rows = keep(session, cohort, judged, ApplicationStage.INVITED)
        refuse(form.file.name, _problems(rows))
        for role in {kept.application.role for kept in rows if kept.fate is Imported.NEW}:
            _check_can_answer(cohort, role)
        for kept in rows:
            _write_message(session, kept, cohort)
        if dry_run:
            session.rollback()
    _say_what_happened(rows, dry_run)
    if not dry_run:
        send(cohort_key, rows)
        say(f"See who has answered: tandem application list {cohort_key} --stage invited")


def _known(session: Session, cohort: str, email: str) -> list[ApplicationView]:
    try:
        return applications.by_email(session, cohort, email)
    except NotFound:
        return []


def _invite_new(cohort: CohortView, email: str, name: str | None, role: Role | None) -> None:
    if name is None:
        raise BadInput(f"{email} has not applied to {cohort.key} yet; say who it is: --name NAME")
    if role is None:
        raise BadInput("Say in which role: --role mentor, or --role mentee")
    invited = read_answers({F.NAME: name, F.EMAIL: email, F.ROLE: role.value}, cohort.programme)
    _check_can_answer(cohort, role)

    async def inviting(client: Client) -> tuple[Found, ApplicationSnapshot]:
        found, message = _keep_one(cohort, invited)
        with relaying(client) as relay:
            return found, await relay.update(message)

    say_standing(*ask(inviting))


def _keep_one(cohort: CohortView, invited: ApplicationForm) -> tuple[Found, Message]:
    with store() as session:
        now = datetime.now(UTC)
        fate, key = applications.upsert(session, cohort.key, invited, now, ApplicationStage.INVITED)
        view = applications.application(session, key)
        if fate is Imported.NEW:
            messages.start(session, start_of(view, cohort), now)
        return Found(view, cohort), messages.update(
            session, EntityKind.APPLICATION.workflow_id(key), Invite(), now
        )


def _likely_role(programme: Programme) -> Role | None:
    """The one that is entered by invitation, if only one is."""
    invited = [role for role in Role if programme.role(role).enters_by == "invitation"]
    return invited[0] if len(invited) == 1 else None


def _problems(rows: Sequence[Kept]) -> Iterator[tuple[Kept, str]]:
    for kept in rows:
        if kept.is_over:
            yield kept, f"{out_of_the_running(kept.view)}. Or leave the row out."


def _check_can_answer(cohort: CohortView, role: Role) -> None:
    """Whoever is invited must still have time to apply."""
    programme, now = cohort.programme, datetime.now(UTC)
    if cohort.stage is CohortStage.ENDED:
        raise Refused(f"Cohort {cohort.key} has ended; nobody can be invited to it any more.")
    nobody = ApplicationForm(name="-", email="-", role=role)
    start = beginning("-", cohort.key, nobody, programme, None, ApplicationStage.INVITED)
    by = begin(start, now).answer_by
    if by <= now:
        raise Refused(
            f"Whoever is invited to {cohort.key} has to apply by {spoken_day(by, programme)}, which is over. "
            f"Move the day first: tandem cohort extend {cohort.key} --to DATE"
        )


def _write_message(session: Session, kept: Kept, cohort: CohortView) -> None:
    now = datetime.now(UTC)
    if kept.fate is Imported.NEW:
        messages.start(session, start_of(kept.view, cohort), now)
    elif kept.view.stage not in ASKED_FIRST:
        messages.update(session, kept.workflow_id, Invite(), now)


def _say_what_happened(rows: Sequence[Kept], dry_run: bool) -> None:
    known = [kept.view.stage for kept in rows if kept.fate is not Imported.NEW]
    before = sum(stage in ASKED_FIRST for stage in known)
    would = "would be " if dry_run else ""
    say(f"{len(rows) - len(known)} {would}invited to apply, {before} asked before.")
    if applied := len(known) - before:
        say(f"{applied} had applied already, and {would or 'are '}invited now.")
