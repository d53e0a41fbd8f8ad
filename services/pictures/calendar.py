"""Days as places along a line: a calendar, and how much there is to do on each day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from services.pictures.canvas import CLAY, CLAY_SOFT, LEAF, SOFT, Canvas
from services.pictures.kinds import LoadPicture, TimelinePicture, TimelineRow
from services.pictures.lettering import cut, width_of

CALENDAR_WIDTH = 720
_LEFT, _RIGHT = 6, CALENDAR_WIDTH - 6
_TOP, _ROW, _BARS = 30, 28, 80
_MONTH, _GAP, _SMALL = 50, 13, 10
_LONGEST_LABEL = 300

Counts = Sequence[tuple[date, int]]


class Scale:
    """Days of a span as places between the left and the right edge."""

    def __init__(self, days: Iterable[date]) -> None:
        known = sorted(days)
        self.first, self.last = known[0], known[-1]
        self._step = (_RIGHT - _LEFT) / ((self.last - self.first).days + 1)

    def at(self, day: date) -> float:
        """Where the day begins."""
        return _LEFT + (day - self.first).days * self._step

    @property
    def bar(self) -> float:
        return max(self._step, 1.6)

    def months(self) -> Iterator[tuple[float, str]]:
        """The first of each month; not all are named where there are many."""
        firsts = [day for day in self._days() if day.day == 1]
        for number, day in enumerate(firsts):
            named = number % (1 + len(firsts) // 10) == 0 and self.at(day) < _RIGHT - _MONTH
            yield self.at(day), f"{day:%b %Y}" if named else ""

    def _days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def timeline(picture: TimelinePicture) -> Canvas:
    scale = Scale([*(day for row in picture.rows for day in row.days), *(day for day, _ in picture.letters)])
    floor = _TOP + len(picture.rows) * _ROW + _BARS + 16
    canvas = Canvas(floor + 24, CALENDAR_WIDTH)
    _months(canvas, scale, floor)
    for number, row in enumerate(picture.rows):
        _row(canvas, _TOP + number * _ROW, row, scale)
    _floor(canvas, floor)
    most = max((count for _, count in picture.letters), default=0)
    canvas.words(_LEFT, floor + 16, f"Letters a day, {most} at most", SOFT, size=_SMALL)
    _bars(canvas, picture.letters, scale, floor, CLAY)
    return canvas


def load(picture: LoadPicture) -> Canvas:
    days = [day for counts in (picture.above, picture.below) for day, _ in counts]
    scale, floor = Scale([*picture.days, *days]), _BARS + 30
    canvas = Canvas(floor + _BARS + 14, CALENDAR_WIDTH)
    _months(canvas, scale, floor + _BARS + 14)
    _floor(canvas, floor)
    _bars(canvas, picture.above, scale, floor, CLAY)
    _bars(canvas, picture.below, scale, floor, LEAF, down=True)
    return canvas


def _months(canvas: Canvas, scale: Scale, until: float) -> None:
    for x, name in scale.months():
        canvas.line((x, 24), (x, until))
        if name:
            canvas.words(x + 3, 18, name, SOFT, size=_SMALL)


def _floor(canvas: Canvas, y: float) -> None:
    canvas.line((_LEFT, y), (_RIGHT, y))


def _bars(
    canvas: Canvas, counts: Counts, scale: Scale, floor: float, colour: str, down: bool = False
) -> None:
    """A bar a day; the highest has all the height there is."""
    most = max((count for _, count in counts), default=1)
    for day, count in counts:
        tall = _BARS * count / most
        canvas.box(scale.at(day), floor if down else floor - tall, scale.bar, tall, colour)


def _row(canvas: Canvas, y: float, row: TimelineRow, scale: Scale) -> None:
    label = cut(row.label, _LONGEST_LABEL)
    first, last = scale.at(row.days[0]), scale.at(row.days[-1])
    if row.kind == "window":
        width = last + scale.bar - first
        canvas.box(first, y + 4, width, 18, CLAY_SOFT, CLAY)
        first, last = first - 4, first + width
    else:
        for day in row.days:
            canvas.diamond(scale.at(day), y + 13, 7.5, CLAY)
    x, side = _beside(first, last, label)
    canvas.words(x, y + 17, label, side=side)


def _beside(first: float, last: float, label: str) -> tuple[float, str]:
    """Where to write the label of what lies between these: after it, else before it, else upon it."""
    room = width_of(label) + _GAP
    if last + room <= _RIGHT:
        return last + _GAP, "left"
    if first - room >= _LEFT:
        return first - _GAP, "right"
    return first + _GAP, "left"
