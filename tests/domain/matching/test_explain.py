import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.application.form import ArrangementWish, BackgroundWish
from domain.matching.candidates import Candidate
from domain.matching.drafting import make_draft
from domain.matching.explain import RULE_NAMES, why_not, why_pair
from domain.matching.rules import RULE_SENTENCES, Rule
from domain.programme.matching_plan import GradeGap, MatchingPlan, Weights
from tests.domain.matching.people import LADDER, NO_RULES, mentee, mentor

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
PLAN = MatchingPlan(weights=Weights(grade_gap={1: 5, 2: 8}))
GAP = NO_RULES.replace(grade_gap=GradeGap(minimum=1))


def _pair(one: Candidate, other: Candidate) -> tuple[str, ...]:
    return why_pair(make_draft([one, other], PLAN, LADDER).pairs[0], "Ada", "Ben")


def _left(*candidates: Candidate, plan: MatchingPlan = NO_RULES) -> tuple[str, ...]:
    return why_not(make_draft(candidates, plan, LADDER).unplaced[-1], "Ben")


def test_a_pair_says_what_meets() -> None:
    ada = mentor("a", offers=("law", "budgets"), site="North", grade="senior", background=("x",))
    asks: dict[str, Any] = {"background_asked": ("x",), "background_wish": BackgroundWish.SIMILAR}
    ben = mentee("b", goals=("budgets", "law"), site="North", grade="junior", **asks)
    assert _pair(ada, ben) == (
        "Ada and Ben mentor each other.",
        "Ada offers what Ben seeks: budgets and law.",
        "Both are at North.",
        "The partner's background is as Ben asked.",
        "Ada is 2 grades above Ben.",
    )


def test_a_pair_without_a_wish_says_so() -> None:
    assert _pair(mentor("a", arrangement=ArrangementWish.REVERSE), mentee("b")) == (
        "Ada mentors Ben; the rules allow it, and no wish is met.",
    )


def test_nobody_else_is_there() -> None:
    assert _left(mentee("b")) == ("Ben has no partner: there is no other person among the mentors.",)


def test_the_rules_allow_nobody() -> None:
    low = [mentor("a", grade="junior"), mentor("c", grade="junior")]
    assert _left(*low, mentee("b", grade="senior"), plan=GAP) == (
        "Ben has no partner: of 2 mentors, the rules allow none.",
        "Removed by the rules: 2 by the gap between the grades.",
        "If the gap between the grades alone were relaxed, 2 more mentors would be allowed; "
        "2 of them could take one more partner beside this draft.",
    )


def test_several_rules_hold_at_once() -> None:
    one = mentor("a", frozenset({"b"}), grade="junior")
    assert _left(one, mentee("b", grade="senior"), plan=GAP) == (
        "Ben has no partner: of 1 mentor, the rules allow none.",
        "Removed by the rules (one may be removed by several rules): "
        "1 by having been a pair before, 1 by the gap between the grades.",
        "No single rule, if it alone were relaxed, would allow anybody.",
    )


def test_nobody_is_asked_to_overrule_a_declared_conflict() -> None:
    said = _left(mentor("a"), mentee("b", conflicts=("a@example.org",)))
    assert said[-1] == "No single rule, if it alone were relaxed, would allow anybody."


def test_everybody_allowed_is_taken() -> None:
    assert _left(mentor("a"), mentee("b"), mentee("c")) == (
        "Ben has no partner: of 1 mentor, the rules allow 1, and every place with them is taken.",
        "If the one allowed took one partner more, Ben could be placed.",
    )


def test_every_rule_has_its_words() -> None:
    assert RULE_NAMES.keys() == RULE_SENTENCES.keys() == set(Rule)


def test_to_explain_a_draft_needs_no_solver() -> None:
    program = (
        "import sys, domain.matching.explain; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
