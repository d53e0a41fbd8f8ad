"""Synthetic applicants are people whom the programme lets in."""

import pytest

from domain.application.form import ArrangementWish
from domain.enums import Arrangement
from domain.programme.programme import Programme
from rehearsal.applicants import applicants
from services.programmes import shipped_programmes
from tests.every import every

pytestmark = pytest.mark.unit


@every("programme", shipped_programmes())
def test_applicants_are_the_same_for_the_same_seed_and_of_the_grades_it_takes(programme: Programme) -> None:
    crowd = applicants(programme, 8, 6, seed=3)

    assert crowd == applicants(programme, 8, 6, seed=3)
    assert len({one.email for one in crowd}) == 14
    for one in crowd:
        lowest = programme.role(one.role).minimum_grade
        if lowest and one.grade:
            assert programme.grades.index(one.grade) >= programme.grades.index(lowest)
        if programme.arrangements == (Arrangement.RECIPROCAL,):
            assert one.arrangement is ArrangementWish.RECIPROCAL
