"""What stands before every page: how often, from where, and the log, which never names a link."""

import re
import time
from traceback import extract_tb

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.letter.link_address import LINK_PATH
from domain.letter.questions import QuestionName
from pages.errors import said
from pages.limits import Limiter
from pages.origin import is_from_here
from pages.request_state import address_of_client
from services.raised_concerns import CONCERN_PATH

_LINK = re.compile(rf"{re.escape(LINK_PATH)}([^/]+)((?:/[a-z-]+)?)")
_UNSAID = (f"/{QuestionName.CONCERN}", CONCERN_PATH)
_STYLES = "/style/"
_STYLE = re.compile(r"/style/[a-z0-9-]{1,30}\.css")
_KNOWN = ("/", "/health", "/accessibility")
_LAST = 8
"""So many calls, the innermost last, are told of a mistake of ours."""
log = structlog.get_logger()


class RequestGuard:
    """Refuses what comes too often, or from a form elsewhere."""

    def __init__(self, app: ASGIApp, limiter: Limiter) -> None:
        self._app, self._limiter = app, limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        told = _LINK.match(scope["path"])
        app = self._app
        counts = not scope["path"].startswith(_STYLES)  # without them, what says so could not be read
        if counts and not self._limiter.takes(address_of_client(request), told and told[1]):
            app = said(429)
        elif not is_from_here(request):
            app = said(403)
        await app(scope, receive, send)


class RequestLog:
    """A line for each request. No path as it is, no address: a link in a log would open a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as problem:  # noqa: BLE001 - whoever asked has been answered; its text may hold anything
            where = [f"{one.name}, line {one.lineno}" for one in extract_tb(problem.__traceback__)[-_LAST:]]
            log.error("page_failed", page=masked(scope["path"]), error=type(problem).__name__, where=where)
        finally:
            took = round((time.perf_counter() - began) * 1000)
            log.info("page", method=scope["method"], page=masked(scope["path"]), status=status, ms=took)


def masked(path: str) -> str:
    """A path as it may be logged: of a concern not even that there was one."""
    if told := _LINK.match(path):
        return f"{LINK_PATH}*{'' if told[2] in _UNSAID else told[2]}"
    return path if path in _KNOWN or _STYLE.fullmatch(path) else "(another)"
