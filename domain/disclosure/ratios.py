"""Percentages and averages, as they may be passed on."""

from domain.disclosure.cell import Shown
from domain.disclosure.profile import Limits, rounded


def percentage(part: Shown, whole: Shown, limits: Limits) -> Shown:
    """In whole per cent, of the numbers as they are shown, so that it tells no more than they do; None if
    either is withheld, or the whole too small."""
    if part is None or not whole or whole < limits.percentage_from:
        return None
    return min(100, round(100 * part / whole))


def average(amount: float, people: int, limits: Limits) -> Shown:
    """The amount for each of so many people, to the nearest 5 of whatever it is; None if they are too few."""
    return rounded(round(amount / people)) if people >= limits.average_from else None
