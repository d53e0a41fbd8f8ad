"""A table as a value: headings and rows, to be printed, or written into a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.characters import printable

Cell = str | int | float | date | datetime | None
"""A moment stands as local time, without a zone: a spreadsheet knows none."""


@dataclass(frozen=True)
class Table:
    """A title, its headings and rows with a cell for each of them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(cls, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> "Table":
        return cls(title, tuple(columns), tuple(tuple(map(_seen, row)) for row in rows))


def at_local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """As the clock on the wall shows it, to the minute."""
    return at.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0) if at else None


def _seen(cell: Cell) -> Cell:
    """With the characters that nobody sees, and that a terminal would obey, written out."""
    return printable(cell) if isinstance(cell, str) else cell


def is_formula(cell: Cell) -> bool:
    """Whether a spreadsheet would take this text for something to be carried out."""
    return isinstance(cell, str) and cell.startswith(_FORMULA)


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The full-width ones, too: some spreadsheets take them for the same."""
