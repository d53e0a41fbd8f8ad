"""One number: what it is, what is shown of it, and what a reader can tell of it from that alone."""

from functools import cache
from typing import NamedTuple

from domain.disclosure.profile import STEP, Limits, rounded

Shown = int | None
"""What is passed on; None: withheld."""

ANYTHING = 10**9
"""More people than there are."""


class Cell(NamedTuple):
    exact: int
    shown: Shown
    low: int
    """The number now, as a reader knows it from what is shown, lies between this..."""
    high: int
    """... and this, both included."""
    unmoved: tuple[int, int] | None = None
    """The same for a reader who takes it that nothing has moved since it was told before, if it was."""

    @property
    def width(self) -> int:
        """How many numbers it could be."""
        return self.high - self.low + 1

    def if_unmoved(self) -> "Cell":
        low, high = self.unmoved or (self.low, self.high)
        return self._replace(low=low, high=high)

    @property
    def is_known_zero(self) -> bool:
        return self.low == self.high == 0

    @property
    def is_small(self) -> bool:
        """Whether it may be so small a number that its exact value must stay unknown."""
        return not self.is_known_zero and (self.shown is None or self.low <= STEP)


def fresh_cell(number: int, limits: Limits, is_zero_told: bool) -> Cell:
    """`is_zero_told`: whether 0 is shown as such, and not withheld like any small number."""
    if number == 0 and limits.withheld_to and is_zero_told:
        return Cell(number, 0, 0, 0)
    if number <= limits.withheld_to and limits.withheld_to:
        return Cell(number, None, 1 if is_zero_told else 0, limits.withheld_to)
    shown = rounded(number)
    return Cell(number, shown, *_rounded_from(shown, limits))


def _rounded_from(shown: int, limits: Limits) -> tuple[int, int]:
    least = limits.withheld_to + 1 if limits.withheld_to else 0
    return max(least, shown - STEP // 2), shown + STEP // 2


def stable_cell(number: int, limits: Limits, is_zero_told: bool, before: Shown) -> Cell:
    """Where it has been shown before: as before, as long as it is less than two steps away from that.

    Whether it is told anew goes by what is shown then and now, and so tells no more than that.
    """
    anew = fresh_cell(number, limits, is_zero_told)
    if not _stays(before, anew, limits):
        return anew
    low, high = _unseen(before, limits, is_zero_told)
    return Cell(number, before, low, high, _as_it_was(before, limits))


def _as_it_was(before: Shown, limits: Limits) -> tuple[int, int] | None:
    """From what it was rounded; of what was withheld, be it for others, that is not known."""
    if before == 0 and limits.withheld_to:
        return 0, 0
    return None if before is None else _rounded_from(before, limits)


def _stays(before: Shown, anew: Cell, limits: Limits) -> bool:
    if before is None and anew.is_known_zero:  # that nobody is left tells of nobody
        return False
    if before == 0 and anew.shown is None:
        return True
    return abs(_level(anew.shown, limits) - _level(before, limits)) < 2 * STEP


def _level(shown: Shown, limits: Limits) -> int:
    return max(STEP, rounded(limits.withheld_to)) if shown is None else shown


@cache
def _unseen(before: Shown, limits: Limits, is_zero_told: bool) -> tuple[int, int]:
    """Between which numbers it may be while it stands as before."""
    within = range(_level(before, limits) + 4 * STEP)
    staying = [n for n in within if _stays(before, fresh_cell(n, limits, is_zero_told), limits)]
    return min(staying), max(staying)


def withheld(cell: Cell, low: int = 0, high: int = ANYTHING) -> Cell:
    """For the sake of others: it may be any number, or any within these."""
    return Cell(cell.exact, None, low, high)
