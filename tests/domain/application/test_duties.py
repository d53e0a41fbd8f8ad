"""What an applicant and the coordinator hear of, and on which morning."""

from datetime import timedelta

import pytest

from domain.application.events import (
    Arrive,
    Close,
    Come,
    Confirm,
    Decline,
    ExtendDeadline,
    Invite,
    SignUp,
    TakeUp,
    WithdrawApplication,
)
from domain.enums import ApplicationStage, Concern, Correspondent, Role
from domain.letter.letter import LetterName
from domain.pairing.events import LetterFailed
from tests.applying import FEBRUARY_1, JUNE_1, MAY_19, applied, bristol, bucks, invited, offered, south_west
from tests.domain.application.incomplete import YES, incomplete, with_a_manager
from tests.living import utc

pytestmark = pytest.mark.unit


JANUARY_20 = utc(2027, 1, 20, 10)
"""A Wednesday, five weeks before the closing date of Bucks."""


# The form
def test_an_application_is_acknowledged_at_once() -> None:
    assert applied(bristol(), MAY_19).when(LetterName.APPLICATION_RECEIVED) == [MAY_19]


def test_what_arrives_incomplete_is_acknowledged_just_the_same() -> None:
    assert incomplete().when(LetterName.APPLICATION_RECEIVED) == [MAY_19]


def test_whoever_was_invited_is_acknowledged_when_the_form_arrives() -> None:
    entity = invited(bristol(), MAY_19)
    entity.until(utc(2027, 5, 21))
    entity.update(Arrive(received=entity.now))
    assert entity.when(LetterName.APPLICATION_RECEIVED) == [utc(2027, 5, 21)]


def test_a_form_that_is_put_right_is_not_acknowledged_again() -> None:
    entity = incomplete()
    entity.until(utc(2027, 5, 21))
    entity.update(Arrive(received=entity.now))
    assert entity.count(LetterName.APPLICATION_RECEIVED) == 1


def test_what_is_missing_is_asked_for_after_five_and_twelve_days() -> None:
    entity = incomplete()
    entity.until(utc(2027, 6, 3))
    assert entity.when(LetterName.APPLICATION_INCOMPLETE) == [utc(2027, 5, 24, 8), utc(2027, 5, 31, 8)]


def test_a_reminder_names_the_closing_date() -> None:
    entity = incomplete()
    entity.until(utc(2027, 5, 24, 8))
    assert entity.letters[-1].until == bristol().closes


def test_a_reminder_that_would_fall_on_a_weekend_comes_on_the_monday() -> None:
    entity = applied(bristol(), utc(2027, 5, 17, 10), missing=("goals",))
    entity.until(utc(2027, 5, 25))
    assert entity.when(LetterName.APPLICATION_INCOMPLETE) == [utc(2027, 5, 24, 8)]


def test_what_is_still_missing_after_nineteen_days_goes_to_the_coordinator() -> None:
    entity = incomplete()
    entity.until(utc(2027, 6, 7, 7))
    assert entity.concerns == set()
    entity.until(utc(2027, 6, 7, 8))
    assert entity.concerns == {Concern.INCOMPLETE}


def test_nobody_is_asked_for_what_is_there() -> None:
    entity = incomplete()
    entity.until(utc(2027, 5, 25))
    entity.update(Arrive(received=entity.now))
    entity.until(utc(2027, 6, 6))
    assert entity.count(LetterName.APPLICATION_INCOMPLETE) == 1


def test_a_completed_application_leaves_the_coordinators_list() -> None:
    entity = incomplete()
    entity.until(utc(2027, 6, 9))
    assert entity.concerns == {Concern.INCOMPLETE, Concern.NOT_IN_ORDER}
    entity.update(Arrive(received=entity.now))
    assert entity.concerns == set()


# Being in order
def test_whoever_had_to_wait_hears_that_all_is_in_order() -> None:
    entity = incomplete()
    entity.until(utc(2027, 5, 25))
    entity.update(Arrive(received=entity.now))
    assert entity.when(LetterName.APPLICATION_IN_ORDER) == [utc(2027, 5, 25)]


def test_whoever_was_in_order_on_arrival_is_not_told_again() -> None:
    entity = applied(bristol(), MAY_19)
    entity.until(utc(2027, 6, 20))
    assert entity.stage is ApplicationStage.IN_ORDER
    assert entity.count(LetterName.APPLICATION_IN_ORDER) == 0


def test_that_all_is_in_order_is_told_once() -> None:
    entity = incomplete()
    for missing in ((), ("goals",), ()):
        entity.until(entity.now + timedelta(days=2))
        entity.update(Arrive(received=entity.now, missing=missing))
    assert entity.stage is ApplicationStage.IN_ORDER
    assert entity.count(LetterName.APPLICATION_IN_ORDER) == 1


# The closing date
def test_whoever_is_not_in_order_is_reminded_three_days_before_applications_close() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 30))
    assert entity.when(LetterName.CLOSING_REMINDER) == [utc(2027, 6, 15, 8)]
    assert entity.letter(LetterName.CLOSING_REMINDER).until == south_west().closes


def test_whoever_is_in_order_is_not_reminded_that_applications_close() -> None:
    entity = with_a_manager()
    entity.update(YES)
    entity.until(utc(2027, 6, 30))
    assert entity.count(LetterName.CLOSING_REMINDER) == 0


@pytest.mark.parametrize(("hours", "reminders"), [(23, 0), (24, 1)])
def test_whoever_applied_within_a_day_is_not_reminded(hours: int, reminders: int) -> None:
    entity = applied(south_west(), utc(2027, 6, 15, 8) - timedelta(hours=hours))
    entity.until(utc(2027, 6, 30))
    assert entity.count(LetterName.CLOSING_REMINDER) == reminders


def test_whoever_can_do_nothing_about_it_is_not_reminded() -> None:
    """All that is needed is an invitation, which is the programme's to give."""
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE)
    entity.update(Confirm(condition="workshop"), Confirm(condition="experience"))
    entity.until(utc(2027, 3, 1))
    assert entity.count(LetterName.CLOSING_REMINDER) == 0


def test_whoever_is_not_in_order_when_applications_close_goes_to_the_coordinator() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 18, 22, 58))
    assert Concern.NOT_IN_ORDER not in entity.concerns
    entity.until(utc(2027, 6, 18, 22, 59))
    assert Concern.NOT_IN_ORDER in entity.concerns


def test_a_later_closing_date_moves_the_reminder() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 10))
    entity.update(ExtendDeadline(closes=utc(2027, 6, 25, 22, 59)))
    entity.until(utc(2027, 6, 30))
    assert entity.when(LetterName.CLOSING_REMINDER) == [utc(2027, 6, 22, 8)]


def test_whoever_was_reminded_is_reminded_of_the_later_date_too() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 18))
    entity.update(ExtendDeadline(closes=utc(2027, 6, 25, 22, 59)))
    entity.until(utc(2027, 6, 30))
    assert entity.when(LetterName.CLOSING_REMINDER) == [utc(2027, 6, 15, 8), utc(2027, 6, 22, 8)]


def test_a_later_closing_date_takes_an_application_off_the_list_until_then() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 19))
    entity.update(ExtendDeadline(closes=utc(2027, 6, 25, 22, 59)))
    assert Concern.NOT_IN_ORDER not in entity.concerns
    entity.until(utc(2027, 6, 26))
    assert Concern.NOT_IN_ORDER in entity.concerns


# Those who are asked first
def test_whoever_is_invited_is_asked_and_asked_again() -> None:
    entity = invited(bucks(), JANUARY_20, role=Role.MENTEE)
    entity.until(utc(2027, 2, 20))
    assert entity.when(LetterName.APPLICATION_INVITATION) == [JANUARY_20]
    assert entity.when(LetterName.APPLICATION_INVITATION_CHASER) == [utc(2027, 1, 25, 9), utc(2027, 2, 1, 9)]
    assert {letter.until for letter in entity.letters} == {bucks().closes}


def test_whoever_is_offered_a_place_is_asked_and_asked_again() -> None:
    entity = offered(bristol(), MAY_19)
    entity.until(utc(2027, 6, 3))
    assert entity.written() == [
        LetterName.PLACE_OFFERED,
        LetterName.PLACE_OFFERED_CHASER,
        LetterName.PLACE_OFFERED_CHASER,
    ]


@pytest.mark.parametrize(
    "told", [(), (Come(gathering="awareness"),), (Come(gathering="awareness", came=False),)]
)
def test_who_was_not_sure_is_asked_once_more_on_the_morning_after_the_session(told: tuple[Come, ...]) -> None:
    entity = invited(south_west(), utc(2027, 5, 20))
    entity.update(SignUp(gathering="awareness", sitting="1"))
    session = south_west().gathering("awareness").sittings[0]
    entity.until(session.ends)
    entity.update(*told)
    entity.until(session.ends + timedelta(days=10))

    (asked,) = entity.when(LetterName.APPLICATION_INVITATION_CHASER)
    assert timedelta() < asked - session.ends <= timedelta(days=3)


def test_who_gives_the_seat_back_is_asked_like_everybody() -> None:
    entity = invited(south_west(), utc(2027, 5, 20))
    entity.update(SignUp(gathering="awareness", sitting="1"), SignUp(gathering="awareness", sitting=None))
    entity.until(utc(2027, 6, 3))

    assert entity.count(LetterName.APPLICATION_INVITATION_CHASER) == 2


def test_an_invitation_waits_for_its_day() -> None:
    entity = invited(bucks(), utc(2027, 1, 4), asked=JANUARY_20, role=Role.MENTEE)
    entity.until(utc(2027, 1, 26))
    assert entity.when(LetterName.APPLICATION_INVITATION) == [JANUARY_20]
    assert entity.when(LetterName.APPLICATION_INVITATION_CHASER) == [utc(2027, 1, 25, 9)]


def test_an_unanswered_invitation_goes_to_the_coordinator_after_nineteen_days() -> None:
    entity = invited(bucks(), JANUARY_20, role=Role.MENTEE)
    entity.until(utc(2027, 2, 8, 8))
    assert entity.concerns == set()
    entity.until(utc(2027, 2, 8, 9))
    assert entity.concerns == {Concern.NO_APPLICATION}


def test_whoever_applies_is_not_asked_again() -> None:
    entity = invited(bucks(), JANUARY_20, role=Role.MENTEE)
    entity.until(utc(2027, 1, 26))
    entity.update(Arrive(received=entity.now))
    entity.until(utc(2027, 2, 10))
    assert entity.count(LetterName.APPLICATION_INVITATION_CHASER) == 1


def test_whoever_takes_up_a_place_is_acknowledged_and_asked_for_what_is_missing() -> None:
    entity = offered(bristol(), MAY_19, missing=("goals",))
    entity.until(utc(2027, 5, 20))
    entity.update(TakeUp())
    entity.until(utc(2027, 5, 26))
    assert entity.when(LetterName.APPLICATION_RECEIVED) == [utc(2027, 5, 20)]
    assert entity.when(LetterName.APPLICATION_INCOMPLETE) == [utc(2027, 5, 25, 8)]


def test_whoever_never_answers_hears_no_more() -> None:
    entity = offered(bristol(), MAY_19)
    entity.until(utc(2027, 6, 30))
    assert entity.stage is ApplicationStage.WITHDRAWN
    assert entity.written()[-1] is LetterName.PLACE_OFFERED_CHASER


# Farewells
def test_whoever_withdraws_has_it_confirmed() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 8))
    entity.update(WithdrawApplication())
    assert entity.when(LetterName.APPLICATION_WITHDRAWN) == [utc(2027, 6, 8)]


def test_whoever_is_declined_is_told() -> None:
    entity = with_a_manager()
    entity.update(Decline())
    assert entity.when(LetterName.APPLICATION_DECLINED) == [JUNE_1]


def test_whoever_waited_until_the_end_hears_of_the_next_cohort() -> None:
    entity = applied(bristol(), MAY_19)
    entity.until(utc(2028, 2, 7))
    entity.update(Close())
    assert entity.when(LetterName.CARRIED_OVER) == [utc(2028, 2, 7)]


def test_the_line_manager_is_told_nothing_of_the_end() -> None:
    entity = with_a_manager()
    entity.update(Decline())
    assert entity.written(Correspondent.MANAGER) == [LetterName.MANAGER_REQUEST]


# What else the coordinator should look at
def test_an_uninvited_application_is_on_the_list_until_the_person_is_invited() -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE)
    assert entity.concerns == {Concern.NOT_INVITED}
    entity.update(Invite())
    assert entity.concerns == set()


def test_a_letter_that_could_not_be_delivered_is_on_the_list_for_two_weeks() -> None:
    entity = applied(bristol(), MAY_19)
    entity.update(LetterFailed(role=Correspondent.APPLICANT))
    assert entity.concerns == {Concern.LETTER_FAILED}
    entity.until(utc(2027, 6, 2, 7))
    assert entity.concerns == {Concern.LETTER_FAILED}
    entity.until(utc(2027, 6, 2, 8))
    assert entity.concerns == set()


def test_a_letter_to_the_line_manager_that_could_not_be_delivered_is_on_the_list() -> None:
    entity = with_a_manager()
    entity.update(LetterFailed(role=Correspondent.MANAGER))
    assert entity.concerns == {Concern.LETTER_FAILED}


def test_what_is_over_is_on_nobodys_list() -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE)
    entity.update(LetterFailed(role=Correspondent.APPLICANT))
    entity.update(WithdrawApplication())
    assert entity.concerns == set()
