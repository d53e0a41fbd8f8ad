"""What is drawn is the same bytes each time, and says in words what it shows."""

import re
from collections.abc import Sequence
from datetime import date

import pytest

from services.pictures.canvas import style
from services.pictures.drawing import draw, draw_for_page
from services.pictures.kinds import (
    ComparisonPicture,
    DotsPicture,
    FunnelPicture,
    LoadPicture,
    Picture,
    SharesPicture,
    SharesRow,
    Slope,
    SlopesPicture,
    TimelinePicture,
    TimelineRow,
    Tone,
)
from services.pictures.lettering import cut, width_of, wrapped
from tests.every import every

pytestmark = pytest.mark.unit

_FIVE = dict(
    zip(
        ("strongly disagree", "disagree", "neither", "agree", "strongly agree"),
        (Tone.LOWEST, Tone.LOW, Tone.MIDDLE, Tone.HIGH, Tone.HIGHEST),
        strict=True,
    )
)


def _row(label: str, parts: Sequence[int | None], total: int, aside: str = "") -> SharesRow:
    return SharesRow(label, dict(zip(_FIVE, parts, strict=True)), total, aside)


_HOSTILE = '<script>alert(1)</script> $x$ & "it" id="mine" \u8bed'
_DAY = date(2027, 6, 14)
_PICTURES: tuple[Picture, ...] = (
    FunnelPicture((("Applied", 60), ("Paired", 40), ("Answered", None), ("Nobody", 0))),
    SharesPicture(_FIVE, (_row("I belong", (0, 10, 20, 15, 15), 60, "prefer not to say: *"),)),
    SharesPicture(_FIVE, (_row("All", (None,) * 5, 20), _row("Two", (None, None, 10, 20, 25), 60))),
    SlopesPicture(
        ("disagree", "agree"), 5, ("before", "at the end"), (Slope("I belong", 3, 4.5, "n 25", True),)
    ),
    ComparisonPicture(("spring", "autumn"), (("Met the minimum", 70, 85), ("Answered", None, 60))),
    DotsPicture((("Below", None), ("The minimum", 40), ("More", 130)), 5, "five", 1),
    TimelinePicture((TimelineRow("Induction", "days", (_DAY,)),), ((_DAY, 3),)),
    LoadPicture((_DAY, _DAY), ((_DAY, 3),), ()),
)


@every("picture", _PICTURES)
def test_a_picture_of_the_same_is_the_same_bytes(picture: Picture) -> None:
    assert draw(picture, "title", "says") == draw(picture, "title", "says")


@every("picture", _PICTURES)
def test_it_has_a_title_and_what_it_shows_and_brings_nothing_along(picture: Picture) -> None:
    drawn = draw_for_page(picture, "How many", "Sixty have applied.")

    assert "<title>How many</title><desc>Sixty have applied.</desc>" in drawn
    assert not re.search(r"<style|<metadata|<image|href| id=|DejaVu", drawn)
    assert not re.search(r"#[0-9a-f]{6}", drawn), "a colour that a page cannot change in the dark"


def test_a_hostile_label_is_words_and_nothing_else() -> None:
    drawn = draw_for_page(FunnelPicture(((_HOSTILE, 10),)), _HOSTILE, _HOSTILE)

    assert "<script" not in drawn
    assert "$x$" in drawn
    assert 'id="mine"' in drawn.replace("&quot;", '"')


def test_the_numbers_stand_on_the_picture_and_what_is_withheld_as_a_star() -> None:
    told = re.findall(r">([^<>]+)</text>", draw(_PICTURES[1], "t", "s"))
    withheld = re.findall(r">([^<>]+)</text>", draw(_PICTURES[2], "t", "s"))

    assert {"10", "20", "15", "I belong", "prefer not to say: *"} <= set(told)
    assert withheld.count("*") == 2
    assert "withheld (*)" in withheld


def test_words_break_where_there_is_no_room() -> None:
    with style():
        lines = wrapped("I understand what working here is like for others than myself", 120, lines=3)
        assert len(lines) == 3
        assert all(width_of(line) <= 120 for line in lines)
        assert lines[-1].endswith("\u2026")
        assert cut("short", 120) == "short"


def test_of_a_title_however_long_as_much_is_shown_as_fits_and_at_once() -> None:
    """Taken off letter by letter, these would take minutes."""
    endless = "x" * 10_000
    with style():
        shown = cut(endless, 120)
        assert width_of(shown) <= 120 < width_of(f"x{shown}")
