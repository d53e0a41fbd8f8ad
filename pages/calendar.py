"""A reader's dates, for a calendar program that looks again by itself."""

from starlette.requests import Request
from starlette.responses import Response

from pages.request_state import Pages, reader_of
from services.calendar_feed import calendar_of


def calendar(request: Request) -> Response:
    reader = reader_of(request)
    return Response(calendar_of(Pages.of(request).looking(), reader), media_type="text/calendar")
