"""What becomes of an application by itself, as things become known or time runs out."""

from collections.abc import Callable
from datetime import datetime

import pytest

from domain.admission.events import Arrive, Come, Confirm, Invite, TakeUp, Withdraw
from domain.admission.rules import Condition
from domain.letters import LetterName
from domain.outcomes import OutcomeKind
from domain.words import ApplicationStage, Concern, Reason, Role
from tests.applying import (
    FEBRUARY_1,
    JUNE_1,
    MAY_19,
    Applying,
    applied,
    bristol,
    bucks,
    invited,
    offered,
    south_west,
)
from tests.living import utc

CARRIED = ApplicationStage.CARRIED
CHECKING = ApplicationStage.CHECKING
DECLINED = ApplicationStage.DECLINED
INCOMPLETE = ApplicationStage.INCOMPLETE
IN_ORDER = ApplicationStage.IN_ORDER
OFFERED = ApplicationStage.OFFERED
WITHDRAWN = ApplicationStage.WITHDRAWN
LATE = utc(2027, 6, 8, 10)
"""The day after Bristol's closing date."""
SILENCE_ENDS = utc(2027, 6, 16, 8)


def leader(*confirmed: str, invited: bool = True) -> Applying:
    life = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=invited)
    life.tell(*(Confirm(condition=condition) for condition in confirmed))
    return life


# Complete, and in order


def test_whoever_has_filled_in_everything_is_in_order_where_nothing_else_is_asked() -> None:
    assert applied(bristol(), MAY_19).stage is IN_ORDER


def test_an_application_with_something_missing_is_incomplete() -> None:
    assert applied(south_west(), JUNE_1, missing=("goals",)).stage is INCOMPLETE


def test_a_complete_application_is_checked_until_the_line_manager_agrees() -> None:
    life = applied(south_west(), JUNE_1)
    assert life.stage is CHECKING
    life.tell(Confirm(condition="manager"))
    assert life.stage is IN_ORDER


def test_a_line_manager_may_agree_before_the_form_is_complete() -> None:
    life = applied(south_west(), JUNE_1, missing=("goals",))
    life.tell(Confirm(condition="manager"))
    life.tell(Arrive(received=JUNE_1))
    assert life.stage is IN_ORDER


def test_an_application_that_lacks_something_after_all_is_incomplete_again() -> None:
    life = applied(bristol(), MAY_19)
    life.tell(Arrive(received=MAY_19, missing=("goals",)))
    assert life.stage is INCOMPLETE


@pytest.mark.parametrize("only", ["workshop", "experience"])
def test_one_prerequisite_of_two_is_not_enough(only: str) -> None:
    assert leader(only).stage is CHECKING


def test_prerequisites_may_be_confirmed_by_hand() -> None:
    assert leader("workshop", "experience").stage is IN_ORDER


def test_whoever_attends_the_workshop_has_met_its_prerequisite() -> None:
    life = leader("experience")
    life.until(utc(2027, 2, 9, 13))
    life.tell(Come(gathering="workshop"))
    assert life.stage is IN_ORDER
    assert (OutcomeKind.CONFIRMED, "workshop") in life.happened


def test_attending_what_is_no_prerequisite_confirms_nothing() -> None:
    rules = bucks().changed(prerequisites=(Condition(key="experience"),))
    life = applied(rules, FEBRUARY_1, role=Role.MENTEE, invited=True)
    life.until(utc(2027, 2, 9, 13))
    life.tell(Come(gathering="workshop"))
    assert life.life.outstanding == ("experience",)


def test_prerequisites_that_are_not_met_leave_it_to_the_coordinator() -> None:
    life = leader("experience")
    life.until(utc(2027, 3, 1))
    assert life.stage is CHECKING
    assert Concern.NOT_IN_ORDER in life.concerns


def test_a_form_is_looked_at_when_it_has_arrived_and_not_before() -> None:
    life = Applying(bristol(), MAY_19, received=utc(2027, 5, 21))
    assert (life.stage, life.letters) == (INCOMPLETE, [])
    life.until(utc(2027, 5, 21))
    assert life.stage is IN_ORDER


# By invitation


def test_an_uninvited_leader_waits() -> None:
    assert leader("workshop", "experience", invited=False).stage is CHECKING


def test_whoever_is_invited_afterwards_is_in_order() -> None:
    life = leader("workshop", "experience", invited=False)
    life.tell(Invite())
    assert life.stage is IN_ORDER


def test_whoever_was_invited_before_applying_needs_no_other_invitation() -> None:
    life = invited(bucks(), FEBRUARY_1, role=Role.MENTEE)
    life.tell(Confirm(condition="workshop"), Confirm(condition="experience"))
    life.tell(Arrive(received=FEBRUARY_1))
    assert life.stage is IN_ORDER


@pytest.mark.parametrize(
    ("received", "outstanding"),
    [(utc(2027, 2, 26, 23, 59), ("invitation",)), (utc(2027, 2, 27), ())],
    ids=["in the first phase", "after it"],
)
def test_after_the_first_phase_nobody_needs_an_invitation(
    received: datetime, outstanding: tuple[str, ...]
) -> None:
    rules = bucks().changed(closes=utc(2027, 3, 5), prerequisites=())
    life = applied(rules, received, role=Role.MENTEE)
    assert life.life.outstanding == outstanding


def test_without_an_end_of_the_first_phase_an_invitation_is_always_needed() -> None:
    rules = bucks().changed(closes=None, invited_until=None, prerequisites=())
    assert applied(rules, utc(2027, 12, 1), role=Role.MENTEE).life.outstanding == ("invitation",)


# The line manager says nothing


def silent_manager(policy: str) -> Applying:
    life = applied(south_west().changed(manager_silence=policy), JUNE_1)
    life.until(SILENCE_ENDS)
    return life


def test_silence_may_be_left_to_the_coordinator() -> None:
    life = silent_manager("coordinator")
    assert life.stage is CHECKING
    assert life.concerns == {Concern.MANAGER_SILENT}


def test_silence_may_count_as_support() -> None:
    life = silent_manager("supported")
    assert life.stage is IN_ORDER
    assert life.when(LetterName.APPLICATION_IN_ORDER) == [SILENCE_ENDS]
    assert (OutcomeKind.CONFIRMED, "manager") in life.happened


def test_silence_may_count_as_a_no() -> None:
    life = silent_manager("declined")
    assert (life.stage, life.life.reason) == (DECLINED, Reason.MANAGER_SILENT)
    assert life.when(LetterName.APPLICATION_DECLINED) == [SILENCE_ENDS]


@pytest.mark.parametrize("policy", ["supported", "declined"])
def test_silence_means_nothing_before_patience_is_over(policy: str) -> None:
    life = applied(south_west().changed(manager_silence=policy), JUNE_1)
    life.until(utc(2027, 6, 16, 7))
    assert life.stage is CHECKING


@pytest.mark.parametrize("policy", ["coordinator", "supported", "declined"])
def test_a_line_manager_who_agreed_was_not_silent(policy: str) -> None:
    life = applied(south_west().changed(manager_silence=policy), JUNE_1)
    life.tell(Confirm(condition="manager"))
    life.until(utc(2027, 7, 30))
    assert (life.stage, life.concerns) == (IN_ORDER, frozenset())


def test_silence_that_counts_as_support_does_not_meet_other_conditions() -> None:
    rules = bucks().changed(manager_support=True, manager_silence="supported")
    life = applied(rules, FEBRUARY_1, role=Role.MENTEE, invited=True)
    life.until(utc(2027, 2, 20))
    assert life.life.outstanding == ("workshop", "experience")


def test_an_incomplete_application_is_not_declined_for_the_managers_silence() -> None:
    """The manager has not been asked."""
    life = applied(south_west().changed(manager_silence="declined"), JUNE_1, missing=("manager_email",))
    life.until(utc(2027, 6, 25))
    assert life.stage is INCOMPLETE


# Too late, or not for this grade


@pytest.mark.parametrize(
    ("policy", "stage", "letter"),
    [
        ("next_cohort", CARRIED, LetterName.CARRIED_OVER),
        ("declined", DECLINED, LetterName.APPLICATION_DECLINED),
    ],
)
def test_late_interest_is_kept_or_declined_as_the_programme_says(
    policy: str, stage: ApplicationStage, letter: LetterName
) -> None:
    life = applied(bristol().changed(late=policy), LATE)
    assert (life.stage, life.life.reason) == (stage, Reason.LATE)
    assert life.written() == [letter]


def test_whoever_applies_in_the_last_minute_is_not_late() -> None:
    closes = bristol().closes
    assert closes
    assert applied(bristol(), closes).stage is IN_ORDER


def test_what_arrived_in_time_may_be_completed_after_the_closing_date() -> None:
    life = applied(bristol(), MAY_19, missing=("goals",))
    life.until(LATE)
    life.tell(Arrive(received=LATE))
    assert life.stage is IN_ORDER


def test_where_there_is_no_closing_date_nobody_is_late() -> None:
    life = applied(bristol().changed(closes=None), utc(2027, 12, 1))
    assert life.stage is IN_ORDER


def test_a_late_form_that_lacks_something_is_late_before_all() -> None:
    assert applied(bristol(), LATE, missing=("goals",)).stage is CARRIED


def test_whoever_is_below_the_grade_is_told_so_at_once() -> None:
    life = applied(bristol(), MAY_19, eligible=False)
    assert (life.stage, life.life.reason) == (DECLINED, Reason.BELOW_GRADE)
    assert life.written() == [LetterName.APPLICATION_DECLINED]


def test_whoever_withdraws_after_that_is_not_thanked_for_an_application() -> None:
    life = applied(bristol(), MAY_19, eligible=False)
    life.tell(Withdraw())
    assert life.written() == [LetterName.APPLICATION_DECLINED, LetterName.APPLICATION_WITHDRAWN]


def test_a_grade_that_turns_out_too_low_is_no_longer_in_order() -> None:
    life = applied(bristol(), MAY_19)
    life.tell(Arrive(received=MAY_19, eligible=False))
    assert (life.stage, life.life.reason) == (DECLINED, Reason.BELOW_GRADE)


# No answer


@pytest.mark.parametrize("asked", [invited, offered])
def test_whoever_has_not_answered_is_taken_off_the_list_two_weeks_after_the_closing_date(
    asked: Callable[..., Applying],
) -> None:
    life = asked(bristol(), MAY_19)
    life.until(utc(2027, 6, 21, 7))
    assert life.stage.is_open
    life.until(utc(2027, 6, 21, 8))
    assert (life.stage, life.life.reason) == (WITHDRAWN, Reason.NO_ANSWER)


@pytest.mark.parametrize("asked", [invited, offered])
def test_a_form_that_came_in_time_may_be_brought_in_after_the_closing_date(
    asked: Callable[..., Applying],
) -> None:
    life = asked(bristol(), MAY_19)
    life.until(utc(2027, 6, 9))
    life.tell(Arrive(received=utc(2027, 6, 7, 18)))
    assert life.stage is IN_ORDER


@pytest.mark.parametrize("asked", [invited, offered])
def test_whoever_was_asked_first_and_is_still_waited_for_answers_in_time(
    asked: Callable[..., Applying],
) -> None:
    life = asked(bristol(), MAY_19)
    life.until(utc(2027, 6, 9))
    life.tell(Arrive(received=life.now))
    assert life.stage is IN_ORDER


def test_whoever_takes_up_a_place_that_is_still_offered_does_so_in_time() -> None:
    life = offered(bristol(), MAY_19)
    life.until(utc(2027, 6, 9))
    life.tell(TakeUp())
    assert life.stage is IN_ORDER


def test_where_applications_never_close_whoever_is_asked_has_until_the_introductions() -> None:
    life = offered(bristol().changed(closes=None), MAY_19)
    assert life.letters[0].until == utc(2027, 6, 14, 8)
    life.until(utc(2027, 6, 28, 7))
    assert life.stage is OFFERED
    life.until(utc(2027, 6, 28, 8))
    assert life.stage is WITHDRAWN


def test_an_offered_place_that_is_taken_up_goes_the_way_of_any_application() -> None:
    life = offered(south_west(), JUNE_1)
    life.tell(TakeUp())
    assert life.stage is CHECKING
    life.tell(Confirm(condition="manager"))
    assert life.stage is IN_ORDER


def test_whoever_took_up_the_place_in_time_is_not_late() -> None:
    life = offered(bristol(), MAY_19)
    life.until(utc(2027, 6, 7, 20))
    life.tell(TakeUp())
    life.until(LATE)
    assert life.stage is IN_ORDER


def test_an_application_in_order_waits_for_the_matches_by_itself() -> None:
    life = applied(bristol(), MAY_19)
    life.until(utc(2028, 6, 1))
    assert life.stage is IN_ORDER
    assert life.look_again is None
