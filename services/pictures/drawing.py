"""A picture as SVG, whatever its kind. Who imports this loads the library that draws."""

from collections.abc import Callable
from typing import Any

from services.pictures.calendar import load, timeline
from services.pictures.canvas import Canvas, style, svg, themed
from services.pictures.comparison import comparison
from services.pictures.dots import dots
from services.pictures.funnel import funnel
from services.pictures.kinds import (
    ComparisonPicture,
    DotsPicture,
    FunnelPicture,
    LoadPicture,
    Picture,
    SharesPicture,
    SlopesPicture,
    TimelinePicture,
)
from services.pictures.shares import shares
from services.pictures.slopes import slopes

_DRAWN_BY: dict[type[Any], Callable[[Any], Canvas]] = {
    FunnelPicture: funnel,
    SharesPicture: shares,
    SlopesPicture: slopes,
    DotsPicture: dots,
    ComparisonPicture: comparison,
    TimelinePicture: timeline,
    LoadPicture: load,
}


def draw(picture: Picture, title: str, says: str) -> str:
    """In fixed colours, for paper."""
    with style():
        return svg(_DRAWN_BY[type(picture)](picture), title, says)


def draw_for_page(picture: Picture, title: str, says: str) -> str:
    """In the colours and letters of the page that it stands on."""
    return themed(draw(picture, title, says))
