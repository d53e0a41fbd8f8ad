"""An application that has come out of the running: taken up again, or taken off the list."""

from datetime import timedelta
from typing import Any

import pytest

from domain.application.events import (
    ApplicationEvent,
    Arrive,
    Close,
    Confirm,
    Decline,
    ExtendDeadline,
    Freed,
    OfferedInNextCohort,
    Placed,
    Reopen,
    TakeUp,
    Unmatched,
    WithdrawApplication,
)
from domain.enums import ApplicationEndReason, ApplicationStage, Correspondent
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.pairing.events import Reschedule
from tests.applying import JUNE_1, MAY_19, applied, at, bristol, bucks, invited, offered, south_west
from tests.living import utc

pytestmark = pytest.mark.unit

AFTER_CLOSING = utc(2027, 6, 21, 10)
"""A Monday, three days after South West's closing date and a week before the introductions."""


@pytest.mark.parametrize("way_out", [Decline(), WithdrawApplication()])
def test_it_stands_again_where_it_stood(way_out: ApplicationEvent) -> None:
    for stage in (ApplicationStage.CHECKING, ApplicationStage.IN_ORDER, ApplicationStage.RESERVE):
        entity = at(stage)
        entity.update(way_out)

        entity.update(Reopen())

        assert entity.stage is stage
        assert entity.entity.reason is None


def test_the_person_is_told_once_each_time() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    for _ in range(2):
        entity.update(Decline())
        entity.update(Reopen())

    assert entity.count(LetterName.APPLICATION_REOPENED) == 2
    assert entity.count(LetterName.APPLICATION_DECLINED) == 2
    assert entity.count(LetterName.APPLICATION_IN_ORDER) == 1
    assert entity.takes_no_notice(Reopen())


def test_what_spoke_against_it_is_set_aside() -> None:
    entity = applied(bristol(), MAY_19, eligible=False)

    entity.update(Reopen())

    assert entity.stage is ApplicationStage.IN_ORDER


def test_answers_put_right_since_are_judged_anew() -> None:
    entity = applied(bristol(), MAY_19, eligible=False)
    entity.update(Reopen())

    entity.update(Arrive(received=entity.now, eligible=False))

    assert entity.entity.reason is ApplicationEndReason.BELOW_GRADE


def test_a_no_that_was_a_mistake_becomes_a_yes() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Confirm(condition="manager", met=False))

    entity.update(Confirm(condition="manager"))

    assert entity.stage is ApplicationStage.IN_ORDER
    assert entity.count(LetterName.APPLICATION_REOPENED) == 1


def test_who_has_withdrawn_since_is_not_brought_back_by_a_yes() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Confirm(condition="manager", met=False))
    entity.update(WithdrawApplication())

    assert "⟦application reopen⟧" in entity.refusal(Confirm(condition="manager"))


def test_a_manager_who_was_silent_is_asked_anew() -> None:
    entity = applied(south_west().replace(manager_silence="declined"), JUNE_1)
    entity.until(JUNE_1 + timedelta(days=16))
    assert entity.entity.reason is ApplicationEndReason.MANAGER_SILENT

    entity.update(Reopen())

    assert entity.stage is ApplicationStage.CHECKING
    assert entity.written(Correspondent.MANAGER).count(LetterName.MANAGER_REQUEST) == 2


def test_one_that_came_too_late_is_in_time_when_the_closing_date_moves() -> None:
    entity = applied(south_west(), AFTER_CLOSING)
    assert entity.entity.reason is ApplicationEndReason.LATE

    entity.update(ExtendDeadline(closes=AFTER_CLOSING + timedelta(days=2)))

    assert entity.stage is ApplicationStage.CHECKING
    assert entity.written() == [LetterName.CARRIED_OVER, LetterName.APPLICATION_REOPENED]


def test_one_that_is_still_too_late_stays_where_it_is() -> None:
    entity = applied(south_west(), AFTER_CLOSING)

    entity.update(ExtendDeadline(closes=AFTER_CLOSING - timedelta(days=1)))

    assert entity.stage is ApplicationStage.CARRIED


def test_the_coordinator_may_take_up_a_late_one() -> None:
    entity = applied(south_west(), AFTER_CLOSING)

    entity.update(Reopen())

    assert entity.stage is ApplicationStage.CHECKING


@pytest.mark.parametrize("asked", [invited, offered])
def test_who_did_not_answer_in_time_has_time_again(asked: Any) -> None:
    entity = asked(bucks(), utc(2027, 2, 1, 10))
    entity.until(utc(2027, 4, 1, 10))
    assert entity.entity.reason is ApplicationEndReason.NO_ANSWER
    entity.update(Reopen())
    entity.until(entity.now + timedelta(days=10))

    entity.update(TakeUp() if asked is offered else Arrive(received=entity.now))

    assert entity.stage is ApplicationStage.CHECKING


def test_who_left_a_pair_is_not_taken_up_again() -> None:
    entity = at(ApplicationStage.PAIRED)
    entity.update(Freed(pairing="p-01", how="left"))

    assert entity.refusal(Reopen()) == (
        "This person has had a partner in this cohort, and that is over; the next one is open to them."
    )


def test_dates_that_move_meanwhile_are_known_when_it_is_taken_up_again() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Decline())
    starts = utc(2027, 6, 11, 9)
    entity.update(
        Reschedule(gathering="awareness", sitting="1", starts=starts, ends=starts + timedelta(hours=1))
    )

    entity.update(Reopen())

    assert entity.entity.rules.gathering("awareness").sitting("1").starts == starts


@pytest.mark.parametrize("stage", [ApplicationStage.DECLINED, ApplicationStage.WITHDRAWN])
def test_it_is_over_when_its_cohort_is(stage: ApplicationStage) -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Decline() if stage is ApplicationStage.DECLINED else WithdrawApplication())
    assert not entity.entity.is_over

    entity.update(Close())

    assert entity.entity.is_over
    assert "nothing more can be recorded" in entity.refusal(Reopen())


def test_who_is_carried_over_waits_for_the_next_cohort() -> None:
    entity = at(ApplicationStage.RESERVE)
    entity.update(Close())
    assert not entity.entity.is_over
    assert entity.refusal(Reopen()) == "The cohort is over, so this application cannot be taken up again."

    entity.update(OfferedInNextCohort())

    assert entity.entity.is_over


def test_who_is_carried_over_can_be_taken_off_the_list_and_is_told_so() -> None:
    entity = at(ApplicationStage.RESERVE)
    entity.update(Close())

    entity.update(WithdrawApplication())

    assert entity.entity.is_over
    assert entity.written()[-2:] == [LetterName.CARRIED_OVER, LetterName.APPLICATION_WITHDRAWN]


def test_who_came_late_may_be_offered_a_place_in_the_next_cohort_while_this_one_goes_on() -> None:
    entity = applied(south_west(), AFTER_CLOSING)

    entity.update(OfferedInNextCohort())

    assert entity.entity.is_over


def test_an_offer_of_the_next_cohort_is_for_those_who_were_carried_over() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Decline())

    assert entity.takes_no_notice(OfferedInNextCohort())


def test_news_of_pairs_does_not_bring_anybody_back() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    entity.update(Decline())

    entity.update(Placed(pairing="p-01"))

    assert entity.takes_no_notice(Unmatched())
    assert entity.stage is ApplicationStage.DECLINED


def test_a_pairing_that_began_meanwhile_is_known_when_it_is_taken_up_again() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    entity.update(WithdrawApplication())
    entity.update(Placed(pairing="p-01"))

    entity.update(Reopen())
    stages = [entity.stage]
    entity.update(Freed(pairing="p-01", how="free"))

    assert [*stages, entity.stage] == [ApplicationStage.PAIRED, ApplicationStage.RESERVE]


@pytest.mark.parametrize("silence", ["declined", "supported", "coordinator"])
def test_the_line_managers_time_begins_anew_whatever_spoke_against_it(silence: str) -> None:
    entity = applied(south_west().replace(manager_silence=silence), JUNE_1)
    entity.update(WithdrawApplication())
    entity.until(JUNE_1 + timedelta(days=20))

    entity.update(Reopen())

    assert entity.stage is ApplicationStage.CHECKING
    assert entity.count(LetterName.APPLICATION_REOPENED) == 1
    assert entity.written(Correspondent.MANAGER).count(LetterName.MANAGER_REQUEST) == 2


@pytest.mark.parametrize(
    ("asked", "letter"),
    [(invited, LetterName.APPLICATION_INVITATION), (offered, LetterName.PLACE_OFFERED)],
)
def test_who_had_not_applied_yet_is_asked_anew(asked: Any, letter: LetterName) -> None:
    entity = asked(bucks(), utc(2027, 2, 1, 10))
    entity.until(utc(2027, 4, 1, 10))

    entity.update(Reopen())

    again = [x for x in entity.letters if x.name is letter][1:]
    assert [x.at for x in again] == [entity.now]
    assert again[0].until
    assert timedelta(days=13) < again[0].until - entity.now < timedelta(days=17)
    assert entity.count(LetterName.APPLICATION_REOPENED) == 0


def test_what_was_announced_is_announced_anew() -> None:
    """The announcement of before may have been taken back before it went."""
    entity = at(ApplicationStage.IN_ORDER)
    entity.until(utc(2027, 6, 3))
    before = entity.count(LetterName.GATHERING_ANNOUNCED)
    entity.update(WithdrawApplication())

    entity.update(Reopen())
    entity.until(utc(2027, 6, 5))

    assert (before, entity.count(LetterName.GATHERING_ANNOUNCED)) == (1, 2)


def test_another_answer_says_nothing_about_the_grade() -> None:
    entity = applied(bristol(), MAY_19, eligible=False)
    entity.update(Reopen())

    entity.update(Arrive(received=entity.now, eligible=None))

    assert entity.stage is ApplicationStage.IN_ORDER


def test_a_managers_yes_and_no_and_yes_is_a_yes() -> None:
    entity = at(ApplicationStage.CHECKING)
    for met in (True, False, True):
        entity.update(Confirm(condition="manager", met=met))

    assert entity.stage is ApplicationStage.IN_ORDER


def test_it_is_refused_with_the_way_back() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Decline())

    with pytest.raises(Refused, match="⟦application reopen⟧"):
        entity.update(Arrive(received=entity.now))
