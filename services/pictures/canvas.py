"""What every picture stands on: its size, its letters, its few colours, and how it becomes SVG.

A picture is drawn for the width of a phone, and is never wider than twice that: whatever can be read there
can be read on paper. It is the same bytes whenever it is drawn of the same. Matplotlib is loaded by whoever
asks for a picture, and by nobody else.
"""

import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

logging.getLogger("matplotlib").setLevel(
    logging.ERROR
)  # the first picture of all looks for fonts, and says so

from matplotlib import rc_context  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

INK, SOFT, LINE, PAPER = "#2b2622", "#645a51", "#e2d8ca", "#ffffff"
CLAY, CLAY_SOFT, LEAF = "#8a4b2d", "#d9a685", "#5d7351"
GREY, GREY_SOFT, NEUTRAL = "#77716b", "#b5afa8", "#e9e4dd"
_VARIABLES = {
    INK: "ink",
    SOFT: "soft",
    LINE: "line",
    CLAY: "clay",
    CLAY_SOFT: "clay-soft",
    LEAF: "leaf",
    GREY: "grey",
    GREY_SOFT: "grey-soft",
    NEUTRAL: "neutral",
    PAPER: "card",
}
"""By which name a page calls a colour, to have another one in the dark."""

WIDTH = 400
"""Points, of which a page makes as many pixels or some more."""
LETTERS = 12
"""The size of letters, in points."""
_POINTS_AN_INCH = 72
_SETTINGS = {
    "svg.fonttype": "none",  # letters stay letters: they can be read aloud, found and copied
    "svg.hashsalt": "tandem",
    "font.family": "DejaVu Sans",  # which comes with Matplotlib
    "font.size": LETTERS,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}

_PLAIN: dict[str, Any] = {"clip_on": False, "zorder": 1}
"""What is drawn later lies above."""


class Canvas:
    """A figure whose one unit is one point, from the top left."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.figure = Figure(figsize=(width / _POINTS_AN_INCH, height / _POINTS_AN_INCH))
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")

    def box(self, x: float, y: float, width: float, height: float, colour: str, edge: str = "none") -> None:
        from matplotlib.patches import Rectangle

        self.axes.add_patch(Rectangle((x, y), width, height, fc=colour, ec=edge, lw=0.8, **_PLAIN))

    def dot(self, x: float, y: float, radius: float, colour: str, edge: str = "none") -> None:
        from matplotlib.patches import Circle

        self.axes.add_patch(Circle((x, y), radius, fc=colour, ec=edge, lw=1.5, **_PLAIN))

    def diamond(self, x: float, y: float, radius: float, colour: str) -> None:
        from matplotlib.patches import Polygon

        corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        self.axes.add_patch(Polygon(corners, fc=colour, ec="none", **_PLAIN))

    def line(self, *points: tuple[float, float], colour: str = LINE, width: float = 1) -> None:
        xs, ys = zip(*points, strict=True)
        self.axes.plot(xs, ys, color=colour, lw=width, solid_capstyle="round", **_PLAIN)

    def words(
        self, x: float, y: float, text: str, colour: str = INK, side: str = "left", size: float = LETTERS,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """On this base line; `side`: whether x is their left, their centre or their right."""
        weight = "bold" if bold else "normal"
        self.axes.text(x, y, text, color=colour, ha=side, va="baseline", size=size, weight=weight, **_PLAIN)


@contextmanager
def style() -> Iterator[None]:
    """Within it every picture is drawn and written."""
    with rc_context(_SETTINGS), warnings.catch_warnings():  # type: ignore[arg-type]
        # A page has other letters than ours: what ours cannot show, it may.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def svg(canvas: Canvas, title: str, says: str) -> str:
    """The picture as an element of a page, with its title and what it shows in words."""
    file = io.StringIO()
    canvas.figure.savefig(file, format="svg", transparent=True, metadata=dict.fromkeys(_NOT_TOLD))
    drawn = file.getvalue()
    width, height = canvas.figure.get_size_inches() * _POINTS_AN_INCH
    inner = drawn[drawn.index(">", drawn.index("<svg")) + 1 : drawn.rindex("</svg>")]
    for what, instead in _LEFT_OUT:
        inner = what.sub(instead, inner)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(says)}</desc>{inner.strip()}</svg>"
    )


_NOT_TOLD = ("Creator", "Date", "Format", "Type")
_LEFT_OUT = (
    (re.compile(r"<metadata>.*?</metadata>", re.DOTALL), ""),
    (re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL), ""),  # it would speak of the whole page
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),  # each text once more
    (re.compile(r'(?<=<g) id="[^"]*"'), ""),  # two pictures on a page have the same ones
    (re.compile(r"\n\s*"), "\n"),
)


def themed(drawn: str) -> str:
    """The same in the colours and the letters of the page around it."""
    return re.sub(r'<[^<>]* style="[^"]*"', lambda found: _themed(found[0]), drawn)


def _themed(tag: str) -> str:
    for colour, name in _VARIABLES.items():
        tag = tag.replace(colour, f"var(--{name})")
    return tag.replace("'DejaVu Sans'", "inherit")
