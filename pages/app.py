"""The pages as an ASGI application."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from pages import answering, applying, concern, early_sign_up, static_pages
from pages.calendar import calendar
from pages.errors import HANDLERS
from pages.headers import SecurityHeaders
from pages.home import home
from pages.limits import Limiter, PageLimits
from pages.middleware import RequestGuard, RequestLog
from pages.request_state import Contexts, Pages
from services.erasure.personal_files import PersonalFiles
from services.raised_concerns import CONCERN_PATH

_COHORT = "/apply/{cohort}"
_ROLE = _COHORT + "/{role}"
_SESSION = _ROLE + "/{gathering}"
_LINK = "/to/{token}"
_QUESTION = _LINK + "/{question}"
_ABOUT = _QUESTION + "/{about}"
ROUTES: Sequence[Route] = (
    Route("/", static_pages.top),
    Route("/health", static_pages.health),
    Route("/accessibility", static_pages.accessibility),
    Route("/style/hue-{hue}.css", static_pages.hue),
    Route("/style/{name}.css", static_pages.style),
    Route(_COHORT, applying.programme),
    Route(_ROLE, applying.ask_address),
    Route(_ROLE, applying.send_form, methods=["POST"]),
    Route(_SESSION, early_sign_up.ask_address),
    Route(_SESSION, early_sign_up.send_link, methods=["POST"]),
    Route(_LINK + "/come/{gathering}", early_sign_up.show_dates),
    Route(_LINK + "/come/{gathering}", early_sign_up.take_seat, methods=["POST"]),
    Route(_LINK + "/form", applying.show_form),
    Route(_LINK + "/form", applying.send_application, methods=["POST"]),
    Route(_LINK + CONCERN_PATH, concern.ask_address),
    Route(_LINK + CONCERN_PATH, concern.answer, methods=["POST"]),
    Route(_LINK, home),
    Route(_LINK + "/calendar.ics", calendar),
    *(Route(path, answering.show) for path in (_QUESTION, _ABOUT)),
    *(Route(path, answering.answer, methods=["POST"]) for path in (_QUESTION, _ABOUT)),
)
"""All that there is."""


def create_app(
    contexts: Contexts,
    limits: PageLimits | None = None,
    outside: PersonalFiles | None = None,
) -> ASGIApp:
    """`contexts` makes the context of each request, for whoever asks; `outside`: what of people is
    outside the store. Neither the store nor the Temporal server is needed to begin."""
    limiter = Limiter(limits or PageLimits())
    made = Starlette(routes=ROUTES, exception_handlers=dict(HANDLERS))
    made.state.pages = Pages(contexts, limiter, outside)
    # Around all of it, also around what answers when something is wrong with us.
    return SecurityHeaders(RequestLog(RequestGuard(made, limiter)))
