"""A number of people and its parts, as they may be passed on.

Small numbers are withheld, all others rounded, each by itself: a total is that of the people, not of the
rounded parts. If a reader could still work a small one out from the others, the number is not broken down
that way.

A number that has been passed on before stays as it was until at least `Limits.change_from` people have come
or gone. So whoever holds two reports side by side sees nothing of one person, nor of a few.
"""

from collections.abc import Mapping

from domain.disclosure.cell import ANYTHING, Cell, Shown, told_anew, told_as_before, withheld
from domain.disclosure.inference import Bounds, bounds_of_total, is_safe
from domain.disclosure.profile import Limits
from domain.value import Value

Names = tuple[str, str]
"""A way of breaking a number down, and a part in it."""
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


class Publication(Value):
    """What was passed on, with the exact numbers of when each was told anew. For the store alone."""

    exact: Breakdown
    published: PublishedBreakdown


def publish(
    now: Breakdown, limits: Limits, is_over: bool = True, before: Publication | None = None
) -> Publication:
    """`before`: what was passed on of the same before, if anything.

    As long as it is not over (`is_over`) 0 is withheld like any small number: a 0 of which something becomes
    would tell of the first person.
    """
    total = _told(now.total, limits, is_over, _before(before, None))
    ways = {
        way: {
            part: _told(number, limits, is_over, _before(before, (way, part)))
            for part, number in parts.items()
        }
        for way, parts in now.ways.items()
    }
    for way in ways:
        ways[way] = _with_complements(ways[way], limits)
    return _publication(*_secured(total, ways))


def _before(before: Publication | None, names: Names | None) -> tuple[int, Shown] | None:
    if before is None:
        return None
    if names is None:
        return before.exact.total, before.published.total
    way, part = names
    exact = before.exact.ways.get(way, {}).get(part)
    return None if exact is None else (exact, before.published.ways[way][part])


def _told(number: int, limits: Limits, is_over: bool, before: tuple[int, Shown] | None) -> Cell:
    anew = told_anew(number, limits, is_over)
    if before is None or abs(number - before[0]) >= limits.change_from:
        return anew
    if before[1] is None and anew.is_known_zero:  # that nobody is left tells of nobody
        return anew
    return told_as_before(*before, limits)


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
    return {**parts, lowest: withheld(parts[lowest], min(highs, default=ANYTHING))}


def _secured(total: Cell, ways: Ways) -> tuple[Cell, Ways]:
    """The same without each way in which somebody could work out what is withheld. It goes by what is shown
    alone, so that what is left out tells nobody more than what was shown would have told."""
    while True:
        bounds = bounds_of_total(total, (list(parts.values()) for parts in ways.values()))
        unsafe = next((way for way, parts in ways.items() if not _is_safe(parts, total, bounds)), None)
        if unsafe is None:
            return total, ways
        if _is_uniform(ways[unsafe]):
            return withheld(total), {way: _not_told(parts) for way, parts in ways.items()}
        ways = {**ways, unsafe: _not_told(ways[unsafe])}


def _is_uniform(parts: dict[str, Cell]) -> bool:
    """Whether the same is shown of all. Where that is unsafe, they are as good as all the same number (the
    largest there is, say, and the total at its lowest): then the total alone would give them away."""
    return len({cell.shown for cell in parts.values()}) == 1


def _is_safe(parts: dict[str, Cell], total: Cell, bounds: Bounds) -> bool:
    return parts == _not_told(parts) or is_safe(list(parts.values()), total, bounds)


def _not_told(parts: dict[str, Cell]) -> dict[str, Cell]:
    return {name: withheld(cell) for name, cell in parts.items()}


def _publication(total: Cell, ways: Ways) -> Publication:
    return Publication(
        exact=Breakdown(
            total=total.exact, ways={w: {p: cell.exact for p, cell in ps.items()} for w, ps in ways.items()}
        ),
        published=PublishedBreakdown(
            total=total.shown, ways={w: {p: cell.shown for p, cell in ps.items()} for w, ps in ways.items()}
        ),
    )
