"""Dots in rows, each for as many as it says."""

from services.pictures.canvas import CLAY, GREY_SOFT, INK, PAPER, SOFT, WIDTH, Canvas
from services.pictures.kinds import DotsPicture
from services.pictures.lettering import cut

_ROW, _RADIUS, _APART = 44, 6.5, 18
_PER_LINE = (WIDTH - 50) // _APART


def dots(picture: DotsPicture) -> Canvas:
    lines = [_lines(number, picture.each) for _, number in picture.rows]
    canvas = Canvas(sum(_ROW + (n - 1) * _APART for n in lines) + 26)
    top = 2.0
    for row, ((label, number), height) in enumerate(zip(picture.rows, lines, strict=True)):
        if row == picture.minimum and row:
            canvas.line((0, top - 4), (WIDTH, top - 4), colour=INK, width=1.2)
            top += 6
        canvas.words(0, top + 11, cut(label, WIDTH))
        canvas.words(WIDTH, top + 31, "*" if number is None else str(number), INK, "right", bold=True)
        _row(canvas, top + 27, number, picture.each)
        top += _ROW + (height - 1) * _APART
    canvas.words(0, top + 14, f"\u25cf stands for {picture.each_in_words}; * is withheld", SOFT, size=10)
    return canvas


def _lines(number: int | None, each: int) -> int:
    return max(1, -(-(number or 0) // each // _PER_LINE))


def _row(canvas: Canvas, y: float, number: int | None, each: int) -> None:
    if number is None:
        canvas.dot(_RADIUS + 1, y, _RADIUS, PAPER, GREY_SOFT)
        return
    for dot in range(number // each):
        canvas.dot(_RADIUS + 1 + dot % _PER_LINE * _APART, y + dot // _PER_LINE * _APART, _RADIUS, CLAY)
