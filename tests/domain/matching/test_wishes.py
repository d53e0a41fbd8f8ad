from typing import Any

import pytest

from domain.application.form import ArrangementWish, BackgroundWish
from domain.matching.criteria import Criterion, MetCriterion
from domain.matching.draft import Proposal
from domain.matching.drafting import make_draft
from domain.programme.matching_plan import MatchingPlan, Weights
from tests.domain.matching.people import LADDER, NOTHING, mentee, mentor
from tests.every import every

pytestmark = pytest.mark.unit

PLAN = MatchingPlan()
REVERSE = ArrangementWish.REVERSE


def _pair(one: dict[str, Any], other: dict[str, Any], weights: Weights = PLAN.weights) -> Proposal:
    plan = PLAN.replace(weights=weights)
    return make_draft([mentor("a", **one), mentee("b", **other)], plan, LADDER).pairs[0]


def test_each_goal_that_is_offered_counts() -> None:
    pair = _pair({"offers": ("Law", " budgets", "art")}, {"goals": ("budgets", "law ", "LAW", "golf")})
    assert pair.met == (MetCriterion(wish=Criterion.GOALS, words=("budgets", "law")),)
    assert pair.score == 20


def test_in_a_reciprocal_pair_the_mentors_goals_count_too() -> None:
    one, other = {"goals": ("art",)}, {"offers": ("art",)}
    assert _pair(one, other).met == (MetCriterion(wish=Criterion.OTHER_GOALS, words=("art",)),)
    assert _pair(one, {**other, "arrangement": REVERSE}).score == 0


@pytest.mark.parametrize(("field", "score"), [("profession", 3), ("site", 2)])
def test_the_same_profession_or_site(field: str, score: float) -> None:
    pair = _pair({field: " Nursing"}, {field: "nursing"})
    assert pair.met == (MetCriterion(wish=Criterion(field), words=("nursing",)),)
    assert pair.score == score
    assert _pair({}, {}).met == ()


def test_a_time_at_which_both_can_meet_counts_once() -> None:
    times = {"availability": ("Monday", "Friday")}
    assert _pair(times, times).score == 4
    assert _pair(times, {"availability": ("Tuesday",)}).score == 0


@every(
    ("asker", "partner", "score"),
    [
        ({"background": ("x",)}, ("x",), 0),
        ({"background": ("x",), "background_wish": "similar"}, ("X", "y"), 6),
        ({"background": ("x",), "background_wish": "similar"}, ("y",), 0),
        ({"background": ("x",), "background_asked": ("y",), "background_wish": "similar"}, ("y",), 6),
        ({"background": ("x",), "background_asked": ("y",), "background_wish": "similar"}, ("x",), 0),
        ({"background": ("x",), "background_wish": "different"}, ("y",), 6),
        ({"background": ("x",), "background_wish": "different"}, ("x", "y"), 0),
        ({"background": ("x",), "background_wish": "different"}, (), 0),
        ({"background_wish": "different"}, ("y",), 0),
    ],
)
def test_a_wish_about_background(asker: dict[str, Any], partner: tuple[str, ...], score: float) -> None:
    assert _pair({"background": partner}, asker).score == score
    assert _pair(asker, {"background": partner}).score == score


def test_a_background_is_never_named() -> None:
    asks = {"background": ("x",), "background_wish": BackgroundWish.SIMILAR}
    assert _pair({"background": ("x",)}, asks).met == (
        MetCriterion(wish=Criterion.BACKGROUND, words=("mentee",)),
    )
    assert _pair(asks, asks).score == 12, "each who asked has a wish that is met"


def test_a_gap_has_the_weight_the_plan_gives_it() -> None:
    weights = NOTHING.replace(grade_gap={1: 9.0, -1: 2.5})
    assert _pair({"grade": "Senior"}, {"grade": "middle"}, weights).score == 9
    assert _pair({"grade": "middle"}, {"grade": "senior"}, weights).score == 2.5
    assert _pair({"grade": "head"}, {"grade": "junior"}, weights).score == 0
    assert _pair({"grade": "head"}, {}, weights).score == 0


def test_what_weighs_nothing_is_left_out() -> None:
    assert _pair({"site": "x"}, {"site": "x"}, NOTHING).met == ()


def test_weights_add_up_exactly() -> None:
    weights = NOTHING.replace(goals=0.1)
    assert _pair({"offers": ("a", "b", "c")}, {"goals": ("a", "b", "c")}, weights).score == 0.3
