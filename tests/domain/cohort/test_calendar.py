"""The moments by which the five programmes' cohorts keep their calendars."""

from datetime import date

import pytest

from domain.programme.timetable import calendar_of
from tests.applying import programme
from tests.domain.cohort.keeping import CLOSES, ENDS
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit


def test_a_calendar_has_no_opening_where_the_programme_names_no_day() -> None:
    assert calendar_of(programme("bristol-2021")).opens is None


def test_applications_open_in_the_morning_and_close_at_the_end_of_the_day() -> None:
    bristol = programme("bristol-2021")
    assert bristol.applications
    applications = bristol.applications.replace(opens=date(2027, 5, 10))
    calendar = calendar_of(bristol.replace(applications=applications))
    assert (calendar.opens, calendar.closes) == (utc(2027, 5, 10, 8), CLOSES)


def test_a_programme_without_applications_has_no_closing_date() -> None:
    assert calendar_of(programme("exco-2020")).closes is None


def test_a_cohort_is_over_when_the_evaluation_closes() -> None:
    assert calendar_of(programme("bristol-2021")).ends == ENDS


def test_without_an_evaluation_it_is_over_with_the_time_for_sessions() -> None:
    calendar = calendar_of(programme("bristol-2021").replace(evaluation=None))
    assert calendar.ends == utc(2028, 1, 6, 23, 59)


@every("key", ["bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022"])
def test_applications_close_before_the_end(key: str) -> None:
    calendar = calendar_of(programme(key))
    assert calendar.closes is None or calendar.closes < calendar.ends
    assert calendar.report is None or calendar.ends < calendar.report
