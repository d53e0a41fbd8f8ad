"""When a programme is rehearsed."""

from datetime import UTC, datetime

from domain.clock import format_date
from domain.errors import BadInput
from domain.programme.programme import Programme
from domain.programme.timetable import first_day
from rehearsal.year import coming_year, is_over
from services.programmes import find_programme


def in_its_dates(key: str, starting: str | None) -> tuple[Programme, str]:
    """The programme in its own dates, in those from `starting` on, or, if its own are over, in next year's,
    and a sentence that says the last. Raises BadInput if the dates from `starting` on are over."""
    programme, today = find_programme(key, starting), datetime.now(UTC).date()
    if not is_over(programme, today):
        return programme, ""
    if starting:
        raise BadInput(f"--starting {starting}: a rehearsal needs dates that are to come; name a later day.")
    moved = find_programme(key, coming_year(programme, today).isoformat())
    first = format_date(first_day(moved))
    return moved, f"The dates of {programme.key} are over, so it is rehearsed from {first} on."
