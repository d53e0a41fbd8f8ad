"""Pages that say what went wrong, in the reader's words."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import NotFound, TandemError, Unreachable
from pages.bodies import UnusableBody
from pages.opening import Pages, WrongLink, address_of_client
from pages.rendering import page
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
    form = getattr(request.state, "form", {})
    kept = [(field, value) for field, values in form.items() for value in values]
    made: Response
    if request.method == "POST":
        made = page("away", HTTPStatus.SERVICE_UNAVAILABLE, here=request.url.path, kept=kept)
    else:
        says = ("Please try again in a few minutes, or reply to the letter.",)
        made = _message("Sorry, this page cannot be shown now", HTTPStatus.SERVICE_UNAVAILABLE, says)
    made.headers["Retry-After"] = _AGAIN_IN
    return made


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
