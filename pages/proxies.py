"""Whose request it is, as the proxies in front of the pages say."""

from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_WHOEVER_CONNECTS = "*"
_FORWARDED_FOR = b"x-forwarded-for"


def behind(app: ASGIApp, proxies: str) -> ASGIApp:
    """The same pages. `proxies`: addresses and networks, with commas between, that are believed; where it is
    whoever connects (`*`), then about who has come to them, and about nobody further away."""
    told: Any = ProxyHeadersMiddleware(app, proxies)  # type: ignore[arg-type]  # it says of ASGI the same
    return _LastNamed(told) if proxies.strip() == _WHOEVER_CONNECTS else told


class _LastNamed:
    """A proxy adds who came to it to what that one has said: whatever stands before may be made up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "headers" in scope:
            scope = {**scope, "headers": _with_last(scope["headers"])}
        await self._app(scope, receive, send)


def _with_last(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    named = [value for name, value in headers if name == _FORWARDED_FOR]
    others = [header for header in headers if header[0] != _FORWARDED_FOR]
    last = b",".join(named).rpartition(b",")[2].strip()
    return [*others, (_FORWARDED_FOR, last)] if last else others
