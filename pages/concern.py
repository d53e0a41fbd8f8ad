"""A concern, for whom it was told to: it opens by the link in their letter and the address it went to."""

import asyncio
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from domain.clock import format_full_day
from domain.raised_concern import LONGEST, ConcernState, GetInTouch
from pages import address_proof, versions
from pages.form_body import form_of
from pages.inputs import Choice, FieldProblem, Form, Input, Radios, Text, read_all
from pages.rendering import form_page, page
from pages.request_state import Filling, Pages, WrongLink
from services import raised_concerns
from services.asking import ask
from services.raised_concerns import ConcernReader
from storage.raised_concerns import RaisedConcern

_TITLE = "A concern that was raised with you"
_READER = "whom a concern was told to"
_STATE, _NOTE = "state", "note"
_STATES = (
    Choice(ConcernState.RECEIVED, "I have received it"),
    Choice(ConcernState.CLOSED, "It is closed"),
)


def ask_address(request: Request) -> Response:
    return _address_asked(request, _reader(request))


async def answer(request: Request) -> Response:
    request.state.form = await form_of(request)
    return await run_in_threadpool(_answer, request, request.state.form)


def _answer(request: Request, form: Form) -> Response:
    reader = _reader(request)
    request.state.asked = Filling(reader, _inputs())
    if problem := address_proof.problem_with(form, reader.link.address, Pages.of(request).limiter):
        return _address_asked(request, reader, problem, form)
    concern: RaisedConcern = _asks(request, raised_concerns.read_concern, reader.concern)
    if concern.what is None:
        gone = "What was written here has gone, since its author asked to be erased."
        return page("message", reader=reader, title=_TITLE, says=[gone], is_for_concerns=True)
    if address_proof.is_first(form):
        return _shown(request, reader, concern, {_NOTE: (concern.note or "",), **form})
    told, problems = read_all(_inputs(), form)
    if problems:
        return _shown(request, reader, concern, form, problems)
    stands = _stands(concern)
    if versions.is_outdated(form, stands) and told != read_all(_inputs(), stands)[0]:
        problems = [FieldProblem(_STATE, versions.sentence(is_said=True))]
        return _shown(request, reader, concern, versions.seen(form), problems, HTTPStatus.CONFLICT)
    state = ConcernState(told[_STATE])
    _asks(request, raised_concerns.note_progress, concern.id, state, told[_NOTE])
    says = (
        f"Its author sees that it is {state}, and nothing else.",
        "The link in your letter opens it again.",
    )
    return page("message", reader=reader, title="Thank you", says=says, is_for_concerns=True)


def _reader(request: Request) -> ConcernReader:
    """Raises WrongLink."""
    found = raised_concerns.find_reader(Pages.of(request).looking(), request.path_params["token"])
    if found is None:
        raise WrongLink
    return found


def _asks(request: Request, service: Any, *args: Any) -> Any:
    context = Pages.of(request).contexts(_READER)
    return asyncio.run(ask(context, service, *args))


def _inputs() -> Sequence[Input]:
    hint = "It is kept here for you, and shown to nobody else. Your own case file is the place for more."
    return (
        Radios(_STATE, "How does it stand?", choices=_STATES, missing="Choose how it stands"),
        Text(_NOTE, "A note of yours (optional)", hint, optional=True, rows=4, longest=LONGEST),
    )


def _address_asked(
    request: Request,
    reader: ConcernReader,
    problem: address_proof.AddressProblem | None = None,
    form: Form | None = None,
) -> Response:
    inputs, facts = address_proof.inputs(), _around(request) | {"says": address_proof.SAYS}
    found = [FieldProblem(inputs[0].name, problem.sentence)] if problem else []
    return form_page("form", reader, _TITLE, inputs, form or {}, found, problem and problem.status, **facts)


def _shown(
    request: Request,
    reader: ConcernReader,
    concern: RaisedConcern,
    form: Form,
    problems: Sequence[FieldProblem] = (),
    status: int | None = None,
) -> Response:
    said = list(_said(reader, concern))
    kept = [*address_proof.kept(form), *versions.kept(form, _stands(concern))]
    facts = _around(request) | {"what": concern.what, "said": said, "kept": kept}
    return form_page("raised", reader, _TITLE, _inputs(), form, problems, status, **facts)


def _stands(concern: RaisedConcern) -> Form:
    """What was said of how it stands, with the note."""
    said = {} if concern.state is ConcernState.RAISED else {_STATE: (concern.state,)}
    return {**said, _NOTE: (concern.note or "",)}


def _around(request: Request) -> dict[str, Any]:
    return {"here": request.url.path, "is_for_concerns": True}


def _said(reader: ConcernReader, concern: RaisedConcern) -> Iterator[tuple[str, str]]:
    zone, author = reader.programme.zone, concern.author
    yield "Raised on", format_full_day(concern.raised_at, zone)
    yield "By", f"{author.name}, {author.email}" if author else "somebody who does not say who they are"
    if author:
        may = concern.get_in_touch is GetInTouch.YES
        yield "Get in touch with them", (concern.reached_by or "yes, by email") if may else "no"
        contact = reader.programme.contact.name
        yield f"{contact} may hear whose it is", "yes" if concern.may_be_named else "no"
    if concern.received_at:
        yield "Received on", format_full_day(concern.received_at, zone)
    if concern.closed_at:
        yield "Closed on", format_full_day(concern.closed_at, zone)
    if concern.note:
        yield "Your note", concern.note
