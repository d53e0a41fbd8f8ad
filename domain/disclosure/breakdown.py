"""A number of people and its parts, as they may be passed on.

Small numbers are withheld, all others rounded, each by itself: a total is that of the people, not of the
rounded parts. If a reader could still work a small one out from the others, the number is not broken down
that way.

A number that has been passed on before stays as it was told until it is two steps away from that. So whoever
holds two reports side by side sees nothing of one person, nor of a few. What is told anew goes by what was
shown before and not by what it stood for: two reports tell no more than each of them does.
"""

from collections.abc import Mapping

from domain.disclosure.cell import ANYTHING, Cell, Shown, fresh_cell, stable_cell, withheld
from domain.disclosure.inference import bounds_of_total, can_be, is_safe
from domain.disclosure.profile import Limits
from domain.value import Value

Ways = dict[str, dict[str, Cell]]


class Breakdown(Value):
    """Exact."""

    total: int
    ways: Mapping[str, Mapping[str, int]] = {}
    """For each way of breaking it down the parts, which come to the total."""


class PublishedBreakdown(Value):
    """As it is passed on; None: withheld."""

    total: Shown
    ways: Mapping[str, Mapping[str, Shown]] = {}

    def is_broken_down(self, way: str) -> bool:
        """Whether anything is shown of the parts."""
        return any(shown is not None for shown in self.ways[way].values())


def publish(
    now: Breakdown, limits: Limits, is_over: bool = True, before: PublishedBreakdown | None = None
) -> PublishedBreakdown:
    """`before`: what was passed on of the same before, if anything.

    As long as it is not over (`is_over`) 0 is withheld like any small number: a 0 of which something becomes
    would tell of the first person.
    """
    anew = _published(now, limits, is_over, None)
    return anew if before is None or anew == before else _published(now, limits, is_over, before)


def _published(
    now: Breakdown, limits: Limits, is_over: bool, before: PublishedBreakdown | None
) -> PublishedBreakdown:
    def cell(number: int, shown: Mapping[str, Shown], part: str) -> Cell:
        if part in shown:
            return stable_cell(number, limits, is_over, shown[part])
        return fresh_cell(number, limits, is_over)

    earlier: Mapping[str, Mapping[str, Shown]] = before.ways if before else {}
    total = cell(now.total, {"": before.total} if before else {}, "")
    ways = {
        way: {part: cell(number, earlier.get(way, {}), part) for part, number in parts.items()}
        for way, parts in now.ways.items()
    }
    ways = {way: _with_complements(parts, limits) for way, parts in ways.items()}
    return _shown(*_secured(total, ways))


def _with_complements(parts: dict[str, Cell], limits: Limits) -> dict[str, Cell]:
    """Of two parts both are shown or neither; of more, the next lowest goes along where the limits say so."""
    if all(cell.shown is not None for cell in parts.values()):
        return parts
    if len(parts) == 2:
        return _not_told(parts)
    shown = {name: cell for name, cell in parts.items() if cell.shown is not None}
    if not limits.with_next_lowest or not shown:
        return parts
    lowest = min(shown, key=lambda name: shown[name].exact)
    highs = [cell.high for name, cell in shown.items() if name != lowest]  # it is no more than any of these
    return {**parts, lowest: withheld(parts[lowest], parts[lowest].low, min(highs, default=ANYTHING))}


def _secured(total: Cell, ways: Ways) -> tuple[Cell, Ways]:
    """The same without each way in which somebody could work out what is withheld. It goes by what is shown
    alone, so that what is left out tells nobody more than what was shown would have told."""
    while (unsafe := _unsafe(total, ways)) is not None:
        if _is_uniform(ways[unsafe]):
            return withheld(total), {way: _not_told(parts) for way, parts in ways.items()}
        ways = {**ways, unsafe: _not_told(ways[unsafe])}
    return total, ways


def _unsafe(total: Cell, ways: Ways) -> str | None:
    """The first way that tells too much, be it to a reader who takes it that nothing has moved."""
    told = {way: list(parts.values()) for way, parts in ways.items() if parts != _not_told(parts)}
    unmoved = {way: [cell.if_unmoved() for cell in parts] for way, parts in told.items()}
    for whole, readings in ((total, told), (total.if_unmoved(), unmoved)):
        bounds = bounds_of_total(whole, readings.values())
        for way, parts in readings.items():
            if can_be(parts, bounds) and not is_safe(parts, whole, bounds):
                return way
    return None


def _is_uniform(parts: dict[str, Cell]) -> bool:
    """Whether the same is shown of all. Where that is unsafe, they are as good as all the same number (the
    largest there is, say, and the total at its lowest): then the total alone would give them away."""
    return len({cell.shown for cell in parts.values()}) == 1


def _not_told(parts: dict[str, Cell]) -> dict[str, Cell]:
    return {name: withheld(cell) for name, cell in parts.items()}


def _shown(total: Cell, ways: Ways) -> PublishedBreakdown:
    return PublishedBreakdown(
        total=total.shown,
        ways={way: {part: cell.shown for part, cell in parts.items()} for way, parts in ways.items()},
    )
