"""What City's pages say holds."""

from datetime import date

import pytest

from domain.enums import Arrangement, GatheringKind, Role
from tests.programmes.shipped import of_kind, programme

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("role", Role)
def test_at_city_both_are_of_grade_8_or_above(role: Role) -> None:
    city = programme("city-2021")

    grade = city.role(role).minimum_grade
    assert grade == "Grade 8"
    assert city.grades.index("Grade 7") < city.grades.index(grade) < city.grades.index("Grade 9")


def test_at_city_a_partner_is_never_from_ones_own_department() -> None:
    assert programme("city-2021").matching.apart == ("department",)
    assert programme("city-2021").arrangements == (Arrangement.RECIPROCAL,)


def test_city_tells_what_it_wants_for_leaders_for_mentors_and_for_the_scheme() -> None:
    assert [o.of for o in programme("city-2021").objectives] == ["Senior leaders", "Mentors", "The scheme"]


def test_city_follows_the_pilot_with_its_executive_committee() -> None:
    predecessor = programme("city-2021").predecessor

    assert predecessor
    assert predecessor.key == "exco-2020"


def test_at_city_a_discussion_that_is_led_by_who_knows_the_field_is_held_while_pairs_meet() -> None:
    (discussion,) = of_kind("city-2021", GatheringKind.DISCUSSION)

    assert discussion.facilitators
    assert not discussion.required


def test_three_competencies_run_through_citys_sessions() -> None:
    assert len(programme("city-2021").competencies) == 3


def test_city_checks_in_while_pairs_still_meet() -> None:
    city = programme("city-2021")

    sittings = [s for g in of_kind("city-2021", GatheringKind.CHECK_IN) for s in g.sittings]
    assert sittings
    assert all(city.sessions.opens < sitting.on < city.sessions.closes for sitting in sittings)


def test_city_evaluates_from_march_to_december_2021_by_interviewing_each_partner_apart() -> None:
    evaluation = programme("city-2021").evaluation
    interviews = of_kind("city-2021", GatheringKind.INTERVIEW)

    assert evaluation
    assert (evaluation.opens.year, evaluation.opens.month) == (2021, 3)
    assert (evaluation.closes.year, evaluation.closes.month) == (2021, 12)
    assert sorted(gathering.roles for gathering in interviews) == [(Role.MENTEE,), (Role.MENTOR,)]
    assert all(
        evaluation.opens <= sitting.on <= evaluation.closes
        for gathering in interviews
        for sitting in gathering.sittings
    )


def test_city_interviews_one_to_one() -> None:
    assert all(gathering.one_to_one for gathering in of_kind("city-2021", GatheringKind.INTERVIEW))


def test_city_asks_who_carries_the_labour_of_educating_the_others() -> None:
    evaluation = programme("city-2021").evaluation

    assert evaluation
    assert any("labour" in question and "minority-ethnic" in question for question in evaluation.questions)


def test_city_reports_early_in_2022_and_announces_next_steps_in_the_second_half() -> None:
    report = programme("city-2021").report

    assert report
    assert report.next_steps
    assert date(2022, 1, 1) <= report.due < date(2022, 4, 1)
    assert date(2022, 7, 1) <= report.next_steps < date(2023, 1, 1)


@pytest.mark.parametrize("key", ["city-2021", "exco-2020"])
def test_city_and_the_executive_committee_ask_before_they_publish_a_story(key: str) -> None:
    assert programme(key).stories
