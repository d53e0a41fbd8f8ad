"""What is asked of whom in which wave."""

import pytest
from pydantic import ValidationError

from domain.enums import BOTH, Role, Wave
from domain.errors import BadInput
from domain.evaluation.answers import validated, wants_to_be_contacted
from domain.evaluation.core import CORE
from domain.evaluation.item import Item, ItemKind
from domain.evaluation.packs import PACKS, Pack
from domain.evaluation.questionnaire import QuestionnairePlan

pytestmark = pytest.mark.unit

PLAN = QuestionnairePlan()


@pytest.mark.parametrize("role", BOTH)
def test_each_wave_is_short(role: Role) -> None:
    counted = {
        wave: [item for item in PLAN.asked(wave, role) if item.is_counted and not item.then_of]
        for wave in Wave
    }
    left_out = {"contact", "quotable"}  # permissions, which nobody counts
    many = {wave: len({item.key for item in items} - left_out) for wave, items in counted.items()}

    assert many == {Wave.BEFORE: 8, Wave.MIDWAY: 4, Wave.END: 12, Wave.LATER: 4}
    texts = [item.key for item in PLAN.asked(Wave.END, role) if item.kind is ItemKind.TEXT]
    assert texts == ["changed", "worked", "better"]


def test_both_are_asked_who_did_the_explaining_half_way_and_at_the_end() -> None:
    for role in BOTH:
        for wave in (Wave.MIDWAY, Wave.END):
            assert {"burden", "burden-all-right"} <= {item.key for item in PLAN.asked(wave, role)}


def test_no_two_questions_of_ours_have_the_same_key() -> None:
    keys = [item.key for item in (*CORE, *(item for items in PACKS.values() for item in items))]

    assert len(keys) == len(set(keys))
    assert {item.then_of for item in CORE if item.then_of} <= set(keys)


def test_a_programme_adds_its_own_takes_packs_and_leaves_some_out() -> None:
    own = Item(key="shadowing", text="How often did you shadow?", kind=ItemKind.NUMBER, waves=(Wave.END,))
    plan = QuestionnairePlan(without=("belonging",), packs=(Pack.PREPARATION,), items=(own,))

    asked = [item.key for item in plan.asked(Wave.END, Role.MENTEE)]
    assert "belonging" not in asked
    assert asked[-1] == "shadowing"
    assert "prepared" in [item.key for item in plan.asked(Wave.MIDWAY, Role.MENTOR)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"without": ("belongs",)}, "there is no question 'belongs'"),
        ({"items": (CORE[0],)}, "'understanding' is the key of two questions"),
    ],
)
def test_what_cannot_fit_is_refused(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        QuestionnairePlan.model_validate(wrong)


@pytest.mark.parametrize(
    ("item", "said"),
    [("trust", "6"), ("burden", "all of it"), ("changed", "a" * 2001), ("changed", "a\x1bb")],
)
def test_an_answer_that_cannot_be_one_is_refused_without_repeating_it(item: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        validated(PLAN, Wave.END, Role.MENTOR, {item: said})

    assert str(refused.value).startswith(f"{item}: ")
    assert said not in str(refused.value)


def test_what_is_not_asked_of_somebody_is_refused() -> None:
    with pytest.raises(BadInput, match="voice: this is not asked"):
        validated(PLAN, Wave.END, Role.MENTEE, {"voice": "5"})


def test_what_was_left_empty_is_not_kept() -> None:
    said = {"trust": "prefer_not", "changed": "  ", "worked": " A lot. "}

    assert validated(PLAN, Wave.END, Role.MENTEE, said) == {"trust": "prefer_not", "worked": "A lot."}


@pytest.mark.parametrize(
    ("role", "who", "right", "contact", "wants"),
    [
        (Role.MENTOR, "mostly-i", "no", "yes", True),
        (Role.MENTOR, "mostly-i", "no", "no", False),
        (Role.MENTOR, "mostly-i", "mixed", "yes", False),
        (Role.MENTOR, "about-equal", "no", "yes", False),
        (Role.MENTEE, "mostly-i", "no", "yes", False),
    ],
)
def test_a_mentor_who_carries_it_and_wants_so_is_to_be_contacted(
    role: Role, who: str, right: str, contact: str, wants: bool
) -> None:
    answers = {"burden": who, "burden-all-right": right, "contact": contact}

    assert wants_to_be_contacted(role, answers) is wants
