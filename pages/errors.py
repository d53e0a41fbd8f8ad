"""Pages that say what went wrong, in the reader's words."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import NotFound, TandemError, Unreachable
from pages.form_body import UnusableBody
from pages.inputs import Form, said_in
from pages.rendering import page
from pages.request_state import Filling, Pages, WrongLink, address_of_client
from services.links import Contacted, contacts

_AGAIN_IN = "60"
"""Seconds."""


async def wrong_link(request: Request, _: Exception) -> Response:
    """One page whatever is wrong with it."""
    Pages.of(request).limiter.note_wrong_link(address_of_client(request))
    says = (
        "Links are long: if you have typed it, please check it, or open it from the letter itself.",
        "A link stops working when there is a newer address for your letters, and some time after the end "
        "of the programme. Please use the latest letter, or write to us:",
    )
    found = await run_in_threadpool(contacts_of, request)
    return _message("This link does not work", HTTPStatus.NOT_FOUND, says, contacts=found)


async def away(request: Request, _: Exception) -> Response:
    """A server that is needed does not answer: what was typed stays on the page."""
    made = _not_recorded(request) if request.method == "POST" else _message(_NOT_SHOWN, _AWAY, _LATER)
    made.headers["Retry-After"] = _AGAIN_IN
    return made


_AWAY = HTTPStatus.SERVICE_UNAVAILABLE
_NOT_SHOWN = "Sorry, this page cannot be shown now"
_LATER = ("Please try again in a few minutes, or reply to the letter.",)


def _not_recorded(request: Request) -> Response:
    """In the programme's name and the question's words, as far as the store has told them before."""
    form: Form = getattr(request.state, "form", {})
    asked: Filling | None = getattr(request.state, "asked", None)
    kept = [(field, value) for field, values in form.items() for value in values]
    said = [one for one in said_in(asked.inputs, form) if one[1].strip()] if asked else []
    return page("away", _AWAY, asked and asked.reader, here=request.url.path, kept=kept, said=said)


_SAYS: Mapping[int, tuple[str, str]] = {
    400: ("Your browser sent something we cannot read", "Please open the link from your letter again."),
    403: ("This form did not come from our page", "Please open the link from your letter again."),
    404: ("There is no such page", "Please open the link from your letter."),
    405: ("There is no such page", "Please open the link from your letter."),
    408: ("That took too long", "What you sent did not arrive in time. Please try again."),
    413: ("That is too long", "Please go back, say it in fewer words, and try again."),
    415: ("Your browser sent something we cannot read", "Please open the link from your letter again."),
    429: ("Please wait a minute", "There have been a great many requests. Please try again in a minute."),
}


def said(status: int) -> Response:
    """The page of this status."""
    title, sentence = _SAYS.get(status, _SAYS[400])
    made = _message(title, status, (sentence,))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        made.headers["Retry-After"] = _AGAIN_IN
    return made


async def http_error(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return said(problem.status_code)


async def unusable_body(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, UnusableBody)
    return said(problem.status)


def contacts_of(request: Request) -> list[Contacted]:
    """Whom to write to; nobody if the store does not say."""
    try:
        return contacts(Pages.of(request).looking())
    except (Unreachable, NotFound):
        return []


def _message(title: str, status: int, says: tuple[str, ...], **facts: Any) -> Response:
    return page("message", status, title=title, says=says, **facts)


HANDLERS: Mapping[Any, Callable[..., Any]] = {
    WrongLink: wrong_link,
    UnusableBody: unusable_body,
    TandemError: away,
    HTTPException: http_error,
    Exception: away,
}
