"""How wide words are, and where they break."""

from bisect import bisect_right
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from services.pictures.canvas import LETTERS


@lru_cache(maxsize=4096)
def width_of(words: str, size: float = LETTERS) -> float:
    """In points."""
    width, _, _ = text_to_path.get_text_width_height_descent(words, _font(size), ismath=False)
    return float(width)


def wrapped(words: str, width: float, size: float = LETTERS, lines: int = 2) -> list[str]:
    """In lines of at most this width, and at most so many; what does not fit is cut."""
    found: list[str] = [""]
    for word in words.split():
        longer = f"{found[-1]} {word}".strip()
        if width_of(longer, size) <= width or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    kept, left = found[:lines], found[lines:]
    if left:
        kept[-1] = f"{kept[-1]} {left[0]}"
    return [cut(line, width, size) for line in kept]


def cut(words: str, width: float, size: float = LETTERS) -> str:
    """As much of it as fits, with an ellipsis."""
    if width_of(words, size) <= width:
        return words
    fitting = bisect_right(
        range(1, len(words)), width, key=lambda letters: width_of(f"{words[:letters]}\u2026", size)
    )
    return f"{words[:fitting].rstrip()}\u2026"


@lru_cache(maxsize=16)
def _font(size: float) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size)
