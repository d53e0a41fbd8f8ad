"""What a reader can work out from a total and its parts: the bounds of each part, exactly.

A number of people falls into parts in several ways (by ending, by arrangement), and all that these have in
common is the total. So the bounds are exact: what each way says of the total is cut with what the others say,
and then each part lies between what the total less the others can be at the least and at the most.
"""

from collections.abc import Iterable, Sequence

from domain.disclosure.cell import Cell

_ENOUGH = 3
"""A number is safe if it could be any of so many, or of all that it could be before anybody subtracts."""

Parts = Sequence[Cell]
Bounds = tuple[int, int]


def bounds_of_total(total: Cell, ways: Iterable[Parts]) -> Bounds:
    """What the total can be at the least and at the most."""
    sums = [(sum(cell.low for cell in parts), sum(cell.high for cell in parts)) for parts in ways]
    lows, highs = zip((total.low, total.high), *sums, strict=True)
    return max(lows), min(highs)


def can_be(parts: Parts, bounds: Bounds) -> bool:
    """Whether these parts can come to such a total at all. They cannot where somebody who takes it that
    nothing has moved is wrong."""
    low, high = sum(cell.low for cell in parts), sum(cell.high for cell in parts)
    return max(low, bounds[0]) <= min(high, bounds[1])


def is_safe(parts: Parts, total: Cell, bounds: Bounds) -> bool:
    """Whether no small number, of the parts or the total, can be narrowed down too far."""
    if total.is_small and not _leaves_enough(total, bounds) and _narrows(parts, total):
        return False
    return all(_leaves_enough(cell, _bounds_of(cell, parts, bounds)) for cell in parts if cell.is_small)


def _bounds_of(cell: Cell, parts: Parts, total: Bounds) -> Bounds:
    others_low = sum(part.low for part in parts) - cell.low
    others_high = sum(part.high for part in parts) - cell.high
    return max(cell.low, total[0] - others_high), min(cell.high, total[1] - others_low)


def _leaves_enough(cell: Cell, bounds: Bounds) -> bool:
    if cell.shown == bounds[1] == 0:  # that there is nobody has been told, and tells of nobody
        return True
    return bounds[1] - bounds[0] + 1 >= min(cell.width, _ENOUGH)


def _narrows(parts: Parts, total: Cell) -> bool:
    return sum(cell.low for cell in parts) > total.low or sum(cell.high for cell in parts) < total.high
