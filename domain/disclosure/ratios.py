"""Percentages and averages, as they may be passed on."""

from collections.abc import Sequence

from domain.disclosure.cell import Shown
from domain.disclosure.profile import Limits


def percentage(part: Shown, whole: Shown, limits: Limits) -> Shown:
    """In whole per cent, of the numbers as they are shown, so that it tells no more than they do; None if
    either is withheld, or the whole too small."""
    if part is None or not whole or whole < limits.percentage_from:
        return None
    return min(100, round(100 * part / whole))


def median(numbers: Sequence[int], limits: Limits) -> float | None:
    """Of what each of so many people has said; None if they are too few."""
    if len(numbers) < limits.average_from:
        return None
    ordered, middle = sorted(numbers), len(numbers) // 2
    return (ordered[middle] + ordered[~middle]) / 2
