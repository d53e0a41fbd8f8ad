"""Pages that are the same for everybody."""

import re
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pages.errors import contacts_of
from pages.rendering import page

_FOLDER = Path(__file__).parent / "static"
_STYLES = ("govuk-frontend", "tandem")
_A_DAY = {"Cache-Control": "public, max-age=86400"}
_HUE = """:root {{
  --govuk-brand-colour: #{hue}; --govuk-success-colour: #{hue}; --govuk-link-colour: #{hue};
  --govuk-link-visited-colour: #{hue}; --govuk-link-hover-colour: #0b0c0c;
}}
"""


def top(_: Request) -> Response:
    """What somebody sees who comes without a link."""
    says = ("Each of our letters has a link to your own page. Please open it from the letter.",)
    return page("message", title="Your page is in your letter", says=says)


def accessibility(request: Request) -> Response:
    return page("accessibility", contacts=contacts_of(request))


def health(_: Request) -> Response:
    """That this process answers; not whether the store or the server does, which restarting it would not
    mend."""
    return PlainTextResponse("ok\n")


def style(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STYLES:
        raise HTTPException(404)
    return Response(_read(name), media_type="text/css", headers=_A_DAY)


def hue(request: Request) -> Response:
    """The colours of a programme, by the one hue that it has chosen."""
    told = request.path_params["hue"]
    if not re.fullmatch(r"[0-9a-f]{6}", told):
        raise HTTPException(404)
    return Response(_HUE.format(hue=told), media_type="text/css", headers=_A_DAY)


@cache
def _read(name: str) -> bytes:
    return (_FOLDER / f"{name}.css").read_bytes()
