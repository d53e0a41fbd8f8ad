"""When a programme is rehearsed."""

from datetime import UTC, datetime

from cli.output import say
from domain.clock import format_date
from domain.errors import BadInput
from domain.programme.programme import Programme
from domain.programme.timetable import first_day
from rehearsal.year import coming_year, is_ahead
from services.programmes import find_programme


def ahead(key: str, starting: str | None) -> Programme:
    """The programme with all its dates to come: its own, those from `starting` on, or, if its own have
    begun, next year's, which is said. Raises BadInput if `starting` is not ahead."""
    programme, today = find_programme(key, starting), datetime.now(UTC).date()
    if is_ahead(programme, today):
        return programme
    if starting:
        raise BadInput(f"--starting {starting}: a rehearsal needs dates that are to come; name a later day.")
    moved = find_programme(key, coming_year(programme, today).isoformat())
    say(
        f"The dates of {programme.key} have begun or are over, so it is rehearsed from "
        f"{format_date(first_day(moved))} on. Another day: --starting DATE\n"
    )
    return moved
