"""A question on its page: asked by GET, which writes nothing, and answered by POST."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.errors import BadInput, Refused
from pages import address_proof, versions
from pages.form_body import form_of
from pages.inputs import EDIT, SURE, Answer, FieldProblem, Form, read_all, said_in, sentences_in, typed_in
from pages.letter_choice import marked
from pages.questions.every import BY_NAME
from pages.questions.question import Asked, Checked, Confirmation, Download, PageQuestion, Warned
from pages.rendering import form_page, page
from pages.request_state import Filling, Pages, WrongLink, home_of, reader_of
from pages.words import refusal
from services.applications.form import WrongAnswers
from services.asking import ask

_UNCHANGED = Confirmation("Nothing has changed", ("What you told us before stands as it was.",))
"""To what was sent as it stood on the page: whatever presses each button has told us nothing."""


def asked_of(request: Request) -> tuple[PageQuestion | None, Asked]:
    """The question of this address, None if there is no such for this reader now. Raises WrongLink."""
    asked = Asked(reader_of(request), request.path_params.get("about"))
    asked = replace(asked, outside=Pages.of(request).outside)
    question = BY_NAME.get(request.path_params["question"])
    if question is None or not question.can_be_asked(asked):
        return None, asked
    return question, question.looked_up(Pages.of(request).looking(), asked)


def show(request: Request) -> Response:
    question, asked = asked_of(request)
    if question is None:
        return _not_now(request, asked)
    if question.is_strong:
        return _address_asked(request, question, asked)
    return _asked_again(request, question, asked, question.filled(asked))


async def answer(request: Request) -> Response:
    """In a thread: the store is asked there, and a slow answer keeps nobody else waiting."""
    request.state.form = await form_of(request)
    return await run_in_threadpool(_answer, request, request.state.form)


def _answer(request: Request, form: Form) -> Response:
    question, asked = asked_of(request)
    if question is None:
        return _not_now(request, asked)
    request.state.asked = Filling(asked.reader, question.inputs(asked))
    unproven = _before_it_opens(request, question, asked, form) if question.is_strong else None
    return unproven or _read(request, question, asked, form)


def _before_it_opens(request: Request, question: PageQuestion, asked: Asked, form: Form) -> Response | None:
    """The page that comes before anything is answered; None once the address has been typed."""
    limiter = Pages.of(request).limiter
    if problem := address_proof.problem_with(form, asked.reader.link.address, limiter):
        return _address_asked(request, question, asked, problem, form)
    if address_proof.is_first(form):
        return _asked_again(request, question, asked, {**form, **question.filled(asked)})
    return None


def _read(request: Request, question: PageQuestion, asked: Asked, form: Form) -> Response:
    inputs, filled = question.inputs(asked), question.filled(asked)
    answer, problems = read_all(inputs, form)
    if problems or EDIT in form:
        return _asked_again(request, question, asked, form, problems)
    if filled and answer == read_all(inputs, filled)[0]:
        return _shown(request, "told", asked, told=_UNCHANGED)
    if versions.is_outdated(form, question.stands(asked)) and not question.is_told(asked, answer):
        return _changed_meanwhile(request, question, asked, form)
    warned = question.warned(asked, answer)
    if warned and SURE not in form:
        kept = [*_kept(question, asked, form), *typed_in(inputs, form)]
        return _warned(request, asked, warned, kept)
    return _tell(request, question, asked, answer, form)


def _changed_meanwhile(request: Request, question: PageQuestion, asked: Asked, form: Form) -> Response:
    inputs, filled = question.inputs(asked), question.filled(asked)
    said = [one for one in said_in(inputs, filled) if one[1]]
    sentence = versions.sentence(bool(said or question.present(asked)))
    problem = FieldProblem(inputs[0].fields[0], sentence)
    seen = versions.seen(form)
    return _asked_again(request, question, asked, seen, [problem], HTTPStatus.CONFLICT, said)


def _warned(
    request: Request, asked: Asked, warned: Warned | Checked, kept: Sequence[tuple[str, str]]
) -> Response:
    if isinstance(warned, Warned):
        return _shown(request, "warned", asked, warned=warned, kept=kept)
    return _shown(request, "check", asked, kept=kept, **warned._asdict())


def _tell(request: Request, question: PageQuestion, asked: Asked, answer: Answer, form: Form) -> Response:
    context = Pages.of(request).contexts(question.actor(asked))
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
    form: Form,
    problems: Sequence[FieldProblem] = (),
    status: int | None = None,
    stands: Sequence[tuple[str, str]] = (),
) -> Response:
    """`stands`: what was answered before, in words, where it is not what stands in the form."""
    facts = _around(request) | {
        "says": question.says(asked),
        "present": question.present(asked),
        "stands": stands,
        "has_many": question.has_many,
        "kept": _kept(question, asked, form),
        "query": request.url.query,
    }
    inputs = marked(question.inputs(asked), request.query_params.multi_items())
    title = question.title(asked)
    return form_page("question", asked.reader, title, inputs, form, problems, status, **facts)


def _kept(question: PageQuestion, asked: Asked, form: Form) -> list[tuple[str, str]]:
    """What goes along in the form that follows."""
    proof = address_proof.kept(form) if question.is_strong else []
    return [*proof, *versions.kept(form, question.stands(asked))]


def _address_asked(
    request: Request,
    question: PageQuestion,
    asked: Asked,
    problem: address_proof.AddressProblem | None = None,
    form: Form | None = None,
) -> Response:
    """The page before a question that is for nobody but its reader."""
    inputs, title = address_proof.inputs(), question.title(asked)
    problems = [FieldProblem(inputs[0].name, problem.sentence)] if problem else []
    status = problem.status if problem else None
    facts = _around(request) | {"says": address_proof.SAYS, "has_many": True}
    return form_page("question", asked.reader, title, inputs, form or {}, problems, status, **facts)


def _not_now(request: Request, asked: Asked) -> Response:
    """An address without a question of today, as in an old letter; what was typed meanwhile is not lost."""
    says = ("It has been settled, or the time for it is over.", "Your page says where things stand.")
    title = "There is nothing to answer here now"
    if request.method in ("GET", "HEAD") and request.path_params["question"] not in BY_NAME:
        return RedirectResponse(home_of(request), HTTPStatus.SEE_OTHER)
    typed = sentences_in(getattr(request.state, "form", {}))
    return _shown(request, "message", asked, title=title, says=says, typed=typed)


def _shown(
    request: Request, template: str, asked: Asked, status: int = HTTPStatus.OK, **facts: Any
) -> Response:
    return page(template, status, asked.reader, **_around(request), **facts)


def _around(request: Request) -> dict[str, Any]:
    """What leads on from any page of a reader."""
    return {"home": home_of(request), "here": request.url.path}
