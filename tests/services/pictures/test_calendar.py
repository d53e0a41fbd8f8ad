"""Days stand where they belong, and nothing is drawn outside the picture."""

from datetime import date

import pytest
from matplotlib.patches import Patch

from services.pictures.calendar import CALENDAR_WIDTH, Scale, load, timeline
from services.pictures.canvas import Canvas, style
from services.pictures.kinds import LoadPicture, TimelinePicture, TimelineRow

pytestmark = pytest.mark.unit

_LONG = "A gathering whose title goes on for longer than anybody would call it " * 3
_ROWS = (
    TimelineRow("Applications", "window", (date(2027, 5, 1), date(2027, 6, 7))),
    TimelineRow(_LONG, "days", (date(2028, 2, 27),)),
    TimelineRow("Sessions", "window", (date(2027, 7, 6), date(2028, 1, 6))),
)
_LETTERS = ((date(2027, 4, 1), 3), (date(2028, 3, 1), 1))


def _is_within(canvas: Canvas) -> bool:
    height = canvas.figure.get_size_inches()[1] * 72
    boxes = [patch.get_extents() for patch in canvas.axes.patches if isinstance(patch, Patch)]
    return all(
        -1 <= box.x0 <= box.x1 <= CALENDAR_WIDTH * 100 / 72 + 1
        and -1 <= box.y0 <= box.y1 <= height * 100 / 72 + 1
        for box in boxes
    )


def test_nothing_is_drawn_outside_the_picture() -> None:
    with style():
        assert _is_within(timeline(TimelinePicture(_ROWS, _LETTERS)))
        assert _is_within(load(LoadPicture((date(2027, 5, 1), date(2028, 2, 1)), _LETTERS, _LETTERS)))


def test_a_day_stands_where_it_belongs() -> None:
    scale = Scale([date(2027, 1, 1), date(2027, 12, 31)])

    assert scale.at(date(2027, 1, 1)) == 6
    assert scale.at(date(2028, 1, 1)) == CALENDAR_WIDTH - 6
    assert scale.at(date(2027, 7, 2)) == pytest.approx(CALENDAR_WIDTH / 2, abs=2)


def test_not_all_months_are_named_where_there_are_many() -> None:
    scale = Scale([date(2027, 1, 1), date(2029, 12, 31)])

    names = [name for _, name in scale.months()]
    assert len(names) == 36
    assert len(list(filter(None, names))) <= 10
