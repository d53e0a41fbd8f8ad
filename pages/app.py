"""The pages as an ASGI application."""

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from pages import answering, fixed
from pages.calendar import calendar
from pages.errors import HANDLERS
from pages.guarding import Guarded, Logged
from pages.headers import SafeHeaders
from pages.home import home
from pages.limits import Limiter, PageLimits
from pages.opening import Contexts, Pages

_LINK = "/to/{token}"
_QUESTION = _LINK + "/{question}"
_ABOUT = _QUESTION + "/{about}"


def create_app(contexts: Contexts, limits: PageLimits | None = None) -> ASGIApp:
    """`contexts` makes the context of each request, for whoever asks. Neither the store nor the Temporal
    server is needed to begin."""
    limiter = Limiter(limits or PageLimits())
    made = Starlette(
        routes=[
            Route("/", fixed.top),
            Route("/health", fixed.health),
            Route("/accessibility", fixed.accessibility),
            Route("/style/hue-{hue}.css", fixed.hue),
            Route("/style/{name}.css", fixed.style),
            Route(_LINK, home),
            Route(_LINK + "/calendar.ics", calendar),
            *(Route(path, answering.show) for path in (_QUESTION, _ABOUT)),
            *(Route(path, answering.answer, methods=["POST"]) for path in (_QUESTION, _ABOUT)),
        ],
        exception_handlers=dict(HANDLERS),
    )
    made.state.pages = Pages(contexts, limiter)
    # Around all of it, also around what answers when something is wrong with us.
    return SafeHeaders(Logged(Guarded(made, limiter)))
