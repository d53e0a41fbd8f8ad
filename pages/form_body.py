"""The body of a request: small, soon there, and a form."""

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import Request

from pages.inputs import Form

LARGEST_BODY = 64 * 1024
"""Bytes. A form of ours with every field full has a tenth of it."""
_MOST_FIELDS = 200
_WITHIN = 10.0
"""Seconds in which the whole of it has to arrive."""
_FORM = "application/x-www-form-urlencoded"


class UnusableBody(Exception):
    """It is too large, too slow, or no form; `status` says which."""

    def __init__(self, status: int) -> None:
        self.status = status


async def form_of(request: Request) -> Form:
    """What was typed and chosen, by field. Raises UnusableBody."""
    if request.headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
        raise UnusableBody(415)
    try:
        async with asyncio.timeout(_WITHIN):
            return _parsed(await _body(request))
    except TimeoutError:
        raise UnusableBody(408) from None
    except ValueError:
        raise UnusableBody(400) from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise UnusableBody(413)
    return bytes(body)


def _parsed(body: bytes) -> Form:
    form: dict[str, tuple[str, ...]] = {}
    told = body.decode("ascii")
    pairs = parse_qsl(told, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    for name, value in pairs:
        form[name] = (*form.get(name, ()), value)
    return form
