"""Where things stand in the pictures: days as places along a line, counts as heights."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from domain.clock import format_date, format_short_date
from rehearsal.page.rows import CalendarRow

WIDTH, LEFT, RIGHT = 720, 6, 714
_TOP, _ROW, _BARS = 30, 28, 80
_LONGEST_LABEL = 44
_MONTH = 50
"""How wide the name of a month is."""
_LETTER = 6.5
"""How wide a letter of a label is, more or less."""
_GAP = 13


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    says: str


class Line(NamedTuple):
    """One row of the calendar, drawn."""

    label: str
    label_x: float
    anchor: str
    """On which side of `label_x` the label is written: `start` or `end`."""
    y: float
    windows: tuple[Bar, ...]
    days: tuple[tuple[float, str], ...]


class Picture(NamedTuple):
    height: float
    months: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    floor: float
    """Where the bars of the letters stand."""
    most: int
    """What the highest of them counts."""


class Scale:
    """Days of a span as places between the left and the right edge."""

    def __init__(self, days: Iterable[date]) -> None:
        known = sorted(days)
        self.first, self.last = known[0], known[-1]
        self._step = (RIGHT - LEFT) / ((self.last - self.first).days + 1)

    def at(self, day: date) -> float:
        """Where the day begins."""
        return round(LEFT + (day - self.first).days * self._step, 1)

    @property
    def bar(self) -> float:
        return round(max(self._step, 1.6), 1)

    def months(self) -> Iterator[tuple[float, str]]:
        """The first of each month; not all are named where there are many."""
        firsts = [day for day in self._days() if day.day == 1]
        for number, day in enumerate(firsts):
            named = number % (1 + len(firsts) // 10) == 0 and self.at(day) < RIGHT - _MONTH
            yield self.at(day), f"{day:%b %Y}" if named else ""

    def _days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def timeline(rows: Iterable[CalendarRow], letters: Mapping[date, int]) -> Picture:
    """The calendar, with the letters of each day below it."""
    known = list(rows)
    scale = Scale([*(day for row in known for day in row.days), *letters])
    lines = tuple(_line(row, _TOP + number * _ROW, scale) for number, row in enumerate(known))
    floor = _TOP + len(known) * _ROW + _BARS + 16
    return Picture(
        height=floor + 24,
        months=tuple(scale.months()),
        lines=lines,
        bars=tuple(bars(letters, scale, floor, _BARS, "letters")),
        floor=floor,
        most=max(letters.values(), default=0),
    )


def load(
    rows: Iterable[CalendarRow], letters: Mapping[date, int], decisions: Mapping[date, int]
) -> tuple[Picture, tuple[Bar, ...]]:
    """Letters above the line and decisions below it, on the days of the calendar."""
    scale = Scale([*(day for row in rows for day in row.days), *letters, *decisions])
    floor = _BARS + 30
    picture = Picture(
        height=floor + _BARS + 14,
        months=tuple(scale.months()),
        lines=(),
        bars=tuple(bars(letters, scale, floor, _BARS, "letters")),
        floor=floor,
        most=max(letters.values(), default=0),
    )
    below = bars(decisions, scale, floor, _BARS, "decisions")
    return picture, tuple(bar._replace(y=floor) for bar in below)


def bars(counts: Mapping[date, int], scale: Scale, floor: float, height: float, of: str) -> Iterator[Bar]:
    """A bar a day, standing on the floor; the highest has this height."""
    most = max(counts.values(), default=1)
    for day, count in sorted(counts.items()):
        tall = round(height * count / most, 1)
        says = f"{format_date(day)}: {count} {of if count > 1 else of.removesuffix('s')}"
        yield Bar(scale.at(day), floor - tall, scale.bar, tall, says)


def per_day(days: Iterable[date]) -> Counter[date]:
    return Counter(days)


def _line(row: CalendarRow, y: float, scale: Scale) -> Line:
    label = row.label if len(row.label) <= _LONGEST_LABEL else row.label[: _LONGEST_LABEL - 1] + "\u2026"
    if row.kind == "window":
        opens, closes = row.days
        width = max(scale.at(closes) + scale.bar - scale.at(opens), scale.bar)
        says = f"{row.label}: {format_short_date(opens)} to {format_short_date(closes)}"
        bar = Bar(scale.at(opens), y + 4, width, 18, says)
        return Line(label, *_beside(bar.x - 4, bar.x + width, label), y, (bar,), ())
    notes = zip(row.days, row.notes, strict=True)
    days = tuple((scale.at(day), f"{row.label}: {format_date(day)} {note}".strip()) for day, note in notes)
    return Line(label, *_beside(days[0][0], days[-1][0], label), y, (), days)


def _beside(first: float, last: float, label: str) -> tuple[float, str]:
    """Where to write the label of what lies between these: after it, else before it, else upon it."""
    room = len(label) * _LETTER + _GAP
    if last + room <= RIGHT:
        return last + _GAP, "start"
    if first - room >= LEFT:
        return first - _GAP, "end"
    return first + _GAP, "start"
