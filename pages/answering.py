"""A question on its page: asked by GET, which writes nothing, and answered by POST."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.errors import BadInput, Refused
from pages.bodies import form_of
from pages.inputs import Answer, FieldProblem, Form, read_all, typed_in
from pages.opening import Pages, home_of, reader_of
from pages.questions.every import BY_NAME
from pages.questions.question import Asked, PageQuestion
from pages.rendering import page
from pages.words import refusal
from services.applications.form import WrongAnswers
from services.asking import ask

SURE = "sure"
"""The field of the second page: what it says is wanted."""


def asked_of(request: Request) -> tuple[PageQuestion | None, Asked]:
    """The question of this address, None if there is no such for this reader now. Raises WrongLink."""
    asked = Asked(reader_of(request), request.path_params.get("about"))
    question = BY_NAME.get(request.path_params["question"])
    return (question if question and question.can_be_asked(asked) else None), asked


def show(request: Request) -> Response:
    question, asked = asked_of(request)
    if question is None:
        return _not_now(request, asked)
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
    answer, problems = read_all(question.inputs(asked), form)
    if problems:
        return _asked_again(request, question, asked, form, problems)
    warned = question.warned(asked, answer)
    if warned and SURE not in form:
        kept = list(typed_in(question.inputs(asked), form))
        return _shown(request, "warned", asked, warned=warned, kept=kept)
    return _tell(request, question, asked, answer, form)


def _tell(request: Request, question: PageQuestion, asked: Asked, answer: Answer, form: Form) -> Response:
    context = Pages.of(request).contexts(asked.reader.actor)
    try:
        asyncio.run(question.tell(partial(ask, context), asked, answer))
    except (Refused, BadInput) as problem:
        return _refused(request, form, problem)
    now = Asked(reader_of(request), asked.about)
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
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return _shown(request, "question", asked, status, **facts)


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
