"""The kinds of pictures, as what they show. Numbers are as they may be passed on; None: withheld."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.disclosure.cell import Shown


class FunnelPicture(NamedTuple):
    """How many came how far, each step of those before it."""

    steps: tuple[tuple[str, Shown], ...]


class Tone(StrEnum):
    """Where an option lies on its scale, by which it has its colour."""

    LOWEST = "lowest"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    HIGHEST = "highest"
    REST = "rest"
    """All others together."""


class SharesRow(NamedTuple):
    label: str
    parts: Mapping[str, Shown]
    """By the names of some of the picture's options."""
    total: Shown
    aside: str = ""
    """What is said beside the label."""


class SharesPicture(NamedTuple):
    """What is chosen, as shares of all who have answered: bars of one length."""

    options: Mapping[str, Tone]
    """All that some row has, from one end of the scale to the other."""
    rows: tuple[SharesRow, ...]


class Slope(NamedTuple):
    label: str
    before: float
    after: float
    aside: str
    is_clear: bool
    """Whether this is called a change; what is not stays grey."""


class SlopesPicture(NamedTuple):
    """What was said before and after, each on the same scale."""

    scale: tuple[str, str]
    """The words at its lowest and its highest end."""
    highest: int
    """The number at that end; the lowest is 1."""
    moments: tuple[str, str]
    slopes: tuple[Slope, ...]


class DotsPicture(NamedTuple):
    """How many there are in each row, in dots that stand for some of them each."""

    rows: tuple[tuple[str, Shown], ...]
    each: int
    """How many a dot stands for."""
    each_in_words: str
    minimum: int
    """In which row the programme's minimum is reached; a line is drawn above it."""


class ComparisonPicture(NamedTuple):
    """The same shares, in per cent, of two cohorts."""

    cohorts: tuple[str, str]
    """The earlier first."""
    rows: tuple[tuple[str, Shown, Shown], ...]


class TimelineRow(NamedTuple):
    """What is on some days, or lasts from the first of its days to the last."""

    label: str
    kind: str
    """`window` or `days`."""
    days: tuple[date, ...]


class TimelinePicture(NamedTuple):
    """A calendar, with how many letters go on each day below it."""

    rows: tuple[TimelineRow, ...]
    letters: tuple[tuple[date, int], ...]


class LoadPicture(NamedTuple):
    """What goes out on each day, above a line, and what waits for somebody, below it."""

    days: tuple[date, date]
    """The first and the last of the calendar."""
    above: tuple[tuple[date, int], ...]
    below: tuple[tuple[date, int], ...]


Picture = (
    FunnelPicture
    | SharesPicture
    | SlopesPicture
    | DotsPicture
    | ComparisonPicture
    | TimelinePicture
    | LoadPicture
)
