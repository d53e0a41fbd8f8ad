"""Whatever the people, the plan and the coordinator's decisions: held against trying everything."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.application.form import ArrangementWish, BackgroundWish
from domain.enums import Role
from domain.matching.candidates import Candidate, IdPair, in_role
from domain.matching.draft import Draft, UnplacedReason
from domain.matching.drafting import make_draft
from domain.matching.one_pair import broken_rules
from domain.matching.reporting_line import managers
from domain.matching.rules import Rule
from domain.programme.matching_plan import GradeGap, MatchingPlan, Weights
from tests.domain.matching import naive
from tests.domain.matching.people import LADDER, mentee, mentor

pytestmark = pytest.mark.unit

EMAILS = [f"p{n}@example.org" for n in range(7)]
SOME = st.lists(st.sampled_from(["x", "Y", "z"]), max_size=2).map(tuple)
PLACE = st.sampled_from([None, "north", "south ", "North"])

SAID = st.fixed_dictionaries(
    {
        "email": st.sampled_from(EMAILS),
        "capacity": st.integers(1, 2),
        "arrangement": st.sampled_from([ArrangementWish.EITHER, *ArrangementWish]),
    },
    optional={
        "manager_email": st.sampled_from(EMAILS),
        "grade": st.sampled_from(LADDER),
        "department": PLACE,
        "site": PLACE,
        "profession": PLACE,
        "goals": SOME,
        "offers": SOME,
        "availability": SOME,
        "background": SOME,
        "background_wish": st.sampled_from(BackgroundWish),
        "background_asked": SOME,
        "waited": st.booleans(),
        "name": st.sampled_from(["Ada Lee", "ada  lee", "Bo"]),
        "wishes": st.lists(st.sampled_from([*EMAILS, "m0", "N1", "Lee, Ada"]), max_size=3).map(tuple),
        "conflicts": st.lists(st.sampled_from(EMAILS), max_size=1).map(tuple),
    },
)
WEIGHT = st.sampled_from([0, 1, 2.5, 10])
WEIGHTS = st.builds(
    Weights,
    wishes=st.sampled_from([(), (0,), (10,), (10, 2.5, 1)]),
    goals=WEIGHT,
    profession=WEIGHT,
    site=WEIGHT,
    availability=WEIGHT,
    background=WEIGHT,
    grade_gap=st.dictionaries(st.integers(-2, 2), WEIGHT, max_size=2),
)
PLANS = st.builds(
    MatchingPlan,
    apart=st.sampled_from([(), (), ("department",), ("site", "profession")]),
    reporting_line=st.booleans(),
    grade_gap=st.sampled_from([None, None, GradeGap(minimum=0), GradeGap(minimum=-1, maximum=1)]),
    weights=WEIGHTS,
)
Case = tuple[list[Candidate], MatchingPlan, set[IdPair]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    mentors = [_made(mentor, f"m{n}", draw(SAID)) for n in range(draw(st.integers(0, 4)))]
    mentees = [_made(mentee, f"n{n}", draw(SAID)) for n in range(draw(st.integers(0, 4)))]
    ids = st.tuples(st.sampled_from(["m0", "m1", "m2"]), st.sampled_from(["n0", "n1", "n2"]))
    return [*mentors, *mentees], draw(PLANS), draw(st.sets(ids, max_size=2))


def _made(make: Any, name: str, said: dict[str, Any]) -> Candidate:
    candidate: Candidate = make(name, **said)
    return candidate


def _allowed(case: Case) -> list[IdPair]:
    people, plan, forbids = case
    return [
        (one.id, other.id)
        for one in in_role(people, Role.MENTOR)
        for other in in_role(people, Role.MENTEE)
        if not naive.rules(one, other, plan, people, forbids)
    ]


def _worth(case: Case) -> dict[IdPair, int]:
    people, plan, _ = case
    mentors, mentees = in_role(people, Role.MENTOR), in_role(people, Role.MENTEE)
    return {(one.id, other.id): naive.score(one, other, plan) for one in mentors for other in mentees}


def _pairs(draft: Draft) -> list[IdPair]:
    return [(pair.mentor, pair.mentee) for pair in draft.pairs]


def _capacity(people: list[Candidate]) -> dict[str, int]:
    return {person.id: person.application.capacity for person in people}


@given(cases())
def test_the_rules_for_one_pair_are_those_for_all_pairs(case: Case) -> None:
    people, plan, forbids = case
    above = managers(people)
    for one in in_role(people, Role.MENTOR):
        for other in in_role(people, Role.MENTEE):
            broken = set(broken_rules(one, other, plan, LADDER, above))
            assert broken == naive.rules(one, other, plan, people, forbids) - {Rule.FORBIDDEN}


@given(cases())
def test_the_rules_hold_and_nothing_is_better(case: Case) -> None:
    people, plan, forbids = case
    draft = make_draft(people, plan, LADDER, forbids=forbids)
    pairs, worth, capacity = _pairs(draft), _worth(case), _capacity(people)
    assert set(pairs) <= set(_allowed(case))
    assert len(set(pairs)) == len(pairs)
    assert all(sum(i in pair for pair in pairs) <= places for i, places in capacity.items())
    assert (draft.placed, round(draft.score * 1000)) == naive.value(pairs, worth)
    assert naive.value(pairs, worth) == naive.best(_allowed(case), worth, capacity)


@given(cases())
def test_of_the_best_the_one_that_places_most_of_those_who_waited(case: Case) -> None:
    people, plan, forbids = case
    worth, waited = _worth(case), {person.id for person in people if person.waited}

    def value(chosen: list[IdPair]) -> tuple[int, ...]:
        return *naive.value(chosen, worth), len(waited.intersection(i for two in chosen for i in two))

    pairs = _pairs(make_draft(people, plan, LADDER, forbids=forbids))
    assert value(pairs) == max(map(value, naive.choices(_allowed(case), _capacity(people))))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_people_changes_nothing(case: Case, chance: random.Random) -> None:
    people, plan, forbids = case
    shuffled = chance.sample(people, len(people))
    assert make_draft(shuffled, plan, LADDER, forbids=forbids) == make_draft(
        people, plan, LADDER, forbids=forbids
    )


@given(cases(), st.data())
def test_pins_are_kept_and_the_rest_is_the_best_beside_them(case: Case, data: st.DataObject) -> None:
    people, plan, forbids = case
    allowed, worth, capacity = _allowed(case), _worth(case), _capacity(people)
    pins = data.draw(st.sets(st.sampled_from(allowed), max_size=2)) if allowed else set()
    draft = make_draft(people, plan, LADDER, pins, forbids)
    assert {(p.mentor, p.mentee) for p in draft.pairs if p.pinned} == pins
    left = {i: max(places - sum(i in pin for pin in pins), 0) for i, places in capacity.items()}
    choices = naive.choices([pair for pair in allowed if pair not in pins], left)
    best = max(naive.value([*pins, *choice], worth) for choice in choices)
    assert naive.value(_pairs(draft), worth) == best


@given(cases())
def test_every_reason_is_true(case: Case) -> None:
    people, plan, forbids = case
    draft = make_draft(people, plan, LADDER, forbids=forbids)
    by_id, load = {p.id: p for p in people}, [i for pair in _pairs(draft) for i in pair]
    assert {p.id for p in draft.unplaced} == by_id.keys() - set(load)
    for left in draft.unplaced:
        me = by_id[left.id]
        removed_by = {
            other.id: naive.rules(*_in_order(me, other), plan, people, forbids)
            for other in in_role(people, left.role.partner)
            if other.email != me.email
        }
        allowed = [i for i, rules in removed_by.items() if not rules]
        full = [i for i in removed_by if load.count(i) >= by_id[i].application.capacity]
        assert (left.others, left.allowed) == (len(removed_by), len(allowed))
        assert set(allowed) <= set(full), "else this person could have been placed"
        assert (left.reason is UnplacedReason.ALL_TAKEN) == bool(allowed)
        assert (left.reason is UnplacedReason.NO_PARTNERS_AT_ALL) == (not removed_by)
        for removed in left.removed:
            assert removed.partners == sum(removed.rule in rules for rules in removed_by.values())
        alone = {r: [i for i, rules in removed_by.items() if rules == {r}] for r in _relaxable()}
        assert (left.nearest.partners if left.nearest else 0) == max(map(len, alone.values()))
        if left.nearest:
            freed = alone[left.nearest.rule]
            assert left.nearest.partners == len(freed)
            assert left.nearest.with_room == len(set(freed) - set(full))


def _in_order(me: Candidate, other: Candidate) -> tuple[Candidate, Candidate]:
    return (me, other) if me.application.role is Role.MENTOR else (other, me)


def _relaxable() -> list[Rule]:
    return [rule for rule in Rule if rule.can_be_relaxed]
