"""Applying: what the programme is and asks, the address to which the form goes, the form, its check."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.application import form_answers
from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.errors import BadInput, NotFound, Refused
from domain.programme.gathering_plan import spoken_dates
from domain.programme.programme import Programme
from pages import versions
from pages.form_body import form_of
from pages.form_inputs import answers_of, inputs_of
from pages.inputs import EDIT, SURE, FieldProblem, Form, Text, read_all, said_in, typed_in
from pages.rendering import form_page, page
from pages.request_state import Filling, Pages, WrongLink, address_of_client
from pages.words import refusal
from services.applications import applying, early_sign_up
from services.applications.applying import FormReader
from services.applications.form import WrongAnswers
from services.asking import ask
from storage.views import CohortView

EMAIL = Text(
    "email",
    "What is your work email address?",
    "We send a letter there, with a link to the form.",
    kind="email",
    autocomplete="email",
    longest=254,
    missing="Enter your email address",
)


def programme(request: Request) -> Response:
    """What taking part means, before anything is chosen."""
    cohort = cohort_of(request)
    roles = [_role_to_choose(request, cohort, role) for role in Role]
    dates = list(_commitments(cohort.programme))
    return page("apply", reader=cohort, roles=roles, dates=dates, key=cohort.key)


def _to_hear_more(request: Request, cohort: CohortView, role: Role) -> Mapping[str, str]:
    """The sessions to which one may come before one applies: their titles, by key."""
    sessions = early_sign_up.dates_to_come(Pages.of(request).looking(), cohort, role)
    return {key: cohort.programme.gathering(key).title for key in sessions}


def _commitments(programme: Programme) -> Iterator[str]:
    """What somebody who takes part is expected at."""
    for plan in programme.held:
        if plan.required and plan.kind.stage:
            who = "" if plan.roles == tuple(Role) else f" ({programme.role(plan.roles[0]).label})"
            yield f"{plan.title}{who}: {spoken_dates(plan, plan.sittings)}"


def ask_address(request: Request) -> Response:
    cohort, role = cohort_of(request), role_of(request)
    if says := _why_not(request, cohort, role):
        return page("message", reader=cohort, title="You cannot apply now", says=[says])
    return _address_page(request, cohort, role, {}, [])


async def send_form(request: Request) -> Response:
    request.state.form = await form_of(request)
    return await run_in_threadpool(_send_form, request, request.state.form)


def _send_form(request: Request, form: Form) -> Response:
    cohort, role, pages = cohort_of(request), role_of(request), Pages.of(request)
    email, problems = typed_address(request, cohort, form)
    if not problems:
        try:
            context = pages.contexts(SOMEBODY)
            asyncio.run(ask(context, applying.send_form, cohort, role, email))
        except (BadInput, Refused) as problem:
            problems = [FieldProblem("email", refusal(str(problem)))]
    if problems:
        return _address_page(request, cohort, role, form, problems)
    return page("message", reader=cohort, title="We have sent you a letter with the form", says=SENT)


def typed_address(
    request: Request, cohort: CohortView, form: Form
) -> tuple[str | None, Sequence[FieldProblem]]:
    """To which a letter is asked for, and what is wrong with that."""
    request.state.asked = Filling(cohort, (EMAIL,))
    answer, problems = read_all([EMAIL], form)
    if not problems and not Pages.of(request).limiter.sends_form(address_of_client(request)):
        problems = [FieldProblem("email", f"{_TOO_MANY}, or write to {cohort.programme.contact.email}")]
    return answer.get("email"), problems


_TOO_MANY = "A great many letters have been asked for from here; please try again in an hour"
SENT = (
    "If nothing has come within a quarter of an hour, look among your junk mail, or ask again.",
    "The link works for seven days. Until you send what it opens we keep nothing of you but this letter.",
)
SOMEBODY = "an applicant"
"""Who asks for a form, and sends it: nobody whom the store knows yet."""


def _address_page(
    request: Request, cohort: CohortView, role: Role, form: Form, problems: Sequence[FieldProblem]
) -> Response:
    label = cohort.programme.role(role).label
    back = request.url.path.rpartition("/")[0]
    here, title = request.url.path, f"Apply as {label}"
    says = [when] if (when := _when(request, cohort, role)) else []
    return form_page("form", cohort, title, [EMAIL], form, problems, here=here, back=back, says=says)


def show_form(request: Request) -> Response:
    applicant = opened_form(request)
    return _applicants_form(request, applicant, {}, [])


async def send_application(request: Request) -> Response:
    request.state.form = await form_of(request)
    return await run_in_threadpool(_send_application, request, request.state.form)


def _send_application(request: Request, form: Form) -> Response:
    applicant = opened_form(request)
    inputs = inputs_of(applicant.questions)
    request.state.asked = Filling(applicant, inputs)
    if EDIT in form:
        return _applicants_form(request, applicant, form, [])
    answer, problems = read_all(inputs, form)
    if not problems:
        answers = answers_of(applicant.questions, answer)
        try:
            told = applying.check(applicant, answers)
            if _changed_meanwhile(request, applicant, form, told):
                problem = FieldProblem(inputs[0].name, versions.sentence(is_said=True))
                return _applicants_form(request, applicant, versions.seen(form), [problem], _CONFLICT)
            if SURE not in form:
                return _check(request, applicant, form)
            context = Pages.of(request).contexts(SOMEBODY)
            asyncio.run(ask(context, applying.apply, applicant, answers))
            return _arrived(applicant)
        except WrongAnswers as wrong:
            problems = [FieldProblem(each.field, each.sentence) for each in wrong.wrong]
        except (Refused, BadInput) as problem:
            problems = [FieldProblem(inputs[0].name, refusal(str(problem)))]
    return _applicants_form(request, applicant, form, problems)


def _changed_meanwhile(request: Request, applicant: FormReader, form: Form, told: ApplicationForm) -> bool:
    """Whether they have applied since this form was opened, and say something else in it."""
    before = _stands(request, applicant)
    return versions.is_outdated(form, before) and before != _told(form_answers.answers_of(told))


def _stands(request: Request, applicant: FormReader) -> Form:
    return _told(applying.has_applied(Pages.of(request).looking(), applicant))


def _told(answers: form_answers.Answers | None) -> Form:
    """By what another version of it is known; the answers themselves are on no page that opens by a link."""
    return {} if answers is None else {field: (str(told),) for field, told in answers.items()}


_CONFLICT = HTTPStatus.CONFLICT
_APPLIED = "You have applied already: what you send here takes the place of what you said then."


def _applicants_form(
    request: Request,
    applicant: FormReader,
    form: Form,
    problems: Sequence[FieldProblem],
    status: int | None = None,
) -> Response:
    title = f"Apply to {applicant.programme.title}"
    role, stands = applicant.programme.role(applicant.role), _stands(request, applicant)
    says = [f"In the role of {role.label}. Letters go to {applicant.email}."]
    facts = {
        "says": [*says, _APPLIED] if stands else says,
        "here": request.url.path,
        "kept": versions.kept(form, stands),
    }
    inputs = inputs_of(applicant.questions)
    return form_page("form", applicant, title, inputs, form, problems, status, **facts)


def _check(request: Request, applicant: FormReader, form: Form) -> Response:
    inputs = inputs_of(applicant.questions)
    kept = [*typed_in(inputs, form), *versions.kept(form, _stands(request, applicant))]
    here, title, button = request.url.path, "Check your answers", "Send application"
    answers = list(said_in(inputs, form))
    return page("check", reader=applicant, title=title, said=answers, kept=kept, here=here, button=button)


def _arrived(applicant: FormReader) -> Response:
    says = (
        f"A letter to {applicant.email} says what comes next. The link in it opens your own page.",
        "You can close this one.",
    )
    return page("message", reader=applicant, title="Your application has arrived", says=says)


def cohort_of(request: Request) -> CohortView:
    try:
        return applying.cohort_to_apply_to(Pages.of(request).looking(), request.path_params["cohort"])
    except NotFound:
        raise HTTPException(404) from None


def role_of(request: Request) -> Role:
    try:
        return Role(request.path_params["role"])
    except ValueError:
        raise HTTPException(404) from None


def opened_form(request: Request) -> FormReader:
    """Raises WrongLink."""
    found = applying.find_applicant(Pages.of(request).looking(), request.path_params["token"])
    if found is None:
        raise WrongLink
    return found


def _why_not(request: Request, cohort: CohortView, role: Role) -> str | None:
    return applying.why_not(Pages.of(request).looking(), cohort, role)


def _role_to_choose(request: Request, cohort: CohortView, role: Role) -> Mapping[str, Any]:
    return {
        "role": role,
        "why_not": _why_not(request, cohort, role),
        "when": _when(request, cohort, role),
        "sessions": _to_hear_more(request, cohort, role),
    }


def _when(request: Request, cohort: CohortView, role: Role) -> str | None:
    return applying.when(Pages.of(request).looking(), cohort, role)
