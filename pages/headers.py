"""Headers that every answer carries."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CSP = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_ALWAYS = (
    ("Content-Security-Policy", _CSP),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_TLS_ALONE = ("Strict-Transport-Security", "max-age=31536000")


class SecurityHeaders:
    """Nothing is loaded from elsewhere, kept by a browser, found by a search or told to the next site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                for name, value in _for(scope["scheme"]):
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_headers)


def _for(scheme: str) -> Iterable[tuple[str, str]]:
    return (*_ALWAYS, _TLS_ALONE) if scheme == "https" else _ALWAYS
