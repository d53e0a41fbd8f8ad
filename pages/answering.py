"""A question on its page: asked by GET, which writes nothing, and answered by POST."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.errors import BadInput, Refused
from pages import proving
from pages.bodies import form_of
from pages.inputs import Answer, FieldProblem, Form, read_all, typed_in
from pages.opening import Pages, WrongLink, home_of, reader_of
from pages.questions.every import BY_NAME
from pages.questions.question import Asked, Download, PageQuestion
from pages.rendering import page
from pages.words import refusal
from services.applications.form import WrongAnswers
from services.asking import ask

SURE = "sure"
"""The field of the second page: what it says is wanted."""


def asked_of(request: Request) -> tuple[PageQuestion | None, Asked]:
    """The question of this address, None if there is no such for this reader now. Raises WrongLink."""
    asked = Asked(reader_of(request), request.path_params.get("about"))
    asked = replace(asked, outside=Pages.of(request).outside)
    question = BY_NAME.get(request.path_params["question"])
    return (question if question and question.can_be_asked(asked) else None), asked


def show(request: Request) -> Response:
    question, asked = asked_of(request)
    if question is None:
        return _not_now(request, asked)
    if question.is_strong:
        return _address_asked(request, question, asked)
    return _asked_again(request, question, asked, {**question.filled(asked), **_chosen(request, question)})


def _chosen(request: Request, question: PageQuestion) -> Form:
    """What was chosen in the letter stands on the page, to be confirmed there; only where there are many
    questions, of which nothing follows: a decision is chosen on the page itself."""
    if not question.has_many:
        return {}
    return {name: request.query_params.getlist(name) for name in request.query_params}


async def answer(request: Request) -> Response:
    """In a thread: the store is asked there, and a slow answer keeps nobody else waiting."""
    request.state.form = await form_of(request)
    return await run_in_threadpool(_answer, request, request.state.form)


def _answer(request: Request, form: Form) -> Response:
    question, asked = asked_of(request)
    if question is None:
        return _not_now(request, asked)
    if question.is_strong:
        limiter = Pages.of(request).limiter
        if problem := proving.problem_with(form, asked.reader.link.address, limiter):
            return _address_asked(request, question, asked, problem, form)
        if proving.is_first(form):
            return _asked_again(request, question, asked, {**form, **question.filled(asked)})
    answer, problems = read_all(question.inputs(asked), form)
    if problems:
        return _asked_again(request, question, asked, form, problems)
    warned = question.warned(asked, answer)
    if warned and SURE not in form:
        kept = [*_proof(question, form), *typed_in(question.inputs(asked), form)]
        return _shown(request, "warned", asked, warned=warned, kept=kept)
    return _tell(request, question, asked, answer, form)


def _tell(request: Request, question: PageQuestion, asked: Asked, answer: Answer, form: Form) -> Response:
    context = Pages.of(request).contexts(asked.reader.actor)
    try:
        given = asyncio.run(question.tell(partial(ask, context), asked, answer))
    except (Refused, BadInput) as problem:
        return _refused(request, form, problem)
    if isinstance(given, Download):
        return _download(given)
    if given:
        return _shown(request, given.template, asked, **given.facts)
    return _told(request, question, asked, answer)


def _download(given: Download) -> Response:
    as_file = {"Content-Disposition": f'attachment; filename="{given.name}"'}
    return Response(given.content, media_type=given.media_type, headers=as_file)


def _told(request: Request, question: PageQuestion, asked: Asked, answer: Answer) -> Response:
    """What was told may have ended the link itself: then there is no way back to the reader's page."""
    try:
        now = replace(asked, reader=reader_of(request))
    except WrongLink:
        return page("told", reader=asked.reader, told=question.told(asked, answer))
    return _shown(request, "told", now, told=question.told(now, answer))


def _refused(request: Request, form: Form, problem: Refused | BadInput) -> Response:
    """What is over says why in words that are not for everybody, so that the page says it in its own."""
    question, asked = asked_of(request)
    if question is None:
        return _not_now(request, asked)
    if isinstance(problem, WrongAnswers):
        wrong = [FieldProblem(each.field, each.sentence) for each in problem.wrong]
    else:
        wrong = [FieldProblem(question.inputs(asked)[0].fields[0], refusal(str(problem)))]
    return _asked_again(request, question, asked, form, wrong)


def _asked_again(
    request: Request,
    question: PageQuestion,
    asked: Asked,
    form: Form | None = None,
    problems: Sequence[FieldProblem] = (),
) -> Response:
    facts: Mapping[str, Any] = {
        "title": question.title(asked),
        "says": question.says(asked),
        "present": question.present(asked),
        "inputs": question.inputs(asked),
        "has_many": question.has_many,
        "typed": form or {},
        "found": {problem.field: problem.sentence for problem in problems},
        "problems": [{"text": problem.sentence, "href": f"#{problem.field}"} for problem in problems],
        "kept": _proof(question, form or {}),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return _shown(request, "question", asked, status, **facts)


def _proof(question: PageQuestion, form: Form) -> list[tuple[str, str]]:
    return proving.kept(form) if question.is_strong else []


def _address_asked(
    request: Request,
    question: PageQuestion,
    asked: Asked,
    problem: proving.AddressProblem | None = None,
    form: Form | None = None,
) -> Response:
    """The page before a question that is for nobody but its reader."""
    inputs = proving.inputs()
    field = inputs[0].name
    facts: Mapping[str, Any] = {
        "title": question.title(asked),
        "says": proving.SAYS,
        "inputs": inputs,
        "has_many": True,
        "typed": form or {},
        "found": {field: problem.sentence} if problem else {},
        "problems": [{"text": problem.sentence, "href": f"#{field}"}] if problem else [],
    }
    return _shown(request, "question", asked, problem.status if problem else HTTPStatus.OK, **facts)


def _not_now(request: Request, asked: Asked) -> Response:
    """An address without a question of today, as in an old letter."""
    says = ("It has been settled, or the time for it is over.", "Your page says where things stand.")
    title = "There is nothing to answer here now"
    if request.method in ("GET", "HEAD") and request.path_params["question"] not in BY_NAME:
        return RedirectResponse(home_of(request), HTTPStatus.SEE_OTHER)
    return _shown(request, "message", asked, title=title, says=says)


def _shown(
    request: Request, template: str, asked: Asked, status: int = HTTPStatus.OK, **facts: Any
) -> Response:
    here = request.url.path
    return page(template, status, asked.reader, home=home_of(request), here=here, **facts)
