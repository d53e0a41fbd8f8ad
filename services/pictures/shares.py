"""Bars of one length that fall into shares, with the numbers written on them."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from services.pictures.canvas import (
    CLAY,
    CLAY_SOFT,
    GREY,
    GREY_SOFT,
    INK,
    NEUTRAL,
    PAPER,
    SOFT,
    WIDTH,
    Canvas,
)
from services.pictures.kinds import SharesPicture, SharesRow, Tone
from services.pictures.lettering import cut, width_of, wrapped

_COLOURS = {
    Tone.LOWEST: GREY,
    Tone.LOW: GREY_SOFT,
    Tone.MIDDLE: NEUTRAL,
    Tone.HIGH: CLAY_SOFT,
    Tone.HIGHEST: CLAY,
    Tone.REST: GREY_SOFT,
}
_ON_DARK = {CLAY, GREY}
_BAR, _LINE, _GAP, _SWATCH = 22, 15, 14, 10
_SMALL = 11


def shares(picture: SharesPicture) -> Canvas:
    legend = list(_legend(tuple(picture.options)))
    labels = [wrapped(row.label, WIDTH) for row in picture.rows]
    heights = [_height(lines, row) for lines, row in zip(labels, picture.rows, strict=True)]
    top = legend[-1][1] + _GAP + 4
    canvas = Canvas(top + sum(heights))
    for (x, y, name), tone in zip(legend, picture.options.values(), strict=True):
        canvas.box(x, y - 9, _SWATCH, _SWATCH, _COLOURS[tone])
        canvas.words(x + _SWATCH + 4, y, name, SOFT, size=_SMALL)
    for lines, row, height in zip(labels, picture.rows, heights, strict=True):
        _row(canvas, top, lines, row, picture.options)
        top += height
    return canvas


def _height(lines: list[str], row: SharesRow) -> float:
    return (len(lines) + bool(row.aside)) * _LINE + _BAR + _GAP


def _legend(options: tuple[str, ...]) -> Iterator[tuple[float, float, str]]:
    x, y = 0.0, 12.0
    for name in options:
        name = cut(name, WIDTH - _SWATCH - 8, _SMALL)
        wide = _SWATCH + 4 + width_of(name, _SMALL) + 12
        if x and x + wide - 12 > WIDTH:
            x, y = 0.0, y + _LINE
        yield x, y, name
        x += wide


def _row(canvas: Canvas, top: float, lines: list[str], row: SharesRow, options: Mapping[str, Tone]) -> None:
    for line in lines:
        canvas.words(0, top + 10, line)
        top += _LINE
    if row.aside:
        canvas.words(0, top + 9, cut(row.aside, WIDTH, _SMALL), SOFT, size=_SMALL)
        top += _LINE
    if all(part is None for part in row.parts.values()):
        canvas.box(0, top, WIDTH, _BAR, PAPER, GREY_SOFT)
        canvas.words(WIDTH / 2, top + 15, "withheld (*)", SOFT, "center", _SMALL)
        return
    for (left, right), (option, part) in zip(pairwise(_edges(row)), row.parts.items(), strict=True):
        if part != 0:
            _part(canvas, left, top, right - left, part, _COLOURS[options[option]])


def _edges(row: SharesRow) -> list[float]:
    """Where the parts begin and end; what is withheld shares the room that is left."""
    known = sum(part or 0 for part in row.parts.values())
    hidden = sum(part is None for part in row.parts.values())
    total = max(known + hidden, row.total or 0) if hidden else known
    each = (total - known) / hidden if hidden else 0
    edges = [0.0]
    for part in row.parts.values():
        edges.append(edges[-1] + WIDTH * (each if part is None else part) / total)
    return edges


def _part(canvas: Canvas, x: float, y: float, width: float, number: int | None, colour: str) -> None:
    if number is None:
        canvas.box(x, y, width, _BAR, PAPER, GREY_SOFT)
        canvas.words(x + width / 2, y + 16, "*", SOFT, "center")
        return
    canvas.box(x, y, max(width - 1, 1), _BAR, colour)
    if width_of(str(number)) + 4 <= width:
        canvas.words(
            x + width / 2, y + 15, str(number), PAPER if colour in _ON_DARK else INK, "center", bold=True
        )
