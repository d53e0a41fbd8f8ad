"""An application that has come out of the running: taken up again, or taken off the list."""

from datetime import timedelta
from typing import Any

import pytest

from domain.admission.events import (
    Arrive,
    Close,
    Confirm,
    Decline,
    Event,
    Extend,
    Freed,
    OfferedOn,
    Placed,
    Reopen,
    TakeUp,
    Unmatched,
    Withdraw,
)
from domain.errors import Refused
from domain.events import Reschedule
from domain.letters import LetterName
from domain.words import ApplicationStage, Correspondent, Reason
from tests.applying import JUNE_1, MAY_19, applied, at, bristol, bucks, invited, offered, south_west
from tests.living import utc

AFTER_CLOSING = utc(2027, 6, 21, 10)
"""A Monday, three days after South West's closing date and a week before the introductions."""


@pytest.mark.parametrize("way_out", [Decline(), Withdraw()])
def test_it_stands_again_where_it_stood(way_out: Event) -> None:
    for stage in (ApplicationStage.CHECKING, ApplicationStage.IN_ORDER, ApplicationStage.RESERVE):
        life = at(stage)
        life.tell(way_out)

        life.tell(Reopen())

        assert life.stage is stage
        assert life.life.reason is None


def test_the_person_is_told_once_each_time() -> None:
    life = at(ApplicationStage.IN_ORDER)
    for _ in range(2):
        life.tell(Decline())
        life.tell(Reopen())

    assert life.count(LetterName.APPLICATION_REOPENED) == 2
    assert life.count(LetterName.APPLICATION_DECLINED) == 2
    assert life.count(LetterName.APPLICATION_IN_ORDER) == 1
    assert life.takes_no_notice(Reopen())


def test_what_spoke_against_it_is_set_aside() -> None:
    life = applied(bristol(), MAY_19, eligible=False)

    life.tell(Reopen())

    assert life.stage is ApplicationStage.IN_ORDER


def test_answers_put_right_since_are_judged_anew() -> None:
    life = applied(bristol(), MAY_19, eligible=False)
    life.tell(Reopen())

    life.tell(Arrive(received=life.now, eligible=False))

    assert life.life.reason is Reason.BELOW_GRADE


def test_a_no_that_was_a_mistake_becomes_a_yes() -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(Confirm(condition="manager", met=False))

    life.tell(Confirm(condition="manager"))

    assert life.stage is ApplicationStage.IN_ORDER
    assert life.count(LetterName.APPLICATION_REOPENED) == 1


def test_who_has_withdrawn_since_is_not_brought_back_by_a_yes() -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(Confirm(condition="manager", met=False))
    life.tell(Withdraw())

    assert "tandem application reopen" in life.refusal(Confirm(condition="manager"))


def test_a_manager_who_was_silent_is_asked_anew() -> None:
    life = applied(south_west().changed(manager_silence="declined"), JUNE_1)
    life.until(JUNE_1 + timedelta(days=16))
    assert life.life.reason is Reason.MANAGER_SILENT

    life.tell(Reopen())

    assert life.stage is ApplicationStage.CHECKING
    assert life.written(Correspondent.MANAGER).count(LetterName.MANAGER_REQUEST) == 2


def test_one_that_came_too_late_is_in_time_when_the_closing_date_moves() -> None:
    life = applied(south_west(), AFTER_CLOSING)
    assert life.life.reason is Reason.LATE

    life.tell(Extend(closes=AFTER_CLOSING + timedelta(days=2)))

    assert life.stage is ApplicationStage.CHECKING
    assert life.written() == [LetterName.CARRIED_OVER, LetterName.APPLICATION_REOPENED]


def test_one_that_is_still_too_late_stays_where_it_is() -> None:
    life = applied(south_west(), AFTER_CLOSING)

    life.tell(Extend(closes=AFTER_CLOSING - timedelta(days=1)))

    assert life.stage is ApplicationStage.CARRIED


def test_the_coordinator_may_take_up_a_late_one() -> None:
    life = applied(south_west(), AFTER_CLOSING)

    life.tell(Reopen())

    assert life.stage is ApplicationStage.CHECKING


@pytest.mark.parametrize("asked", [invited, offered])
def test_who_did_not_answer_in_time_has_time_again(asked: Any) -> None:
    life = asked(bucks(), utc(2027, 2, 1, 10))
    life.until(utc(2027, 4, 1, 10))
    assert life.life.reason is Reason.NO_ANSWER
    life.tell(Reopen())
    life.until(life.now + timedelta(days=10))

    life.tell(TakeUp() if asked is offered else Arrive(received=life.now))

    assert life.stage is ApplicationStage.CHECKING


def test_who_left_a_pair_is_not_taken_up_again() -> None:
    life = at(ApplicationStage.PAIRED)
    life.tell(Freed(pairing="p-01", how="left"))

    assert life.refusal(Reopen()) == (
        "This person has had a partner in this cohort, and that is over; the next one is open to them."
    )


def test_dates_that_move_meanwhile_are_known_when_it_is_taken_up_again() -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(Decline())
    starts = utc(2027, 6, 11, 9)
    life.tell(Reschedule(gathering="awareness", sitting="1", starts=starts, ends=starts + timedelta(hours=1)))

    life.tell(Reopen())

    assert life.life.rules.gathering("awareness").sitting("1").starts == starts


@pytest.mark.parametrize("stage", [ApplicationStage.DECLINED, ApplicationStage.WITHDRAWN])
def test_it_is_over_when_its_cohort_is(stage: ApplicationStage) -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(Decline() if stage is ApplicationStage.DECLINED else Withdraw())
    assert not life.life.is_over

    life.tell(Close())

    assert life.life.is_over
    assert "nothing more can be recorded" in life.refusal(Reopen())


def test_who_is_carried_over_waits_for_the_next_cohort() -> None:
    life = at(ApplicationStage.RESERVE)
    life.tell(Close())
    assert not life.life.is_over
    assert life.refusal(Reopen()) == "The cohort is over, so this application cannot be taken up again."

    life.tell(OfferedOn())

    assert life.life.is_over


def test_who_is_carried_over_can_be_taken_off_the_list_and_is_told_so() -> None:
    life = at(ApplicationStage.RESERVE)
    life.tell(Close())

    life.tell(Withdraw())

    assert life.life.is_over
    assert life.written()[-2:] == [LetterName.CARRIED_OVER, LetterName.APPLICATION_WITHDRAWN]


def test_who_came_late_may_be_offered_a_place_in_the_next_cohort_while_this_one_goes_on() -> None:
    life = applied(south_west(), AFTER_CLOSING)

    life.tell(OfferedOn())

    assert life.life.is_over


def test_an_offer_of_the_next_cohort_is_for_those_who_were_carried_over() -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(Decline())

    assert life.takes_no_notice(OfferedOn())


def test_news_of_pairs_does_not_bring_anybody_back() -> None:
    life = at(ApplicationStage.IN_ORDER)
    life.tell(Decline())

    life.tell(Placed(pairing="p-01"))

    assert life.takes_no_notice(Unmatched())
    assert life.stage is ApplicationStage.DECLINED


def test_a_pairing_that_began_meanwhile_is_known_when_it_is_taken_up_again() -> None:
    life = at(ApplicationStage.IN_ORDER)
    life.tell(Withdraw())
    life.tell(Placed(pairing="p-01"))

    life.tell(Reopen())
    stages = [life.stage]
    life.tell(Freed(pairing="p-01", how="free"))

    assert [*stages, life.stage] == [ApplicationStage.PAIRED, ApplicationStage.RESERVE]


@pytest.mark.parametrize("silence", ["declined", "supported", "coordinator"])
def test_the_line_managers_time_begins_anew_whatever_spoke_against_it(silence: str) -> None:
    life = applied(south_west().changed(manager_silence=silence), JUNE_1)
    life.tell(Withdraw())
    life.until(JUNE_1 + timedelta(days=20))

    life.tell(Reopen())

    assert life.stage is ApplicationStage.CHECKING
    assert life.count(LetterName.APPLICATION_REOPENED) == 1
    assert life.written(Correspondent.MANAGER).count(LetterName.MANAGER_REQUEST) == 2


@pytest.mark.parametrize(
    ("asked", "letter"),
    [(invited, LetterName.APPLICATION_INVITATION), (offered, LetterName.PLACE_OFFERED)],
)
def test_who_had_not_applied_yet_is_asked_anew(asked: Any, letter: LetterName) -> None:
    life = asked(bucks(), utc(2027, 2, 1, 10))
    life.until(utc(2027, 4, 1, 10))

    life.tell(Reopen())

    again = [x for x in life.letters if x.name is letter][1:]
    assert [x.at for x in again] == [life.now]
    assert again[0].until
    assert timedelta(days=13) < again[0].until - life.now < timedelta(days=17)
    assert life.count(LetterName.APPLICATION_REOPENED) == 0


def test_what_was_announced_is_announced_anew() -> None:
    """The announcement of before may have been taken back before it went."""
    life = at(ApplicationStage.IN_ORDER)
    before = life.count(LetterName.GATHERING_ANNOUNCED)
    life.tell(Withdraw())

    life.tell(Reopen())

    assert (before, life.count(LetterName.GATHERING_ANNOUNCED)) == (1, 2)


def test_another_answer_says_nothing_about_the_grade() -> None:
    life = applied(bristol(), MAY_19, eligible=False)
    life.tell(Reopen())

    life.tell(Arrive(received=life.now, eligible=None))

    assert life.stage is ApplicationStage.IN_ORDER


def test_a_managers_yes_and_no_and_yes_is_a_yes() -> None:
    life = at(ApplicationStage.CHECKING)
    for met in (True, False, True):
        life.tell(Confirm(condition="manager", met=met))

    assert life.stage is ApplicationStage.IN_ORDER


def test_it_is_refused_with_the_way_back() -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(Decline())

    with pytest.raises(Refused, match="tandem application reopen"):
        life.tell(Arrive(received=life.now))
