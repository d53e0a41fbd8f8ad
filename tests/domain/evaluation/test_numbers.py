"""Numbers that people were asked for are told by their median, of ten people or more."""

from collections.abc import Sequence

import pytest

from domain.disclosure.profile import Profile
from domain.enums import Role, Wave
from domain.evaluation.item import PREFER_NOT, Item, ItemKind
from domain.evaluation.numbers import PublishedNumber
from domain.evaluation.published import PublishedEvaluation, publish_evaluation
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.evaluation.results import Results, results
from tests.every import every

pytestmark = pytest.mark.unit
_TEXT = "To how many meetings did you go?"


def _asked(*waves: Wave) -> Item:
    return Item(key="meetings", text=_TEXT, kind=ItemKind.NUMBER, waves=waves)


def _results(item: Item, mentors: Sequence[str], mentees: Sequence[str] = ()) -> Results:
    """Of people who answer the same in every wave."""
    said = [*((Role.MENTOR, one) for one in mentors), *((Role.MENTEE, one) for one in mentees)]
    sheets = [(role, {wave: {"meetings": one} for wave in item.waves}) for role, one in said]
    return results(QuestionnairePlan(core=False, items=(item,)), sheets)


def _told(found: Results, profile: Profile = Profile.NHS) -> tuple[PublishedNumber, ...]:
    return publish_evaluation(found, tuple(Wave), profile).numbers


def _numbers(people: int, least: int = 0) -> list[str]:
    return [str(least + one) for one in range(people)]


@pytest.mark.parametrize("profile", Profile)
def test_a_number_that_is_asked_once_is_told_by_the_median_of_ten_people_or_more(profile: Profile) -> None:
    few, enough = (_told(_results(_asked(Wave.END), _numbers(people)), profile) for people in (9, 12))

    assert [(one.role, one.people, one.median) for one in few] == [(None, None, None)]
    assert [(one.role, one.people, one.median) for one in enough] == [(None, 10, 5.5)]


def test_who_would_rather_not_say_is_not_among_them() -> None:
    (one,) = _told(_results(_asked(Wave.END), [*_numbers(9), PREFER_NOT, PREFER_NOT]))

    assert (one.people, one.median) == (None, None)


def test_the_roles_are_told_apart_where_each_is_enough_and_then_not_together() -> None:
    apart = _told(_results(_asked(Wave.END), _numbers(13), _numbers(10, 40)))
    together = _told(_results(_asked(Wave.END), _numbers(13), _numbers(9, 40)))

    assert [(one.role, one.people, one.median) for one in apart] == [
        (Role.MENTOR, 15, 6.0),
        (Role.MENTEE, 10, 44.5),
    ]
    assert [(one.role, one.people) for one in together] == [(None, 20)]


@every(
    ("waves", "told"),
    [
        ((Wave.BEFORE, Wave.END), []),
        ((Wave.BEFORE, Wave.MIDWAY, Wave.END), [Wave.MIDWAY]),
        ((Wave.END, Wave.LATER), [Wave.END, Wave.LATER]),
    ],
)
def test_what_tells_of_a_move_is_not_told_by_itself(waves: tuple[Wave, ...], told: list[Wave]) -> None:
    found = _told(_results(_asked(*waves), _numbers(12)))

    assert [one.wave for one in found] == told


def test_nothing_is_told_of_a_questionnaire_before_it_is_over_and_what_is_told_stays() -> None:
    before, after = (_results(_asked(Wave.END), _numbers(people)) for people in (20, 14))
    assert publish_evaluation(before, (Wave.BEFORE,), Profile.NHS) == PublishedEvaluation()

    first = publish_evaluation(before, (Wave.END,), Profile.NHS)

    assert publish_evaluation(after, (Wave.END,), Profile.NHS, first).numbers == first.numbers != ()
