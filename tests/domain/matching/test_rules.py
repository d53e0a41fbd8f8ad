import pytest

from domain.application.form import ArrangementWish
from domain.errors import BadInput, Refused
from domain.matching.candidates import Candidate
from domain.matching.draft import Draft
from domain.matching.drafting import make_draft
from domain.matching.reporting_line import managers
from domain.matching.rules import Rule
from domain.programme.matching_plan import GradeGap, MatchingPlan
from tests.domain.matching.people import LADDER, NO_RULES, mentee, mentor
from tests.every import every

pytestmark = pytest.mark.unit

IN_LINE = NO_RULES.replace(reporting_line=True)
GAP = NO_RULES.replace(grade_gap=GradeGap(minimum=1, maximum=2))


def _paired(*candidates: Candidate, plan: MatchingPlan = NO_RULES) -> bool:
    return bool(make_draft(candidates, plan, LADDER).pairs)


def _rules(draft: Draft) -> set[Rule]:
    return {removed.rule for person in draft.unplaced for removed in person.removed}


def test_two_people_whom_nothing_removes_are_a_pair() -> None:
    assert _paired(mentor("a"), mentee("b"))


def test_nobody_is_their_own_partner() -> None:
    assert not _paired(mentor("a1", email="A@x.org "), mentee("a2", email="a@X.org"))


def test_reverse_and_reciprocal_do_not_meet() -> None:
    one = mentor("a", arrangement=ArrangementWish.REVERSE)
    assert not _paired(one, mentee("b", arrangement=ArrangementWish.RECIPROCAL))
    assert _paired(one, mentee("b", arrangement=ArrangementWish.EITHER))


@every("field", ["department", "employer", "site", "profession"])
def test_what_is_kept_apart_is_compared_without_case_and_spaces(field: str) -> None:
    plan = NO_RULES.replace(apart=(field,))
    one, same, other = ({field: word} for word in ("Nursing ", "nursing", "Law"))
    assert not _paired(mentor("a", frozenset(), **one), mentee("b", frozenset(), **same), plan=plan)
    assert _paired(mentor("a", frozenset(), **one), mentee("b", frozenset(), **other), plan=plan)


def test_what_is_not_known_does_not_clash() -> None:
    plan = NO_RULES.replace(apart=("department",))
    assert _paired(mentor("a", department=" "), mentee("b", department=""), plan=plan)
    assert _paired(mentor("a"), mentee("b"), plan=plan)


def test_a_reporting_line_reaches_as_far_as_the_data_shows() -> None:
    head = mentor("head")
    middle = mentor("middle", manager_email="HEAD@example.org")
    low = mentee("low", manager_email="middle@example.org")
    draft = make_draft([head, middle, low], IN_LINE)
    assert not draft.pairs
    assert _rules(draft) == {Rule.REPORTING_LINE}
    assert _paired(head, low, plan=IN_LINE), "nobody has said who the manager's manager is"


def test_a_mentor_is_not_in_the_line_of_their_mentee_either() -> None:
    assert not _paired(mentor("low", manager_email="top@example.org"), mentee("top"), plan=IN_LINE)


def test_two_with_the_same_manager_may_be_a_pair() -> None:
    same = "boss@example.org"
    assert _paired(mentor("a", manager_email=same), mentee("b", manager_email=same), plan=IN_LINE)


def test_nobody_stands_above_themselves() -> None:
    own = mentor("a", manager_email="a@example.org")
    circle = [mentor("b", manager_email="c@example.org"), mentee("c", manager_email="b@example.org")]
    assert managers([own, *circle]) == {
        "a@example.org": frozenset(),
        "b@example.org": {"c@example.org"},
        "c@example.org": {"b@example.org"},
    }


def test_managers_in_a_circle_do_not_hang() -> None:
    people = [mentor("a", manager_email="b@example.org"), mentee("b", manager_email="a@example.org")]
    assert _rules(make_draft(people, IN_LINE)) == {Rule.REPORTING_LINE}


def test_a_conflict_holds_whoever_declares_it() -> None:
    assert not _paired(mentor("a", conflicts=("B@example.org",)), mentee("b"))
    assert not _paired(mentor("a"), mentee("b", conflicts=(" a@example.org",)))


def test_an_earlier_pair_is_not_made_again() -> None:
    assert not _paired(mentor("a", frozenset({"b"})), mentee("b"))
    assert not _paired(mentor("a"), mentee("b", frozenset({"a"})))


@every(
    ("upper", "lower", "paired"),
    [
        ("middle", "junior", True),
        ("Senior ", "junior", True),
        ("head", "junior", False),
        ("junior", "junior", False),
        ("junior", "middle", False),
        (None, "junior", False),
        ("head", "unheard of", False),
    ],
)
def test_the_gap_between_grades(upper: str | None, lower: str, paired: bool) -> None:
    assert _paired(mentor("a", grade=upper), mentee("b", grade=lower), plan=GAP) is paired


def test_no_grade_is_needed_where_no_gap_is() -> None:
    assert _paired(mentor("a"), mentee("b"))


def test_a_pair_that_the_coordinator_rules_out() -> None:
    assert not make_draft([mentor("a"), mentee("b")], NO_RULES, forbids={("a", "b")}).pairs


def test_a_pin_is_kept_against_the_better_score() -> None:
    plan = MatchingPlan()
    people = [mentor("a", offers=("law",)), mentor("b"), mentee("c", goals=("law",)), mentee("d")]
    assert [(p.mentor, p.mentee) for p in make_draft(people, plan).pairs] == [("a", "c"), ("b", "d")]
    pinned = make_draft(people, plan, pins={("a", "d")})
    assert [(p.mentor, p.mentee, p.pinned) for p in pinned.pairs] == [("a", "d", True), ("b", "c", False)]


def test_a_pin_may_go_beyond_capacity() -> None:
    draft = make_draft([mentor("a"), mentee("b"), mentee("c")], NO_RULES, pins={("a", "b"), ("a", "c")})
    assert draft.placed == 3


@pytest.mark.parametrize(
    ("pin", "plan", "rule"),
    [
        (("a", "b"), NO_RULES.replace(apart=("site",)), Rule.APART),
        (("b", "a"), NO_RULES, Rule.ROLE),
        (("a", "b"), GAP, Rule.GRADE_GAP),
    ],
)
def test_a_pin_against_a_rule_is_refused(pin: tuple[str, str], plan: MatchingPlan, rule: Rule) -> None:
    with pytest.raises(Refused, match=f"cannot be pinned: .*{rule}"):
        make_draft([mentor("a", site="north"), mentee("b", site="north")], plan, LADDER, pins={pin})


def test_a_pair_cannot_be_pinned_and_forbidden() -> None:
    pair = {("a", "b")}
    with pytest.raises(Refused, match=r"ruled this pair out \(forbidden\)"):
        make_draft([mentor("a"), mentee("b")], NO_RULES, pins=pair, forbids=pair)


def test_a_pin_of_somebody_unknown_is_refused() -> None:
    with pytest.raises(Refused, match="nobody here has the id z"):
        make_draft([mentor("a"), mentee("b")], NO_RULES, pins={("a", "z")})


def test_an_id_is_one_candidate() -> None:
    with pytest.raises(BadInput, match="two candidates with the id 'a'"):
        make_draft([mentor("a"), mentee("a")], NO_RULES)


def test_nobody_at_all_is_an_empty_draft() -> None:
    assert make_draft([], NO_RULES) == Draft(pairs=(), unplaced=(), placed=0, score=0)
