"""Whom people name as the partner they would like, and those who have waited: honoured within the rules."""

from typing import Any

import pytest

from domain.matching.criteria import Criterion, MetCriterion
from domain.matching.draft import Draft
from domain.matching.drafting import make_draft
from domain.matching.explain import why_not, why_pair
from domain.matching.rules import Rule
from domain.programme.matching_plan import MatchingPlan, Weights
from tests.domain.matching.people import LADDER, NO_RULES, mentee, mentor
from tests.every import every

pytestmark = pytest.mark.unit

PLAN = MatchingPlan()


def pairs(draft: Draft) -> set[tuple[str, str]]:
    return {(pair.mentor, pair.mentee) for pair in draft.pairs}


@every("choice", ["Ann Lee", "ann  LEE", "Lee, Ann", "ANN@example.org ", "Ánn Lee"])
def test_a_choice_is_a_name_or_an_address(choice: str) -> None:
    people = [mentor("ann", name="Ann Lee"), mentor("bea"), mentee("tom", wishes=(choice,)), mentee("una")]
    assert ("ann", "tom") in pairs(make_draft(people, PLAN))


def test_a_choice_outweighs_a_handful_of_other_wishes() -> None:
    fits: dict[str, Any] = {"offers": ("a", "b", "c"), "site": "x", "profession": "y"}
    asks: dict[str, Any] = {"goals": ("a", "b", "c"), "site": "x", "profession": "y"}
    people = [mentor("ann"), mentor("bea", **fits), mentee("tom", wishes=("ann",), **asks), mentee("una")]
    assert ("ann", "tom") in pairs(make_draft(people, PLAN))


def test_the_first_choice_goes_before_the_second() -> None:
    people = [
        mentor("ann"),
        mentor("bea"),
        mentee("tom", wishes=("bea", "ann")),
        mentee("una", wishes=("ann",)),
    ]
    assert pairs(make_draft(people, PLAN)) == {("bea", "tom"), ("ann", "una")}


def test_two_who_name_each_other_go_before_one_who_names() -> None:
    people = [mentor("ann", wishes=("una",)), mentor("bea"), mentee("tom", wishes=("ann",))]
    people.append(mentee("una", wishes=("ann",)))
    (pair,) = [pair for pair in make_draft(people, PLAN).pairs if pair.mentor == "ann"]
    assert pair.met == (MetCriterion(wish=Criterion.CHOICE, words=("mentee 1", "mentor 1")),)
    assert pair.score == 200
    assert why_pair(pair, "Ann", "Una")[1] == "Ann is Una's first choice and Una is Ann's first choice."


def test_no_choice_breaks_a_rule_or_leaves_somebody_out() -> None:
    apart = PLAN.replace(apart=("site",))
    people = [mentor("ann", site="x"), mentor("bea", site="y"), mentee("tom", site="x", wishes=("ann",))]
    assert pairs(make_draft(people, apart)) == {("bea", "tom")}
    others = [mentor("ann"), mentor("bea", site="y"), mentee("tom", wishes=("ann",)), mentee("una", site="y")]
    assert len(make_draft(others, apart).pairs) == 2


def test_choices_weigh_as_the_programme_says() -> None:
    plan = NO_RULES.replace(weights=Weights(wishes=(5, 3)))
    weigh = [
        make_draft([mentor("ann"), mentee("tom", wishes=wishes)], plan).pairs[0].score
        for wishes in (("ann",), ("x", "ann"), ("x", "y", "ann"), ())
    ]
    assert weigh == [5, 3, 3, 0]
    nothing = NO_RULES.replace(weights=Weights(wishes=()))
    assert make_draft([mentor("ann"), mentee("tom", wishes=("ann",))], nothing).pairs[0].met == ()


def test_whoever_has_waited_comes_first_among_equals() -> None:
    for waits in ("tom", "una"):
        people = [mentor("ann"), mentee("tom", waited=waits == "tom"), mentee("una", waited=waits == "una")]
        assert pairs(make_draft(people, PLAN)) == {("ann", waits)}


def test_waiting_is_less_than_the_least_wish() -> None:
    plan = NO_RULES.replace(weights=Weights(site=0.001))
    people = [mentor("ann", site="x"), mentee("tom", waited=True), mentee("una", site="x")]
    assert pairs(make_draft(people, plan)) == {("ann", "una")}


def test_one_person_under_two_addresses_is_not_paired_with_themselves() -> None:
    people = [mentor("ann", name="Ann Lee"), mentee("lee", name="ann  lee")]
    draft = make_draft(people, NO_RULES, LADDER)
    assert draft.pairs == ()
    assert [removed.rule for removed in draft.unplaced[0].removed] == [Rule.SAME_NAME]
    assert "1 by having the same name, with two addresses" in why_not(draft.unplaced[0], "Ann")[1]


def test_who_applies_in_both_roles_is_not_paired_with_themselves() -> None:
    draft = make_draft([mentor("ann", email="a@x.example"), mentee("ann2", email="a@x.example")], NO_RULES)
    assert draft.pairs == ()
