"""Nobody can work out a number that is withheld.

Not from the parts, the totals and the percentages that are told, nor from two reports side by side, and not
by knowing the rules: for each number there is another story, in which it is another, that is told in the very
same words. What is told alike cannot be told apart.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.disclosure.answers import publish_answers
from domain.disclosure.breakdown import Breakdown, PublishedBreakdown, publish
from domain.disclosure.cell import Shown
from domain.disclosure.profile import STEP, Limits, Profile
from domain.disclosure.ratios import percentage

pytestmark = pytest.mark.unit

Numbers = tuple[int, ...]
Ways = tuple[Numbers, ...]
"""The parts of each way in which the same people are broken down."""

_MANY = 60


class Place(NamedTuple):
    way: int
    part: int


class Rules(NamedTuple):
    profile: Profile
    is_over: bool


def _publish(ways: Ways, rules: Rules, before: PublishedBreakdown | None = None) -> PublishedBreakdown:
    named = {f"w{w}": {f"p{p}": n for p, n in enumerate(parts)} for w, parts in enumerate(ways)}
    exact = Breakdown(total=sum(ways[0]), ways=named)
    return publish(exact, rules.profile.limits, rules.is_over, before)


def _told(publication: PublishedBreakdown, limits: Limits) -> object:
    """All that a reader has: numbers, totals, percentages."""
    told = publication
    parts = [shown for way in told.ways.values() for shown in way.values()]
    return told.total, tuple(parts), tuple(percentage(shown, told.total, limits) for shown in parts)


def _withheld(publication: PublishedBreakdown) -> list[Place]:
    return [
        Place(w, p)
        for w, way in enumerate(publication.ways.values())
        for p, shown in enumerate(way.values())
        if shown is None
    ]


def _moved(parts: Numbers, *by: tuple[int, int]) -> Numbers:
    """The same with so many more or fewer in these parts."""
    changed = list(parts)
    for part, number in by:
        changed[part] += number
    return tuple(changed)


def _others(ways: Ways, place: Place) -> Iterator[Ways]:
    """Other stories, in which another number is in this place, the nearest first."""
    for other in _near(ways, place):
        if other[place.way][place.part] != ways[place.way][place.part] and _is_possible(other):
            yield other


def _near(ways: Ways, place: Place) -> Iterator[Ways]:
    for by, more in _STEPS:
        for parts in _exchanged(ways[place.way], place.part):
            for other in range(len(parts)):
                changed = _moved(parts, (place.part, by), (other, more)) if other != place.part else parts
                yield from _with_total(_with(ways, place.way, changed), place.way)
    for by in (1, -1, 2, -2):
        parts = tuple(number + by if number else 0 for number in ways[place.way])
        yield from _with_total(_with(ways, place.way, parts), place.way)
    for total in range(1, _MANY):  # all are as good as the same number
        yield tuple(_evenly(total, len(parts)) for parts in ways)
    for parts in _exchanged(ways[place.way], place.part):
        for changes in product(range(-2, 3), repeat=len(parts)):
            changed = tuple(map(sum, zip(parts, changes, strict=True)))
            yield from _with_total(_with(ways, place.way, changed), place.way)


_STEPS = sorted(
    ((by, more) for by in range(-8, 9) for more in {-by, *range(-3, 4)}), key=lambda step: sum(map(abs, step))
)


def _exchanged(parts: Numbers, part: int) -> Iterator[Numbers]:
    """As it is, and where two parts have each other's number."""
    yield parts
    for other, number in enumerate(parts):
        if number != parts[part]:
            by = number - parts[part]
            yield _moved(parts, (part, by), (other, -by))


def _evenly(total: int, parts: int) -> Numbers:
    return tuple((total + part) // parts for part in range(parts))


def _with_total(ways: Ways, way: int) -> Iterator[Ways]:
    """Every other way has as many people as this one, be they more or fewer in whichever part."""
    total = sum(ways[way])
    choices = [
        [parts]
        if sum(parts) == total
        else [_moved(parts, (p, total - sum(parts))) for p in range(len(parts))]
        for parts in ways
    ]
    yield from product(*choices)


def _with(ways: Ways, way: int, parts: Numbers) -> Ways:
    return (*ways[:way], parts, *ways[way + 1 :])


def _is_possible(ways: Ways) -> bool:
    return all(number >= 0 for parts in ways for number in parts)


def _split(draw: st.DrawFn, total: int, parts: int) -> Numbers:
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=parts - 1, max_size=parts - 1)))
    return tuple(b - a for a, b in zip((0, *cuts), (*cuts, total), strict=True))


_SMALL_OR_NOT = st.one_of(st.integers(0, 9), st.integers(0, 60))


@st.composite
def stories(draw: st.DrawFn) -> Ways:
    parts = tuple(draw(st.lists(_SMALL_OR_NOT, min_size=2, max_size=6)))
    more = draw(st.lists(st.integers(2, 4), max_size=2))
    return (parts, *(_split(draw, sum(parts), number) for number in more))


rules = st.builds(Rules, st.sampled_from(Profile), st.booleans())


@given(ways=stories(), rules=rules)
def test_every_withheld_number_could_be_another(ways: Ways, rules: Rules) -> None:
    limits = rules.profile.limits
    publication = _publish(ways, rules)
    told = _told(publication, limits)

    for place in _withheld(publication):
        assert any(_told(_publish(other, rules), limits) == told for other in _others(ways, place)), place


@given(ways=stories(), rules=rules)
def test_a_total_that_is_withheld_could_be_another(ways: Ways, rules: Rules) -> None:
    limits = rules.profile.limits
    publication = _publish(ways, rules)
    told = _told(publication, limits)

    if publication.total is None:
        others = (other for part in range(len(ways[0])) for other in _others(ways, Place(0, part)))
        assert any(
            sum(other[0]) != sum(ways[0]) and _told(_publish(other, rules), limits) == told
            for other in others
        )


@st.composite
def months(draw: st.DrawFn) -> list[Ways]:
    """A month and those that follow: a few more or fewer here and there, and now and then many."""
    change = st.one_of(st.integers(-4, 4), st.integers(-30, 30))
    told = [draw(stories())]
    for _ in range(draw(st.integers(1, 3))):
        parts = tuple(max(0, number + draw(change)) for number in told[-1][0])
        told.append((parts, *(_split(draw, sum(parts), len(way)) for way in told[-1][1:])))
    return told


@given(lived=months(), rules=rules)
def test_reports_side_by_side_tell_of_no_withheld_number(lived: list[Ways], rules: Rules) -> None:
    """Whatever was told before: of each month there is another story that is told in the same words then, so
    that nobody who has all the reports can tell them apart."""
    limits, before = rules.profile.limits, None
    for ways in lived:
        now = _publish(ways, rules, before)
        told = _told(now, limits)
        for place in _withheld(now):
            assert any(
                _told(_publish(other, rules, before), limits) == told for other in _others(ways, place)
            ), (ways, place)
        before = now


@given(ways=stories(), rules=rules, data=st.data())
def test_the_next_report_says_nothing_of_five(ways: Ways, rules: Rules, data: st.DataObject) -> None:
    """Whoever came, left or moved: as long as they are few, the numbers are those of before."""
    parts = ways[0]
    before = _publish((parts,), rules)
    by = data.draw(st.integers(0, 5))
    leaving, coming = (data.draw(st.integers(0, len(parts) - 1)) for _ in range(2))
    by = min(by, parts[leaving])
    after = _publish((_moved(_moved(parts, (leaving, -by)), (coming, by)),), rules, before)

    nobody_is_left = rules.is_over and parts[leaving] == by  # that may be said
    if before.is_broken_down("w0") and not nobody_is_left:
        assert after == before


@given(walk=st.lists(st.integers(0, 40), min_size=2, max_size=12), rules=rules)
def test_a_number_that_has_moved_has_moved_by_two_steps(walk: list[int], rules: Rules) -> None:
    before = None
    for number in walk:
        now = publish(Breakdown(total=number), rules.profile.limits, rules.is_over, before)
        if before and now.total is not None and before.total is not None:
            assert now == before or abs(now.total - before.total) >= 2 * STEP
        before = now


@given(chosen=st.lists(_SMALL_OR_NOT, min_size=3, max_size=6), profile=st.sampled_from(Profile))
def test_no_option_of_a_few_can_be_worked_out(chosen: list[int], profile: Profile) -> None:
    """The next lowest is withheld for its sake alone."""
    few = max(4, profile.limits.withheld_to)

    def told(numbers: Numbers) -> tuple[Shown, ...] | None:
        found = publish_answers({str(option): n for option, n in enumerate(numbers)}, profile)
        return (found.total, *found.ways["options"].values()) if found else None

    seen, options = told(tuple(chosen)), (tuple(chosen),)
    for option, shown in enumerate(seen[1:] if seen else ()):
        if shown is None and chosen[option] <= few:
            assert any(told(other) == seen for (other,) in _others(options, Place(0, option))), option
