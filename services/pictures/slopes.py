"""Before and after, as slopes: a small panel for each question, two beside each other."""

from services.pictures.canvas import CLAY, GREY, INK, LINE, SOFT, Canvas
from services.pictures.kinds import Slope, SlopesPicture
from services.pictures.lettering import wrapped

_PANEL, _BETWEEN = 188, 24
_HEAD, _PLOT, _FOOT, _GAP = 52, 78, 32, 18
_HEIGHT = _HEAD + _PLOT + _FOOT + _GAP
_SMALL, _TINY, _INDENT = 10.5, 9, 10


def slopes(picture: SlopesPicture) -> Canvas:
    rows = (len(picture.slopes) + 1) // 2
    canvas = Canvas(rows * _HEIGHT)
    for number, slope in enumerate(picture.slopes):
        x, y = number % 2 * (_PANEL + _BETWEEN), number // 2 * _HEIGHT
        _panel(canvas, x, y, slope, picture)
    return canvas


def _panel(canvas: Canvas, x: float, y: float, slope: Slope, picture: SlopesPicture) -> None:
    for row, line in enumerate(wrapped(slope.label, _PANEL, 11, lines=3)):
        canvas.words(x, y + 11 + row * 14, line, size=11)
    top, bottom = y + _HEAD + 6, y + _HEAD + _PLOT
    _scale(canvas, x, (top, bottom), picture)
    left, right = x + _INDENT, x + _PANEL - _INDENT
    colour = CLAY if slope.is_clear else GREY
    heights = [
        bottom - (bottom - top) * (at - 1) / (picture.highest - 1) for at in (slope.before, slope.after)
    ]
    canvas.line((left, heights[0]), (right, heights[1]), colour=colour, width=2.5)
    canvas.dot(left, heights[0], 4.5, "#ffffff", colour)
    canvas.dot(right, heights[1], 5, colour)
    for at, height, mean, side in (
        (left, heights[0], slope.before, "left"),
        (right, heights[1], slope.after, "right"),
    ):
        canvas.words(at, height - 9, f"{mean:.1f}", INK, side, _SMALL, bold=True)
    for at, moment, side in ((x, picture.moments[0], "left"), (x + _PANEL, picture.moments[1], "right")):
        canvas.words(at, bottom + 15, moment, SOFT, side, _SMALL)
    canvas.words(x + _PANEL / 2, bottom + 29, slope.aside, INK, "center", _SMALL)


def _scale(canvas: Canvas, x: float, between: tuple[float, float], picture: SlopesPicture) -> None:
    top, bottom = between
    for step in range(picture.highest):
        y = bottom - (bottom - top) * step / (picture.highest - 1)
        canvas.line((x, y), (x + _PANEL, y), colour=LINE, width=0.8)
    for y, words in ((bottom - 3, picture.scale[0]), (top - 3, picture.scale[1])):
        canvas.words(x + _PANEL / 2, y, words, SOFT, "center", _TINY)
