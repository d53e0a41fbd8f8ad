"""What is told of answers gives nobody away: for each small number there is another story, told in the same
words, in which it is another."""

import itertools
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.disclosure.profile import Profile
from domain.enums import Role, Wave
from domain.evaluation.effects import FEWEST
from domain.evaluation.item import AGREEMENT, PREFER_NOT, Item, ItemKind
from domain.evaluation.published import PublishedItem, _groupings, agreeing, publish_evaluation, publish_item
from domain.evaluation.results import ItemCounts, ItemShifts, Results, Shift
from tests.every import every

pytestmark = pytest.mark.unit

_ITEM = Item(key="trust", text="We speak openly.", waves=(Wave.END,))
_POINTS = list(AGREEMENT)
Counts = tuple[int, ...]
"""Five of a mentor's, five of a mentee's."""

counts = st.tuples(*[st.one_of(st.integers(0, 9), st.integers(0, 30))] * 10)


def told(numbers: Counts, profile: Profile) -> tuple[PublishedItem, ...]:
    halves = {Role.MENTOR: numbers[:5], Role.MENTEE: numbers[5:]}
    by_role = {
        role: {**dict(zip(_POINTS, half, strict=True)), PREFER_NOT: 0} for role, half in halves.items()
    }
    return publish_item(ItemCounts(item=_ITEM, wave=Wave.END, by_role=by_role), profile)


def others(numbers: Counts, place: int) -> Iterator[Counts]:
    """Other stories with another number in this place, the nearest first: by itself, against one more place,
    against that and a third, and with somebody besides who is in another place than they were."""
    elsewhere = [other for other in range(len(numbers)) if other != place]
    nearer: list[tuple[int, ...]] = [
        (),
        *((one,) for one in elsewhere),
        *itertools.permutations(elsewhere, 2),
    ]
    for against, by in itertools.product(nearer, (1, -1, 2, -2, 3, -3)):
        yield from _changed(numbers, (place, *against), by)
    for against, by in itertools.product(itertools.permutations(elsewhere, 3), (1, -1)):
        yield from _changed(numbers, (place, *against), by)


def _changed(numbers: Counts, places: tuple[int, ...], by: int) -> Iterator[Counts]:
    """By so many more in the first place, fewer in the next, more again in the one after that."""
    changed = list(numbers)
    for turn, place in enumerate(places):
        changed[place] += -by if turn % 2 else by
    if min(changed) >= 0:
        yield tuple(changed)


@given(numbers=counts, profile=st.sampled_from(Profile))
@example(numbers=(5, 2, 1, 4, 4, 0, 3, 5, 0, 4), profile=Profile.HESA)
@example(numbers=(2, 5, 4, 3, 2, 3, 0, 1, 2, 3), profile=Profile.HESA)
def test_no_few_can_be_worked_out_of_what_is_told_together_and_apart(
    numbers: Counts, profile: Profile
) -> None:
    seen = told(numbers, profile)

    for place, number in enumerate(numbers):
        if number <= max(4, profile.limits.withheld_to):
            assert any(told(other, profile) == seen for other in others(numbers, place)), (seen, place)


@given(numbers=counts, profile=st.sampled_from(Profile))
def test_both_roles_are_told_together_or_each_in_full(numbers: Counts, profile: Profile) -> None:
    found = told(numbers, profile)

    roles = [item.role for item in found]
    assert roles in ([None], [Role.MENTOR, Role.MENTEE])
    if roles != [None]:
        assert all(item.scale.options and None not in item.scale.options.values() for item in found)
    for item in found:
        assert all(number is None or number % 5 == 0 for number in item.scale.options.values())


def _results(ends: Counts, shifts: int = 0) -> Results:
    by_role = {Role.MENTOR: dict(zip(_POINTS, ends[:5], strict=True)), Role.MENTEE: dict.fromkeys(_POINTS, 0)}
    one = ItemCounts(item=_ITEM, wave=Wave.END, by_role=by_role)
    moved = tuple(Shift(role=Role.MENTOR, earlier=2 + n % 2, later=3 + n % 3 % 2) for n in range(shifts))
    found = ItemShifts(item=_ITEM, shifts=moved)
    return Results(items=(one,), shifts=(found,), then=(), burden=(), words={})


_BOTH = (Wave.BEFORE, Wave.END)


def test_nothing_is_told_before_a_questionnaire_is_over() -> None:
    assert publish_evaluation(_results((0, 0, 20, 20, 20)), (), Profile.NHS).items == ()


def test_what_has_been_told_of_a_questionnaire_stays_also_when_answers_are_erased() -> None:
    first = publish_evaluation(_results((10, 10, 20, 20, 20), shifts=20), _BOTH, Profile.NHS)

    assert publish_evaluation(_results((10, 10, 20, 8, 20), shifts=19), _BOTH, Profile.NHS, first) == first


def test_no_mean_is_told_of_fewer_than_any_profile_asks_for() -> None:
    assert all(profile.limits.average_from <= FEWEST for profile in Profile)


def test_of_fewer_than_twelve_pairs_of_answers_there_is_too_few_to_say() -> None:
    few, enough = (
        publish_evaluation(_results((0,) * 5, shifts=n), _BOTH, Profile.NHS).effects[0]
        for n in (FEWEST - 1, FEWEST)
    )

    assert (few.people, few.mean_after, few.size, few.moved) == (None, None, None, {})
    assert (enough.people, enough.size is not None) == (10, True)


@pytest.mark.parametrize(
    ("numbers", "options"),
    [
        ((10, 12, 14, 16, 18), {"Strongly disagree": 10, "Disagree": 10, "Strongly agree": 20}),
        ((2, 9, 14, 16, 18), {"Disagree": 10, "Neither": 15, "Agree": 35}),
        ((1, 2, 9, 16, 18), {"Do not agree": 10, "Agree": 35}),
        ((1, 2, 1, 16, 18), {}),
    ],
)
def test_options_are_put_together_where_that_lets_more_be_told(
    numbers: Counts, options: Mapping[str, int]
) -> None:
    (item,) = publish_evaluation(_results(numbers), _BOTH, Profile.NHS).items

    assert options.items() <= item.scale.options.items()
    assert bool(item.scale.options) == bool(options)
    assert item.scale.answered is not None


def test_how_many_agree_is_told_of_what_is_told() -> None:
    (item,) = publish_evaluation(_results((1, 2, 9, 16, 18)), _BOTH, Profile.NHS).items

    assert agreeing(item, Profile.NHS.limits) == 78


_TOLD_ELSEWHERE = {ItemKind.NUMBER, ItemKind.TEXT}
"""By their median, and as quotes."""


@every("kind", set(ItemKind) - _TOLD_ELSEWHERE)
def test_a_question_of_every_kind_is_told_somewhere(kind: ItemKind) -> None:
    options = {"yes": "Yes", "no": "No"} if kind is ItemKind.CHOICE else {}
    assert _groupings(Item(key="one", text="One?", kind=kind, waves=(Wave.END,), options=options))
