"""Who attended an awareness session or a workshop, and who missed it."""

from datetime import timedelta

import pytest

from domain.application.events import Come, Confirm, SignUp
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage, Concern
from tests.applying import at
from tests.domain.application.south_west import CANCEL, FIRST, REQUEST, calendar, leader, signed_up
from tests.living import utc

pytestmark = pytest.mark.unit


def test_nobody_attends_what_has_not_begun() -> None:
    assert signed_up().refusal(Come(gathering="awareness")) == (
        "awareness begins on Thu 10 Jun 2027 11:00; attendance can be recorded from then on."
    )


def test_attendance_can_be_recorded_from_the_beginning_on() -> None:
    entity = signed_up()
    entity.until(FIRST)
    entity.update(Come(gathering="awareness"))
    assert entity.entity.came_to == {"awareness"}


def test_attendance_is_recorded_once() -> None:
    entity = signed_up()
    entity.until(FIRST + timedelta(hours=2))
    entity.update(Come(gathering="awareness"))
    assert entity.takes_no_notice(Come(gathering="awareness"))
    assert entity.happened.count((OutcomeKind.ATTENDED, "awareness")) == 1
    assert entity.entries[-1].snapshot.came_to == ("awareness",)


def test_attending_leaves_the_calendar_alone() -> None:
    entity = signed_up()
    entity.until(FIRST + timedelta(hours=2))
    entity.update(Come(gathering="awareness"))
    assert calendar(entity) == [(REQUEST, 0)]


def test_whoever_comes_to_an_earlier_date_needs_the_later_one_no_more() -> None:
    entity = signed_up("2")
    entity.until(FIRST + timedelta(hours=2))
    entity.update(Come(gathering="awareness"))
    assert calendar(entity, "2") == [(REQUEST, 0), (CANCEL, 1)]


def test_whoever_missed_a_date_may_sign_up_for_another() -> None:
    entity = leader("1")
    entity.until(utc(2027, 2, 9, 13))
    entity.update(Come(gathering="workshop", came=False))
    assert entity.happened[-1] == (OutcomeKind.MISSED, "workshop")
    entity.update(SignUp(gathering="workshop", sitting="2"))
    assert calendar(entity, "2") == [(REQUEST, 0)]


def test_whoever_did_not_come_to_an_earlier_date_keeps_the_place_at_a_later_one() -> None:
    entity = leader("2")
    entity.until(utc(2027, 2, 10))
    assert entity.takes_no_notice(Come(gathering="workshop", came=False))
    assert calendar(entity, "2") == [(REQUEST, 0)]


def test_a_miss_is_recorded_once() -> None:
    entity = leader("1")
    entity.until(utc(2027, 2, 9, 13))
    entity.update(Come(gathering="workshop", came=False))
    assert entity.takes_no_notice(Come(gathering="workshop", came=False))


def test_whoever_was_not_expected_has_missed_nothing() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(FIRST + timedelta(hours=2))
    assert entity.takes_no_notice(Come(gathering="awareness", came=False))


def test_attendance_of_a_required_workshop_that_nobody_wrote_down_goes_to_the_coordinator() -> None:
    """Three days after the Tuesday."""
    entity = leader("1")
    entity.until(utc(2027, 2, 12, 8))
    assert entity.concerns == set()
    entity.until(utc(2027, 2, 12, 9))
    assert entity.concerns == {Concern.ATTENDANCE_UNRECORDED}


@pytest.mark.parametrize("came", [True, False])
def test_writing_it_down_takes_the_application_off_the_list(came: bool) -> None:
    entity = leader("1")
    entity.until(utc(2027, 2, 15))
    entity.update(Come(gathering="workshop", came=came))
    assert entity.concerns == set()


def test_attendance_of_what_nobody_has_to_attend_worries_nobody() -> None:
    entity = signed_up()
    entity.update(Confirm(condition="manager"))
    entity.until(utc(2027, 7, 30))
    assert entity.concerns == set()


def test_the_snapshot_names_the_place() -> None:
    assert signed_up().entries[-1].snapshot.signed_up == ("awareness:1",)
