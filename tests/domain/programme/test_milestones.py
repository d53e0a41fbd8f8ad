"""The days of a programme that are not gatherings."""

from datetime import date

import pytest

from domain.programme.milestones import Milestone, milestones
from tests.living import bristol, utc

pytestmark = pytest.mark.unit


def test_last_days_last_until_midnight_and_others_begin_in_the_morning() -> None:
    zone = bristol().zone
    assert Milestone(date(2027, 6, 7), "last", is_last_day=True).at(zone) == utc(2027, 6, 7, 22, 59)
    assert Milestone(date(2027, 6, 7), "first").at(zone) == utc(2027, 6, 7, 8)


def test_a_programme_has_those_of_the_parts_that_it_has() -> None:
    bare = bristol().replace(applications=None, evaluation=None, report=None)

    assert [milestone.what for milestone in milestones(bare)] == [
        "pairs are introduced",
        "the time for sessions begins",
        "last day for sessions",
    ]
