"""An effect that was planted is found with its interval, and none is found where there is none."""

import math

import numpy as np
import pytest

from domain.evaluation.effects import FEWEST, Effect, effect

pytestmark = pytest.mark.unit


def planted(size: float, people: int, seed: int) -> list[tuple[int, int]]:
    """Answers on five points before and after, moved by this many standard deviations of them."""
    chance = np.random.default_rng(seed)
    feeling = chance.normal(size=people)
    both = [0.8 * feeling + 0.6 * chance.normal(size=people) for _ in range(2)]
    before, after = 2.6 + 0.8 * both[0], 2.6 + 0.8 * (both[1] + size)
    return [(_point(b), _point(a)) for b, a in zip(before, after, strict=True)]


def _point(number: float) -> int:
    return min(5, max(1, round(number)))


def found(size: float, people: int, seed: int) -> Effect:
    told = effect(planted(size, people, seed))
    assert told
    return told


def interval(told: Effect) -> tuple[float, float]:
    assert told.low is not None
    assert told.high is not None
    return told.low, told.high


def test_a_planted_effect_is_found_with_its_interval() -> None:
    told = found(0.8, 40, seed=1)

    low, high = interval(told)
    assert low < 0.8 < high
    assert told.size == pytest.approx(0.8, abs=0.25)
    assert told.is_up
    assert told.up > told.down
    assert told.up + told.stayed + told.down == told.people == 40
    assert told.mean_after > told.mean_before


def test_a_planted_zero_is_not_called_an_effect() -> None:
    told = found(0.0, 40, seed=1)

    low, high = interval(told)
    assert low < 0 < high
    assert (told.is_up, told.is_down) == (False, False)


@pytest.mark.parametrize("size", [0.0, 0.8, -0.8])
def test_the_interval_holds_what_was_planted_in_nine_of_ten(size: float) -> None:
    tries = [found(size, 36, seed) for seed in range(60)]

    holding = [one for one in tries if interval(one)[0] <= size <= interval(one)[1]]
    assert len(holding) >= 54
    wrong_way = [one for one in tries if (one.is_up and size <= 0) or (one.is_down and size >= 0)]
    assert len(wrong_way) <= 6


def test_the_same_answers_have_the_same_interval() -> None:
    assert found(0.4, 30, seed=3) == found(0.4, 30, seed=3)


def test_of_fewer_than_twelve_there_is_too_little_to_say() -> None:
    assert effect([(2, 4)] * (FEWEST - 1)) is None
    assert effect(planted(1.0, FEWEST, seed=2)) is not None


def test_where_all_answer_alike_there_is_no_size() -> None:
    told = effect([(3, 4)] * 20)

    assert told
    assert (told.size, told.low, told.high) == (None, None, None)
    assert (told.median_before, told.median_after, told.up) == (3, 4, 20)
    assert not told.is_up


def test_the_size_is_that_of_the_formula() -> None:
    before, after = [2, 3, 3, 4, 2, 3, 4, 3, 2, 3, 3, 4], [3, 4, 3, 5, 3, 3, 5, 4, 3, 4, 4, 4]
    deviation = math.sqrt((np.var(before, ddof=1) + np.var(after, ddof=1)) / 2)
    told = effect(list(zip(before, after, strict=True)))

    assert told
    assert told.size == pytest.approx((np.mean(after) - np.mean(before)) / deviation * (1 - 3 / 43))


def test_who_answers_the_other_way_round_has_the_other_sign() -> None:
    answers = planted(0.8, 24, seed=5)
    there, back = effect(answers), effect([(after, before) for before, after in answers])

    assert there
    assert back
    assert back.size == pytest.approx(-(there.size or 0))
    assert (there.up, there.down) == (back.down, back.up)
