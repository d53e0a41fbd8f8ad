"""What Bristol's pages say holds."""

from datetime import date

import pytest

from domain.enums import BOTH, Arrangement
from tests.programmes.shipped import dates, programme

pytestmark = pytest.mark.unit


def test_bristol_keeps_its_dates() -> None:
    bristol = programme("bristol-2021")

    assert bristol.applications
    assert bristol.applications.closes == date(2021, 6, 7)
    assert {gathering.key: dates(gathering) for gathering in bristol.gatherings} == {
        "information": [(date(2021, 5, 27), None)],
        "induction": [(date(2021, 6, 30), "09:30-11:30")],
        "training": [(date(2021, 7, 6), "14:00-16:00")],
        "review": [(date(2021, 10, 7), "12:30-13:30")],
    }


def test_bristol_asks_for_four_sessions_of_an_hour_in_six_months() -> None:
    sessions = programme("bristol-2021").sessions

    assert (sessions.minimum, sessions.minutes) == (4, 60)
    assert (sessions.opens, sessions.closes) == (date(2021, 7, 6), date(2022, 1, 6))


def test_in_bristol_mentors_apply_and_senior_colleagues_volunteer() -> None:
    bristol = programme("bristol-2021")

    assert bristol.arrangements == (Arrangement.RECIPROCAL,)
    assert (bristol.roles.mentor.enters_by, bristol.roles.mentee.enters_by) == ("application", "volunteering")


def test_bristol_names_six_benefits_for_its_mentors_and_four_for_its_leaders() -> None:
    roles = programme("bristol-2021").roles

    assert (len(roles.mentor.benefits), len(roles.mentee.benefits)) == (6, 4)


def test_bristols_development_sessions_are_for_everyone_and_its_information_session_for_who_likes() -> None:
    bristol = programme("bristol-2021")

    for key in ("induction", "training"):
        assert bristol.gathering(key).required
        assert bristol.gathering(key).roles == BOTH
    assert not bristol.gathering("information").required
    assert bristol.gathering("information").recording
