"""One number: what it is, what is shown of it, and what a reader can tell of it from that alone."""

from typing import NamedTuple

from domain.disclosure.profile import STEP, Limits, rounded

Shown = int | None
"""What is passed on; None: withheld."""

ANYTHING = 10**9
"""More people than there are."""


class Cell(NamedTuple):
    exact: int
    """When it was told anew for the last time."""
    shown: Shown
    low: int
    """The number now, as a reader knows it from what is shown, lies between this..."""
    high: int
    """... and this, both included."""

    @property
    def width(self) -> int:
        """How many numbers it could be."""
        return self.high - self.low + 1

    @property
    def is_known_zero(self) -> bool:
        return self.low == self.high == 0

    @property
    def is_small(self) -> bool:
        """Whether a reader knows it for so small a number that its exact value must stay unknown."""
        return not self.is_known_zero and (self.shown is None or self.shown <= STEP)


def told_anew(number: int, limits: Limits, is_zero_told: bool) -> Cell:
    """`is_zero_told`: whether 0 is shown as such, and not withheld like any small number."""
    if number == 0 and limits.withheld_to and is_zero_told:
        return Cell(number, 0, 0, 0)
    if number <= limits.withheld_to and limits.withheld_to:
        return Cell(number, None, 1 if is_zero_told else 0, limits.withheld_to)
    shown = rounded(number)
    least = limits.withheld_to + 1 if limits.withheld_to else 0
    return Cell(number, shown, max(least, shown - STEP // 2), shown + STEP // 2)


def told_as_before(exact: int, shown: Shown, limits: Limits) -> Cell:
    """As it was shown when it was `exact`, from which it has moved by fewer people than may be seen."""
    unseen = limits.change_from - 1
    if shown is None:
        high = limits.withheld_to + unseen if exact <= limits.withheld_to else ANYTHING
        return Cell(exact, None, 0, high)
    if shown == 0 and limits.withheld_to:
        return Cell(exact, 0, 0, unseen)
    return Cell(exact, shown, max(0, shown - STEP // 2 - unseen), shown + STEP // 2 + unseen)


def withheld(cell: Cell, high: int = ANYTHING) -> Cell:
    """For the sake of others: it may be any number, or any up to this."""
    return Cell(cell.exact, None, 0, high)
