"""What becomes of an application by itself, as things become known or time runs out."""

from collections.abc import Callable
from datetime import datetime

import pytest

from domain.application.events import Arrive, Come, Confirm, Invite, TakeUp, WithdrawApplication
from domain.application.rules import Condition
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage, Concern, Role
from domain.letter.letter import LetterName
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

pytestmark = pytest.mark.unit

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
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=invited)
    entity.update(*(Confirm(condition=condition) for condition in confirmed))
    return entity


# Complete, and in order


def test_whoever_has_filled_in_everything_is_in_order_where_nothing_else_is_asked() -> None:
    assert applied(bristol(), MAY_19).stage is IN_ORDER


def test_an_application_with_something_missing_is_incomplete() -> None:
    assert applied(south_west(), JUNE_1, missing=("goals",)).stage is INCOMPLETE


def test_a_complete_application_is_checked_until_the_line_manager_agrees() -> None:
    entity = applied(south_west(), JUNE_1)
    assert entity.stage is CHECKING
    entity.update(Confirm(condition="manager"))
    assert entity.stage is IN_ORDER


def test_a_line_manager_may_agree_before_the_form_is_complete() -> None:
    entity = applied(south_west(), JUNE_1, missing=("goals",))
    entity.update(Confirm(condition="manager"))
    entity.update(Arrive(received=JUNE_1))
    assert entity.stage is IN_ORDER


def test_an_application_that_lacks_something_after_all_is_incomplete_again() -> None:
    entity = applied(bristol(), MAY_19)
    entity.update(Arrive(received=MAY_19, missing=("goals",)))
    assert entity.stage is INCOMPLETE


@pytest.mark.parametrize("only", ["workshop", "experience"])
def test_one_prerequisite_of_two_is_not_enough(only: str) -> None:
    assert leader(only).stage is CHECKING


def test_prerequisites_may_be_confirmed_by_hand() -> None:
    assert leader("workshop", "experience").stage is IN_ORDER


def test_whoever_attends_the_workshop_has_met_its_prerequisite() -> None:
    entity = leader("experience")
    entity.until(utc(2027, 2, 9, 13))
    entity.update(Come(gathering="workshop"))
    assert entity.stage is IN_ORDER
    assert (OutcomeKind.CONFIRMED, "workshop") in entity.happened


def test_attending_what_is_no_prerequisite_confirms_nothing() -> None:
    rules = bucks().replace(prerequisites=(Condition(key="experience"),))
    entity = applied(rules, FEBRUARY_1, role=Role.MENTEE, invited=True)
    entity.until(utc(2027, 2, 9, 13))
    entity.update(Come(gathering="workshop"))
    assert entity.entity.outstanding == ("experience",)


def test_prerequisites_that_are_not_met_leave_it_to_the_coordinator() -> None:
    entity = leader("experience")
    entity.until(utc(2027, 3, 1))
    assert entity.stage is CHECKING
    assert Concern.NOT_IN_ORDER in entity.concerns


def test_a_form_is_looked_at_when_it_has_arrived_and_not_before() -> None:
    entity = Applying(bristol(), MAY_19, received=utc(2027, 5, 21))
    assert (entity.stage, entity.letters) == (INCOMPLETE, [])
    entity.until(utc(2027, 5, 21))
    assert entity.stage is IN_ORDER


# By invitation


def test_an_uninvited_leader_waits() -> None:
    assert leader("workshop", "experience", invited=False).stage is CHECKING


def test_whoever_is_invited_afterwards_is_in_order() -> None:
    entity = leader("workshop", "experience", invited=False)
    entity.update(Invite())
    assert entity.stage is IN_ORDER


def test_whoever_was_invited_before_applying_needs_no_other_invitation() -> None:
    entity = invited(bucks(), FEBRUARY_1, role=Role.MENTEE)
    entity.update(Confirm(condition="workshop"), Confirm(condition="experience"))
    entity.update(Arrive(received=FEBRUARY_1))
    assert entity.stage is IN_ORDER


@pytest.mark.parametrize(
    ("received", "outstanding"),
    [(utc(2027, 2, 26, 23, 59), ("invitation",)), (utc(2027, 2, 27), ())],
    ids=["in the first phase", "after it"],
)
def test_after_the_first_phase_nobody_needs_an_invitation(
    received: datetime, outstanding: tuple[str, ...]
) -> None:
    rules = bucks().replace(closes=utc(2027, 3, 5), prerequisites=())
    entity = applied(rules, received, role=Role.MENTEE)
    assert entity.entity.outstanding == outstanding


def test_without_an_end_of_the_first_phase_an_invitation_is_always_needed() -> None:
    rules = bucks().replace(closes=None, invited_until=None, prerequisites=())
    assert applied(rules, utc(2027, 12, 1), role=Role.MENTEE).entity.outstanding == ("invitation",)


# The line manager says nothing


def silent_manager(policy: str) -> Applying:
    entity = applied(south_west().replace(manager_silence=policy), JUNE_1)
    entity.until(SILENCE_ENDS)
    return entity


def test_silence_may_be_left_to_the_coordinator() -> None:
    entity = silent_manager("coordinator")
    assert entity.stage is CHECKING
    assert entity.concerns == {Concern.MANAGER_SILENT}


def test_silence_may_count_as_support() -> None:
    entity = silent_manager("supported")
    assert entity.stage is IN_ORDER
    assert entity.when(LetterName.APPLICATION_IN_ORDER) == [SILENCE_ENDS]
    assert (OutcomeKind.CONFIRMED, "manager") in entity.happened


def test_silence_may_count_as_a_no() -> None:
    entity = silent_manager("declined")
    assert (entity.stage, entity.entity.reason) == (DECLINED, ApplicationEndReason.MANAGER_SILENT)
    assert entity.when(LetterName.APPLICATION_DECLINED) == [SILENCE_ENDS]


@pytest.mark.parametrize("policy", ["supported", "declined"])
def test_silence_means_nothing_before_patience_is_over(policy: str) -> None:
    entity = applied(south_west().replace(manager_silence=policy), JUNE_1)
    entity.until(utc(2027, 6, 16, 7))
    assert entity.stage is CHECKING


@pytest.mark.parametrize("policy", ["coordinator", "supported", "declined"])
def test_a_line_manager_who_agreed_was_not_silent(policy: str) -> None:
    entity = applied(south_west().replace(manager_silence=policy), JUNE_1)
    entity.update(Confirm(condition="manager"))
    entity.until(utc(2027, 7, 30))
    assert (entity.stage, entity.concerns) == (IN_ORDER, frozenset())


def test_silence_that_counts_as_support_does_not_meet_other_conditions() -> None:
    rules = bucks().replace(manager_support=True, manager_silence="supported")
    entity = applied(rules, FEBRUARY_1, role=Role.MENTEE, invited=True)
    entity.until(utc(2027, 2, 20))
    assert entity.entity.outstanding == ("workshop", "experience")


def test_an_incomplete_application_is_not_declined_for_the_managers_silence() -> None:
    """The manager has not been asked."""
    entity = applied(south_west().replace(manager_silence="declined"), JUNE_1, missing=("manager_email",))
    entity.until(utc(2027, 6, 25))
    assert entity.stage is INCOMPLETE


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
    entity = applied(bristol().replace(late=policy), LATE)
    assert (entity.stage, entity.entity.reason) == (stage, ApplicationEndReason.LATE)
    assert entity.written() == [letter]


def test_whoever_applies_in_the_last_minute_is_not_late() -> None:
    closes = bristol().closes
    assert closes
    assert applied(bristol(), closes).stage is IN_ORDER


def test_what_arrived_in_time_may_be_completed_after_the_closing_date() -> None:
    entity = applied(bristol(), MAY_19, missing=("goals",))
    entity.until(LATE)
    entity.update(Arrive(received=LATE))
    assert entity.stage is IN_ORDER


def test_where_there_is_no_closing_date_nobody_is_late() -> None:
    entity = applied(bristol().replace(closes=None), utc(2027, 12, 1))
    assert entity.stage is IN_ORDER


def test_a_late_form_that_lacks_something_is_late_before_all() -> None:
    assert applied(bristol(), LATE, missing=("goals",)).stage is CARRIED


def test_whoever_is_below_the_grade_is_told_so_at_once() -> None:
    entity = applied(bristol(), MAY_19, eligible=False)
    assert (entity.stage, entity.entity.reason) == (DECLINED, ApplicationEndReason.BELOW_GRADE)
    assert entity.written() == [LetterName.APPLICATION_DECLINED]


def test_whoever_withdraws_after_that_is_not_thanked_for_an_application() -> None:
    entity = applied(bristol(), MAY_19, eligible=False)
    entity.update(WithdrawApplication())
    assert entity.written() == [LetterName.APPLICATION_DECLINED, LetterName.APPLICATION_WITHDRAWN]


def test_a_grade_that_turns_out_too_low_is_no_longer_in_order() -> None:
    entity = applied(bristol(), MAY_19)
    entity.update(Arrive(received=MAY_19, eligible=False))
    assert (entity.stage, entity.entity.reason) == (DECLINED, ApplicationEndReason.BELOW_GRADE)


# No answer


@pytest.mark.parametrize("asked", [invited, offered])
def test_whoever_has_not_answered_is_taken_off_the_list_two_weeks_after_the_closing_date(
    asked: Callable[..., Applying],
) -> None:
    entity = asked(bristol(), MAY_19)
    entity.until(utc(2027, 6, 21, 7))
    assert entity.stage.is_open
    entity.until(utc(2027, 6, 21, 8))
    assert (entity.stage, entity.entity.reason) == (WITHDRAWN, ApplicationEndReason.NO_ANSWER)


@pytest.mark.parametrize("asked", [invited, offered])
def test_a_form_that_came_in_time_may_be_brought_in_after_the_closing_date(
    asked: Callable[..., Applying],
) -> None:
    entity = asked(bristol(), MAY_19)
    entity.until(utc(2027, 6, 9))
    entity.update(Arrive(received=utc(2027, 6, 7, 18)))
    assert entity.stage is IN_ORDER


@pytest.mark.parametrize("asked", [invited, offered])
def test_whoever_was_asked_first_and_is_still_waited_for_answers_in_time(
    asked: Callable[..., Applying],
) -> None:
    entity = asked(bristol(), MAY_19)
    entity.until(utc(2027, 6, 9))
    entity.update(Arrive(received=entity.now))
    assert entity.stage is IN_ORDER


def test_whoever_takes_up_a_place_that_is_still_offered_does_so_in_time() -> None:
    entity = offered(bristol(), MAY_19)
    entity.until(utc(2027, 6, 9))
    entity.update(TakeUp())
    assert entity.stage is IN_ORDER


def test_where_applications_never_close_whoever_is_asked_has_until_the_introductions() -> None:
    entity = offered(bristol().replace(closes=None), MAY_19)
    assert entity.letters[0].until == utc(2027, 6, 14, 8)
    entity.until(utc(2027, 6, 28, 7))
    assert entity.stage is OFFERED
    entity.until(utc(2027, 6, 28, 8))
    assert entity.stage is WITHDRAWN


def test_an_offered_place_that_is_taken_up_goes_the_way_of_any_application() -> None:
    entity = offered(south_west(), JUNE_1)
    entity.update(TakeUp())
    assert entity.stage is CHECKING
    entity.update(Confirm(condition="manager"))
    assert entity.stage is IN_ORDER


def test_whoever_took_up_the_place_in_time_is_not_late() -> None:
    entity = offered(bristol(), MAY_19)
    entity.until(utc(2027, 6, 7, 20))
    entity.update(TakeUp())
    entity.until(LATE)
    assert entity.stage is IN_ORDER


def test_an_application_in_order_waits_for_the_matches_by_itself() -> None:
    entity = applied(bristol(), MAY_19)
    entity.until(utc(2028, 6, 1))
    assert entity.stage is IN_ORDER
    assert entity.look_again is None
