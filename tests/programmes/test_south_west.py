"""What the South West's pages say holds."""

from datetime import date

import pytest

from domain.enums import BOTH, Arrangement, GatheringKind, Role
from tests.programmes.shipped import dates, of_kind, programme

pytestmark = pytest.mark.unit


def test_in_the_south_west_each_chooses_reverse_reciprocal_or_a_combination() -> None:
    assert set(programme("south-west-2022").arrangements) == set(Arrangement)


def test_who_asks_after_17_june_is_kept_for_the_next_cohort_of_the_south_west() -> None:
    applications = programme("south-west-2022").applications

    assert applications
    assert (applications.closes, applications.late) == (date(2022, 6, 17), "next_cohort")


@pytest.mark.parametrize("role", Role)
def test_in_the_south_west_the_line_manager_supports_both(role: Role) -> None:
    assert programme("south-west-2022").role(role).manager_support


def test_the_south_west_holds_its_awareness_session_three_times_and_asks_nobody_to_come() -> None:
    (awareness,) = of_kind("south-west-2022", GatheringKind.AWARENESS)

    assert not awareness.required
    assert dates(awareness) == [
        (date(2022, 6, 9), "11:00-12:00"),
        (date(2022, 6, 14), "14:00-15:00"),
        (date(2022, 7, 12), "10:00-12:00"),
    ]


def test_in_the_south_west_both_come_to_the_induction_and_only_mentors_train() -> None:
    south_west = programme("south-west-2022")
    induction, training = south_west.gathering("induction"), south_west.gathering("training")

    assert (dates(induction), induction.roles) == ([(date(2022, 7, 12), "14:00-16:00")], BOTH)
    assert (dates(training), training.roles) == ([(date(2022, 7, 19), "12:00-14:00")], (Role.MENTOR,))
    assert induction.required
    assert training.required


def test_the_south_west_asks_for_three_sessions_of_an_hour_in_six_months() -> None:
    sessions = programme("south-west-2022").sessions

    assert (sessions.minimum, sessions.minutes) == (3, 60)
    assert (sessions.opens, sessions.closes) == (date(2022, 7, 19), date(2023, 1, 19))


def test_supervision_feedback_and_evaluation_are_part_of_what_the_south_west_asks_of_both() -> None:
    for key in ("supervision", "feedback", "evaluation"):
        gathering = programme("south-west-2022").gathering(key)
        assert (gathering.roles, gathering.required) == (BOTH, True)


def test_feedback_in_the_south_west_comes_before_a_pairing_can_be_completed() -> None:
    south_west = programme("south-west-2022")

    assert south_west.evaluation
    assert south_west.gathering("feedback").sittings[-1].on < south_west.evaluation.opens
