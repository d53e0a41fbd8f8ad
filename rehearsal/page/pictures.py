"""The two pictures of the page, with what they show in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from markupsafe import Markup

from domain.clock import format_date, format_short_date
from rehearsal.page.rows import CalendarRow
from services.pictures.drawing import draw_for_page
from services.pictures.kinds import LoadPicture, TimelinePicture, TimelineRow


def timeline(title: str, rows: Iterable[CalendarRow], letters: Mapping[date, int]) -> Markup:
    """The calendar, with the letters of each day below it."""
    known = list(rows)
    drawn = TimelinePicture(
        tuple(TimelineRow(row.label, row.kind, row.days) for row in known), tuple(sorted(letters.items()))
    )
    most = max(letters.values(), default=0)
    said = " ".join([*(f"{line}." for row in known for line in _said(row)), _BELOW.format(most)])
    return Markup(draw_for_page(drawn, f"The calendar of {title}", said))  # noqa: S704 - it escapes what it is given


_BELOW = "Below, the letters of each day; {} at most."


def _said(row: CalendarRow) -> Iterator[str]:
    if row.kind == "window":
        opens, closes = row.days
        yield f"{row.label}: {format_short_date(opens)} to {format_short_date(closes)}"
        return
    for day, note in zip(row.days, row.notes, strict=True):
        yield f"{row.label}: {format_date(day)} {note}".strip()


def load(rows: Iterable[CalendarRow], letters: Mapping[date, int], decisions: Mapping[date, int]) -> Markup:
    """Letters above the line and decisions below it, on the days of the calendar."""
    days = sorted(day for row in rows for day in row.days)
    drawn = LoadPicture((days[0], days[-1]), tuple(sorted(letters.items())), tuple(sorted(decisions.items())))
    said = _LOAD.format(max(letters.values(), default=0))
    return Markup(draw_for_page(drawn, "The load a day", said))  # noqa: S704 - it escapes what it is given


_LOAD = (
    "Above the line the letters of each day, {} at most; below it what waited for the coordinator. "
    "The five busiest days stand in the table below."
)
