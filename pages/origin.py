"""Whether a form comes from one of our own pages.

There is no cookie, so that nothing could be forged in somebody's name; this keeps others from sending a form
in a browser all the same.
"""

from urllib.parse import urlsplit

from starlette.requests import Request

_SAFE = ("GET", "HEAD", "OPTIONS")
_OURS = ("same-origin", "none")


def is_from_here(request: Request) -> bool:
    """Old browsers do not say where a form comes from; under our referrer policy they say `null`."""
    if request.method in _SAFE:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _OURS
    origin = request.headers.get("origin")
    return origin in (None, "null") or urlsplit(origin).netloc == request.headers.get("host")
