"""What each profile rounds and withholds."""

import pytest

from domain.disclosure.answers import publish_answers
from domain.disclosure.breakdown import Breakdown, PublishedBreakdown, publish
from domain.disclosure.cell import Shown
from domain.disclosure.profile import PROFILE_SENTENCES, Profile
from domain.disclosure.ratios import median, percentage
from tests.every import every

pytestmark = pytest.mark.unit

NHS, HESA, ONS = Profile.NHS, Profile.HESA, Profile.ONS10_5


def broken_down(**parts: int) -> Breakdown:
    return Breakdown(total=sum(parts.values()), ways={"by": parts})


def shown(profile: Profile = NHS, is_over: bool = True, **parts: int) -> PublishedBreakdown:
    return publish(broken_down(**parts), profile.limits, is_over)


@every(
    ("profile", "number", "told"),
    [
        *((NHS, number, None) for number in (1, 3, 7)),
        *((NHS, number, 10) for number in (8, 10, 12)),
        *((NHS, 0, 0), (NHS, 13, 15), (NHS, 1002, 1000)),
        *((HESA, number, 0) for number in (0, 1, 2)),
        *((HESA, number, 5) for number in (3, 7)),
        (HESA, 8, 10),
        *((ONS, number, None) for number in (1, 9)),
        *((ONS, 0, 0), (ONS, 10, 10), (ONS, 13, 15)),
    ],
)
def test_a_number_alone(profile: Profile, number: int, told: Shown) -> None:
    assert publish(Breakdown(total=number), profile.limits).total == told


def test_a_total_is_that_of_the_people_and_not_of_the_rounded_parts() -> None:
    told = shown(completed=33, left=13, quiet=13)

    assert told.ways["by"] == {"completed": 35, "left": 15, "quiet": 15}
    assert told.total == 60


def test_a_small_part_beside_large_ones_is_withheld_alone_where_rounding_hides_it() -> None:
    assert shown(completed=40, left=13, quiet=3).ways["by"] == {"completed": 40, "left": 15, "quiet": None}


def test_what_could_be_worked_out_from_the_total_is_not_broken_down() -> None:
    """Five at the lower end of their tens, and a total at the upper end of its: the rest would be 1 and 1."""
    told = shown(one=8, two=8, three=8, four=8, five=8, six=1, seven=1)

    assert told.total == 40
    assert set(told.ways["by"].values()) == {None}


def test_what_a_second_way_says_of_the_total_counts_as_well() -> None:
    """Three tens are 36 at the most, so that of the total (33 to 37) no more than 2 can be left."""
    one = Breakdown(total=35, ways={"ending": {"completed": 18, "moved": 8, "left": 8, "quiet": 1}})
    other = one.replace(ways={**one.ways, "site": {"here": 12, "there": 12, "elsewhere": 11}})

    alone, both = (publish(breakdown, NHS.limits) for breakdown in (one, other))

    assert alone.ways["ending"] == {"completed": 20, "moved": 10, "left": 10, "quiet": None}
    assert both.ways["site"] == {"here": 10, "there": 10, "elsewhere": 10}
    assert set(both.ways["ending"].values()) == {None}


def test_of_two_parts_both_are_shown_or_neither() -> None:
    assert shown(met=43, not_met=2).ways["by"] == {"met": None, "not_met": None}
    assert shown(met=35, not_met=12).ways["by"] == {"met": 35, "not_met": 10}


def test_while_it_is_not_over_none_is_withheld_like_a_few() -> None:
    now, later = shown(is_over=False, on=40, left=0, quiet=0), shown(is_over=False, on=40, left=1, quiet=1)

    assert now == later
    assert shown(is_over=True, on=40, left=0, quiet=0).ways["by"] == {"on": 40, "left": 0, "quiet": 0}


def test_hesa_rounds_and_withholds_only_what_rounding_would_give_away() -> None:
    """Four numbers of at most two each, and eight in all: each would be two."""
    assert shown(HESA, a=2, b=1, c=30).ways["by"] == {"a": 0, "b": 0, "c": 30}
    assert set(shown(HESA, a=2, b=2, c=2, d=2).ways["by"].values()) == {None}


@every(
    ("profile", "part", "whole", "told"),
    [
        *((NHS, 30, 40, 75), (NHS, None, 40, None), (NHS, 30, None, None), (NHS, 0, 0, None)),
        *((HESA, 15, 20, None), (HESA, 15, 25, 60), (ONS, 45, 40, 100)),
    ],
)
def test_a_percentage_is_of_rounded_numbers(profile: Profile, part: Shown, whole: Shown, told: Shown) -> None:
    assert percentage(part, whole, profile.limits) == told


@every(
    ("profile", "people", "told"),
    [(NHS, 7, None), (NHS, 8, 60), (HESA, 7, None), (HESA, 8, 60), (ONS, 9, None)],
)
def test_a_median_is_of_enough_people(profile: Profile, people: int, told: Shown) -> None:
    assert median([60] * people, profile.limits) == told


def test_a_median_is_the_one_in_the_middle_or_between_the_two() -> None:
    odd, even = [9, 1, 2, 8, 3, 7, 4, 6, 5], [1, 2, 3, 4, 7, 8, 9, 10]

    assert [median(numbers, NHS.limits) for numbers in (odd, even)] == [5, 5.5]


def test_what_fewer_than_ten_have_answered_is_not_told() -> None:
    assert publish_answers({"yes": 8, "no": 1}, HESA) is None


def test_an_option_of_a_few_is_withheld_and_the_next_lowest_too() -> None:
    told = publish_answers({"much": 41, "some": 23, "little": 11, "none": 3}, HESA)

    assert told
    assert told.ways["options"] == {"much": 40, "some": 25, "little": None, "none": None}


def test_of_answers_the_stricter_of_the_two_rules_holds() -> None:
    told = {profile: publish_answers({"much": 41, "some": 23, "none": 6}, profile) for profile in Profile}

    assert [answers and answers.ways["options"]["none"] for answers in told.values()] == [None, 5, None]


def again(before: PublishedBreakdown, is_over: bool = True, **parts: int) -> PublishedBreakdown:
    return publish(broken_down(**parts), NHS.limits, is_over, before)


def test_a_later_report_does_not_move_for_a_few() -> None:
    first = shown(completed=37, left=12, quiet=3)

    assert again(first, completed=33, left=17, quiet=7) == first


def test_a_number_moves_once_it_is_two_steps_away() -> None:
    first = shown(completed=37, left=12, quiet=3)

    moved = [again(first, completed=number, left=12, quiet=3).ways["by"]["completed"] for number in (42, 43)]

    assert moved == [35, 45]


@every(
    ("before", "now", "told"), [(5, 12, None), (5, 13, 15), (10, 3, 10), (13, 7, None), (5, 0, 0), (10, 0, 0)]
)
def test_what_becomes_of_few_and_what_few_become(before: int, now: int, told: Shown) -> None:
    first = shown(completed=60, left=before, quiet=0)

    assert again(first, completed=60, left=now, quiet=0).ways["by"]["left"] == told


def test_when_it_is_over_it_may_be_said_that_there_was_nobody() -> None:
    first = shown(is_over=False, on=40, left=0, quiet=5)

    assert again(first, on=40, left=0, quiet=5).ways["by"] == {"on": 40, "left": 0, "quiet": None}


def test_every_profile_is_told_in_a_sentence() -> None:
    assert set(PROFILE_SENTENCES) == set(Profile)
