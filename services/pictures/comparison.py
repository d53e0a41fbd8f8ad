"""Two cohorts beside each other: of each share two bars, the earlier one grey."""

from services.pictures.canvas import CLAY, GREY, INK, NEUTRAL, SOFT, WIDTH, Canvas
from services.pictures.kinds import ComparisonPicture
from services.pictures.lettering import cut, width_of

_ROW, _BAR, _TOP, _SWATCH = 48, 12, 24, 10
_NUMBER = 44
_WHOLE = 100


def comparison(picture: ComparisonPicture) -> Canvas:
    canvas = Canvas(_TOP + len(picture.rows) * _ROW)
    x = 0.0
    for name, colour in zip(picture.cohorts, (GREY, CLAY), strict=True):
        name = cut(name, WIDTH / 2 - 30)
        canvas.box(x, 3, _SWATCH, _SWATCH, colour)
        canvas.words(x + _SWATCH + 4, 12, name, SOFT, size=10)
        x += width_of(name, 10) + _SWATCH + 20
    for row, (label, *shares) in enumerate(picture.rows):
        top = _TOP + row * _ROW
        canvas.words(0, top + 11, cut(label, WIDTH))
        for place, (share, colour) in enumerate(zip(shares, (GREY, CLAY), strict=True)):
            _bar(canvas, top + 16 + place * (_BAR + 2), share, colour)
    return canvas


def _bar(canvas: Canvas, y: float, share: int | None, colour: str) -> None:
    full = WIDTH - _NUMBER
    canvas.box(0, y, full, _BAR, NEUTRAL)
    if share:
        canvas.box(0, y, full * share / _WHOLE, _BAR, colour)
    canvas.words(WIDTH, y + 10, "*" if share is None else f"{share}%", INK, "right", 10)
