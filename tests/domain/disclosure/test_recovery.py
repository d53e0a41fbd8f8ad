"""Nobody can work out a number that is withheld.

Not from the parts, the totals and the percentages that are told, nor from two reports side by side, and not
by knowing the rules: for each number there is another story, in which it is another, that is told in the very
same words. What is told alike cannot be told apart.
"""

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.disclosure.answers import publish_answers
from domain.disclosure.breakdown import Breakdown, Publication, publish
from domain.disclosure.cell import Shown
from domain.disclosure.profile import Limits, Profile
from domain.disclosure.ratios import percentage

pytestmark = pytest.mark.unit

Numbers = tuple[int, ...]
Ways = tuple[Numbers, ...]
"""The parts of each way in which the same people are broken down."""

_MANY = 60
_FEW = 100
"""So many other stories of the month before are tried with each of the month after."""


class Place(NamedTuple):
    way: int
    part: int


class Rules(NamedTuple):
    profile: Profile
    is_over: bool


def _publish(ways: Ways, rules: Rules, before: Publication | None = None) -> Publication:
    named = {f"w{w}": {f"p{p}": n for p, n in enumerate(parts)} for w, parts in enumerate(ways)}
    exact = Breakdown(total=sum(ways[0]), ways=named)
    return publish(exact, rules.profile.limits, rules.is_over, before)


def _told(publication: Publication, limits: Limits) -> object:
    """All that a reader has: numbers, totals, percentages."""
    told = publication.published
    parts = [shown for way in told.ways.values() for shown in way.values()]
    return told.total, tuple(parts), tuple(percentage(shown, told.total, limits) for shown in parts)


def _withheld(publication: Publication) -> list[Place]:
    return [
        Place(w, p)
        for w, way in enumerate(publication.published.ways.values())
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

    if publication.published.total is None:
        others = (other for part in range(len(ways[0])) for other in _others(ways, Place(0, part)))
        assert any(
            sum(other[0]) != sum(ways[0]) and _told(_publish(other, rules), limits) == told
            for other in others
        )


@st.composite
def months(draw: st.DrawFn) -> tuple[Ways, Ways]:
    """A month and the next: a few people more or fewer here and there, and now and then many."""
    change = st.one_of(st.integers(-4, 4), st.integers(-30, 30))
    first = draw(stories())[0]
    then = tuple(max(0, number + draw(change)) for number in first)
    return (first,), (then,)


@given(both=months(), rules=rules)
def test_two_reports_side_by_side_tell_of_no_withheld_number(both: tuple[Ways, Ways], rules: Rules) -> None:
    first, then = both
    limits = rules.profile.limits

    def told(one: Ways, two: Ways) -> tuple[object, object]:
        before = _publish(one, rules)
        return _told(before, limits), _told(_publish(two, rules, before), limits)

    def could_be_another(place: Place, seen: tuple[object, object]) -> bool:
        """The number of the second month, be it alone or with that of the first."""
        return any(
            told(before, other) == seen
            for other in _others(then, place)
            for before in (first, *islice(_others(first, place), _FEW))
        )

    seen = told(first, then)
    second = _publish(then, rules, _publish(first, rules))
    assert all(could_be_another(place, seen) for place in _withheld(second))


@given(ways=stories(), rules=rules, data=st.data())
def test_the_next_report_says_nothing_of_a_few(ways: Ways, rules: Rules, data: st.DataObject) -> None:
    """Whoever came, left or moved: as long as they are few, the numbers are those of before."""
    few = rules.profile.limits.change_from - 1
    before = _publish(ways[:1], rules)
    then = tuple(
        max(0, number + data.draw(st.integers(-(few // len(ways[0])), few // len(ways[0]))))
        for number in ways[0]
    )
    after = _publish((then,), rules, before)

    told_nobody = _withheld(before) and rules.is_over  # that there is nobody may be said
    if not (told_nobody and 0 in then):
        assert after.published == before.published


@given(walk=st.lists(st.integers(0, 40), min_size=2, max_size=12), rules=rules)
def test_a_number_that_has_moved_has_moved_by_many(walk: list[int], rules: Rules) -> None:
    limits, before = rules.profile.limits, None
    for number in walk:
        now = publish(Breakdown(total=number), limits, rules.is_over, before)
        if before and {now.published.total, before.published.total}.isdisjoint({None}):
            moved = abs(now.exact.total - before.exact.total)
            assert now.published == before.published or moved >= limits.change_from
        before = now


@given(chosen=st.lists(_SMALL_OR_NOT, min_size=3, max_size=6), profile=st.sampled_from(Profile))
def test_no_answer_that_is_withheld_can_be_worked_out(chosen: list[int], profile: Profile) -> None:
    def told(numbers: Numbers) -> tuple[Shown, ...] | None:
        found = publish_answers({str(option): n for option, n in enumerate(numbers)}, profile)
        return (found.total, *found.ways["options"].values()) if found else None

    seen, options = told(tuple(chosen)), (tuple(chosen),)
    for option, shown in enumerate(seen[1:] if seen else ()):
        if shown is None:
            assert any(told(other) == seen for (other,) in _others(options, Place(0, option))), option
