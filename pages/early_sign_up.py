"""Coming to a session before one applies: the address, and by the link that goes there a date and a name."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import BadInput, Refused
from domain.programme.rules import Sitting
from pages import versions
from pages.applying import EMAIL, SENT, SOMEBODY, cohort_of, opened_form, role_of, typed_address
from pages.form_body import form_of
from pages.inputs import Choice, FieldProblem, Form, Input, Radios, Text, read_all
from pages.rendering import form_page, page
from pages.request_state import Filling, Pages
from pages.words import full_sitting, refusal
from services.applications import applying, early_sign_up
from services.applications.applying import FormReader
from services.asking import ask
from storage.views import CohortView

_NAME = Text("name", "What is your name?", autocomplete="name", longest=120, missing="Enter your name")
_NONE_TO_COME = "This session is over, or has no date to come."


def ask_address(request: Request) -> Response:
    cohort, gathering = cohort_of(request), request.path_params["gathering"]
    if not _dates(request, cohort, gathering):
        return page("message", reader=cohort, title="You cannot sign up now", says=[_NONE_TO_COME])
    return _address_page(request, cohort, {}, [])


async def send_link(request: Request) -> Response:
    request.state.form = await form_of(request)
    return await run_in_threadpool(_send_link, request, request.state.form)


def _send_link(request: Request, form: Form) -> Response:
    cohort, gathering = cohort_of(request), request.path_params["gathering"]
    if not _dates(request, cohort, gathering):
        raise HTTPException(404)
    email, problems = typed_address(request, cohort, form)
    if not problems:
        context = Pages.of(request).contexts(SOMEBODY)
        try:
            told = (cohort, role_of(request), email, gathering)
            asyncio.run(ask(context, applying.send_form, *told))
        except (BadInput, Refused) as problem:
            problems = [FieldProblem("email", refusal(str(problem)))]
    if problems:
        return _address_page(request, cohort, form, problems)
    return page("message", reader=cohort, title="We have sent you a letter with a link", says=SENT)


def _address_page(
    request: Request, cohort: CohortView, form: Form, problems: Sequence[FieldProblem]
) -> Response:
    gathering = request.path_params["gathering"]
    plan = cohort.programme.gathering(gathering)
    dates = _dates(request, cohort, gathering).values()
    says = [text for text in (plan.about, *(full_sitting(gathering, one, cohort) for one in dates)) if text]
    back = request.url.path.rpartition("/")[0].rpartition("/")[0]
    title = f"Come to: {plan.title}"
    here = request.url.path
    return form_page("form", cohort, title, [EMAIL], form, problems, says=says, here=here, back=back)


def show_dates(request: Request) -> Response:
    return _dates_page(request, opened_form(request), {}, [])


async def take_seat(request: Request) -> Response:
    request.state.form = await form_of(request)
    return await run_in_threadpool(_take_seat, request, request.state.form)


def _take_seat(request: Request, form: Form) -> Response:
    reader, gathering = opened_form(request), request.path_params["gathering"]
    inputs = _inputs(request, reader)
    request.state.asked = Filling(reader, inputs)
    answer, problems = read_all(inputs, form)
    stands = _stands(request, reader)
    if not problems and versions.is_outdated(form, stands) and (answer["sitting"],) != stands.get("sitting"):
        problem = FieldProblem("sitting", versions.sentence(bool(stands)))
        return _dates_page(request, reader, versions.seen(form), [problem], HTTPStatus.CONFLICT)
    if not problems:
        try:
            context = Pages.of(request).contexts(SOMEBODY)
            told = (reader, answer["name"], gathering, answer["sitting"])
            asyncio.run(ask(context, early_sign_up.sign_up_early, *told))
            return _has_seat(request, reader, answer["sitting"])
        except (BadInput, Refused) as problem:
            problems = [FieldProblem("name", refusal(str(problem)))]
    return _dates_page(request, reader, form, problems)


def _dates_page(
    request: Request,
    reader: FormReader,
    form: Form,
    problems: Sequence[FieldProblem],
    status: int | None = None,
) -> Response:
    gathering = request.path_params["gathering"]
    if not _dates(request, reader.cohort, gathering):
        return page("message", reader=reader, title="You cannot sign up now", says=[_NONE_TO_COME])
    plan = reader.programme.gathering(gathering)
    seat = _seat(request, reader)
    facts = {
        "says": [
            f"Letters go to {reader.email}. You can change your mind with the link in them.",
            *([f"You have a seat on {full_sitting(gathering, seat, reader)}."] if seat else []),
        ],
        "here": request.url.path,
        "kept": versions.kept(form, _stands(request, reader)),
    }
    return form_page("form", reader, plan.title, _inputs(request, reader), form, problems, status, **facts)


def _seat(request: Request, reader: FormReader) -> Sitting | None:
    return early_sign_up.seat_of(Pages.of(request).looking(), reader, request.path_params["gathering"])


def _stands(request: Request, reader: FormReader) -> Form:
    seat = _seat(request, reader)
    return {"sitting": (seat.key,)} if seat else {}


def _inputs(request: Request, reader: FormReader) -> Sequence[Input]:
    gathering = request.path_params["gathering"]
    dates = _dates(request, reader.cohort, gathering).items()
    choices = tuple(Choice(key, full_sitting(gathering, one, reader)) for key, one in dates)
    when = Radios("sitting", "When would you like to come?", choices=choices, missing="Choose a date")
    return (_NAME, when)


def _has_seat(request: Request, reader: FormReader, sitting: str) -> Response:
    gathering = request.path_params["gathering"]
    date = _dates(request, reader.cohort, gathering)[sitting]
    says = (
        f"A letter to {reader.email} has an invitation for your calendar.",
        "If you cannot come after all, the link in it opens your own page, where you say so.",
        "Afterwards we ask you once whether you would like to apply.",
    )
    spoken = full_sitting(gathering, date, reader)
    return page("message", reader=reader, title=f"You have a seat on {spoken}", says=says)


def _dates(request: Request, cohort: CohortView, gathering: str) -> Mapping[str, Sitting]:
    role = role_of(request) if "role" in request.path_params else opened_form(request).role
    return early_sign_up.dates_to_come(Pages.of(request).looking(), cohort, role).get(gathering, {})
