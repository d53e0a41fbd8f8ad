"""Applying by a page: the form opens by a link that goes to the applicant's own address, so that nobody
applies for somebody else, and nothing but the letter is kept of whoever does not send it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.application.form_answers import Answers, answers_of
from domain.application.form_questions import FormQuestion, form_questions
from domain.application.open_to import when_to_apply, why_not_apply
from domain.enums import ApplicationStage, Correspondent, Role
from domain.errors import BadInput, NotFound, Refused
from domain.letter.letter import Letter, LetterName
from domain.letter.link_address import address_of
from domain.programme.programme import Programme
from importing import answers as typed
from importing.validation import FormRow
from mail import outbox
from mail.facts import Recipient, Sender
from mail.form_letter import addressed
from services.applications.form import read_form
from services.applications.importing import bring_in
from services.applications.keeping import KeptRow
from services.context import Context
from services.writes import write_and_tell
from storage import applications, links, messages, queries
from storage.arrivals import Imported, OnChange
from storage.views import ApplicationView, CohortView

FORM_PATH, COME_PATH = "/form", "/come"
LIVES = timedelta(days=7)
"""So long a link to the form opens it."""
_MOST = 3
"""So many such letters go to one address within a day: nobody fills somebody else's mailbox."""
_A_DAY = timedelta(days=1)
_ENDED = (ApplicationStage.WITHDRAWN, ApplicationStage.DECLINED)
"""Nothing comes of a form that says the same again; one that is carried over waits for the next cohort."""


class FormReader(NamedTuple):
    """Somebody who has opened the form by the link in their letter."""

    cohort: CohortView
    role: Role
    email: str

    @property
    def programme(self) -> Programme:
        return self.cohort.programme

    @property
    def questions(self) -> tuple[FormQuestion, ...]:
        """All but the address, which the link has told."""
        return tuple(
            question
            for question in form_questions(self.programme, self.role)
            if question.field is not F.EMAIL
        )


def cohort_to_apply_to(context: Context, cohort: str) -> CohortView:
    """Raises NotFound."""
    with context.store() as session:
        return queries.cohort(session, cohort)


def why_not(context: Context, cohort: CohortView, role: Role) -> str | None:
    """Why nobody can apply in this role now; None: one can."""
    return why_not_apply(cohort.programme, cohort.stage, role, context.clock())


def when(context: Context, cohort: CohortView, role: Role) -> str | None:
    """Until when one applies in this role, or what becomes of who is late; None without a last day."""
    return when_to_apply(cohort.programme, role, context.clock())


async def send_form(
    context: Context, cohort: CohortView, role: Role, email: str, gathering: str | None = None
) -> None:
    """Write to this address with a link to the form, or to where one chooses a date of this gathering without
    applying; nothing, if that was asked for often today. Raises BadInput for what is no address, Refused,
    Unreachable."""
    to, now = typed.address(email.strip()), context.clock()
    sender = context.sender()
    if refusal := why_not(context, cohort, role):
        raise Refused(refusal)

    def write(session: Session) -> tuple[None, Sequence[str]]:
        workflow_id = links.form_id(cohort.key, role)
        if outbox.written_since(session, workflow_id, to, now - _A_DAY) >= _MOST:
            return None, []
        token = links.make(
            session,
            person=None,
            workflow_id=workflow_id,
            role=Correspondent.APPLICANT,
            purpose=LetterName.APPLICATION_FORM,
            email=to,
            now=now,
        )
        letter = Letter(
            name=LetterName.APPLICATION_FORM,
            role=Correspondent.APPLICANT,
            key=_key(token),
            at=now,
            gathering=gathering,
            expires=now + LIVES,
        )
        source = outbox.Source(cohort.key, workflow_id, cohort.key, now)
        queued = outbox.write_one(
            session, letter, source, _to(letter, cohort, role, to, sender, token), sender
        )
        messages.deliver(session, queued.id, now)
        return None, [queued.id]

    await write_and_tell(context, write)


def find_applicant(context: Context, token: str) -> FormReader | None:
    """None if there is no such link, or it is too old."""
    with context.store() as session:
        link = links.find(session, token)
        lives = link is not None and context.clock() <= link.made_at + LIVES
        opened = _opened(session, link.workflow_id) if link and lives else None
        letter = opened and outbox.by_key(session, f"{opened[0].key}:{_key(token)}")
    if not opened or not letter:
        return None
    return FormReader(*opened, letter.recipient)


def has_applied(context: Context, applicant: FormReader) -> Answers | None:
    """What the application of this address in this role says, if there is one that goes on and is not just
    invited."""
    with context.store() as session:
        known = known_as(session, applicant)
    if known is None or known.stage in (ApplicationStage.INVITED, ApplicationStage.OFFERED):
        return None
    if not known.stage.is_open:
        return None
    return answers_of(known.application)


def known_as(session: Session, applicant: FormReader) -> ApplicationView | None:
    """The application of this address in this role, if there is one."""
    try:
        found = applications.by_email(session, applicant.cohort.key, applicant.email)
    except NotFound:
        return None
    return next((view for view in found if view.application.role is applicant.role), None)


def check(applicant: FormReader, answers: Mapping[F, str]) -> ApplicationForm:
    """The form that these answers are. Raises WrongAnswers."""
    known = {F.EMAIL: applicant.email}
    return read_form(applicant.questions, answers, applicant.programme, applicant.role, known)


async def apply(context: Context, applicant: FormReader, answers: Mapping[F, str]) -> str:
    """The id of the application, which is on its way; one that is there takes over what is said otherwise
    now. Raises WrongAnswers, Refused, or Unreachable with nothing kept."""
    cohort, role = applicant.cohort, applicant.role
    form = check(applicant, answers)
    if refusal := why_not(context, cohort, role):
        raise Refused(refusal)

    def write(session: Session) -> tuple[str, Sequence[str]]:
        row = _kept(context, session, cohort, form)
        return row.view.id, [row.workflow_id]

    application, replies = await write_and_tell(context, write)
    for reply in replies:
        reply.check()
    return application


def _kept(context: Context, session: Session, cohort: CohortView, form: ApplicationForm) -> KeptRow:
    """Raises Refused if they are known by another name, or are out of the running: not in so many words,
    since these are for the coordinator."""
    try:
        rows = [FormRow(1, form)]
        kept = bring_in(context, session, cohort, "the form", rows, on_change=OnChange.TAKE_OVER).rows
    except BadInput:
        kept = []
    if not kept or kept[0].result is Imported.OTHER:
        contact = cohort.programme.contact.email
        raise Refused(f"We know this address already, and not quite so. Please write to {contact} about it.")
    if kept[0].result is Imported.SAME and kept[0].view.stage in _ENDED:
        contact = cohort.programme.contact.email
        raise Refused(f"Your application has ended. To take it up again, please write to {contact}.")
    return kept[0]


def _opened(session: Session, workflow_id: str) -> tuple[CohortView, Role] | None:
    form = links.form_of(workflow_id)
    try:
        return (queries.cohort(session, form[0]), form[1]) if form else None
    except NotFound:
        return None


def _key(token: str) -> str:
    return f"application_form:{links.digest_of(token)}"


def _to(letter: Letter, cohort: CohortView, role: Role, email: str, sender: Sender, token: str) -> Recipient:
    path = f"{COME_PATH}/{letter.gathering}" if letter.gathering else FORM_PATH
    return addressed(cohort, role, email, f"{address_of(sender.pages, token)}{path}", letter.gathering)
