"""Awareness sessions and workshops: signed up for, moved, in the calendar, reminded of."""

from datetime import timedelta

import pytest

from domain.application.events import Close, Come, Decline, Freed, SignUp, WithdrawApplication
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage
from domain.letter.letter import Letter, LetterName
from domain.pairing.events import CancelSittings, Reschedule
from domain.programme.rules import Sitting
from tests.applying import JUNE_1, Applying, applied, at, invited, south_west
from tests.domain.application.south_west import (
    CANCEL,
    FIRST,
    REQUEST,
    about,
    added,
    calendar,
    leader,
    moved_to,
    signed_up,
)
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit


# Signed up
def test_whoever_signs_up_has_it_in_the_calendar_at_once() -> None:
    entity = signed_up()
    (invitation,) = about(entity)
    assert (invitation.name, invitation.at) == (LetterName.GATHERING_INVITATION, JUNE_1)
    assert (invitation.starts, invitation.ends) == (FIRST, FIRST + timedelta(hours=1))
    assert calendar(entity) == [(REQUEST, 0)]


@every(("sitting", "asked_again"), [(None, 2), ("1", 1), ("2", 0)])
def test_who_is_not_sure_yet_is_not_asked_again_before_the_session(
    sitting: str | None, asked_again: int
) -> None:
    """Invited on 1 June, they would be asked again on 7 and 14 June."""
    entity = invited(south_west(), JUNE_1)
    if sitting:
        entity.update(SignUp(gathering="awareness", sitting=sitting))
        assert entity.count(LetterName.GATHERING_INVITATION) == 1

    entity.until(utc(2027, 6, 15, 7))

    assert entity.count(LetterName.APPLICATION_INVITATION_CHASER) == asked_again


def test_signing_up_twice_is_signing_up_once() -> None:
    assert signed_up().takes_no_notice(SignUp(gathering="awareness", sitting="1"))


def test_whoever_chooses_another_date_has_only_that_in_the_calendar() -> None:
    entity = signed_up("1")
    entity.update(SignUp(gathering="awareness", sitting="2"))
    assert calendar(entity, "1") == [(REQUEST, 0)]
    assert calendar(entity, "2") == [(REQUEST, 1)]
    (moved,) = about(entity, "2")
    assert moved.name is LetterName.GATHERING_MOVED


def cancelled(gathering: str, *sittings: str, opens: bool = False) -> CancelSittings:
    return CancelSittings(gathering=gathering, sittings=sittings, opens=opens)


def test_a_seat_at_a_date_that_is_cancelled_goes_and_the_dates_left_are_announced() -> None:
    entity = signed_up("1")
    entity.update(cancelled("awareness", "1"))
    assert calendar(entity, "1") == [(REQUEST, 0), (CANCEL, 1)]
    assert entity.entity.seats == ()
    entity.until(utc(2027, 6, 2, 9))
    assert LetterName.GATHERING_ANNOUNCED in [x.name for x in entity.entries[-1].letters]


def test_a_seat_moves_to_the_date_that_is_held_instead() -> None:
    entity, starts = signed_up("1"), utc(2027, 6, 16, 10)
    instead = Sitting(key="4", starts=starts, ends=starts + timedelta(hours=1))
    entity.update(cancelled("awareness", "1").replace(instead=instead))
    assert calendar(entity, "4") == [(REQUEST, 1)]
    assert [seat.sitting for seat in entity.entity.seats] == ["4"]


def test_whoever_needs_a_workshop_that_is_cancelled_needs_it_no_more() -> None:
    entity = leader()
    before = entity.entity.outstanding
    entity.update(cancelled("workshop", "1", "2", opens=True))
    assert len(set(before) - set(entity.entity.outstanding)) == 1
    assert entity.refusal(Come(gathering="workshop")) == "workshop was cancelled."


def called_off(entity: Applying) -> list[Letter]:
    return [x for x in entity.letters if x.name is LetterName.GATHERING_CANCELLED and not x.calendar]


def test_who_only_knows_the_announcement_hears_that_no_date_is_left() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 6, 3))
    entity.update(cancelled("awareness", "1", "2", "3", opens=True))
    (letter,) = called_off(entity)
    (announced,) = (x for x in entity.letters if x.name is LetterName.GATHERING_ANNOUNCED)
    assert (letter.gathering, letter.puts_right, letter.starts) == ("awareness", (announced.key,), None)


def test_as_long_as_a_date_is_left_the_others_are_announced_and_no_more() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 6, 3))
    entity.update(cancelled("awareness", "1", "2"))
    assert called_off(entity) == []
    entity.update(cancelled("awareness", "3"))
    assert len(called_off(entity)) == 1


def test_who_has_a_seat_has_it_taken_out_of_the_calendar_and_no_second_letter() -> None:
    entity = signed_up("1")
    entity.update(cancelled("awareness", "1", "2", "3", opens=True))
    assert (calendar(entity), called_off(entity)) == ([(REQUEST, 0), (CANCEL, 1)], [])


def test_before_it_was_announced_nobody_hears_that_it_is_cancelled() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(cancelled("awareness", "1", "2", "3"))
    entity.until(utc(2027, 6, 5))
    assert called_off(entity) == []


def test_what_is_held_after_all_and_cancelled_again_is_said_again() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 6, 3))
    entity.update(cancelled("awareness", "1", "2", "3"))
    entity.until(utc(2027, 6, 4))
    entity.update(added("9", utc(2027, 6, 24)))
    entity.until(utc(2027, 6, 8))
    entity.update(cancelled("awareness", "9"))
    assert len(called_off(entity)) == 2


def test_whoever_signs_off_has_it_taken_out_of_the_calendar() -> None:
    entity = signed_up()
    entity.update(SignUp(gathering="awareness", sitting=None))
    assert calendar(entity) == [(REQUEST, 0), (CANCEL, 1)]
    assert entity.letters[-1].name is LetterName.GATHERING_CANCELLED
    assert entity.happened[-1] == (OutcomeKind.SIGNED_OFF, "awareness")


def test_signing_off_without_a_place_changes_nothing() -> None:
    assert at(ApplicationStage.CHECKING).takes_no_notice(SignUp(gathering="awareness", sitting=None))


def test_whoever_signs_up_again_is_invited_anew() -> None:
    entity = signed_up()
    for sitting in (None, "1"):
        entity.update(SignUp(gathering="awareness", sitting=sitting))
    assert calendar(entity) == [(REQUEST, 0), (CANCEL, 1), (REQUEST, 2)]
    assert len({letter.calendar.uid for letter in about(entity) if letter.calendar}) == 1


def test_nobody_signs_up_for_what_has_begun() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(FIRST)
    assert entity.refusal(SignUp(gathering="awareness", sitting="1")) == (
        "That sitting of awareness began on Thu 10 Jun 2027 11:00."
    )


def test_nobody_signs_up_for_a_sitting_that_there_is_not() -> None:
    entity = at(ApplicationStage.CHECKING)
    assert entity.refusal(SignUp(gathering="awareness", sitting="9")) == (
        "awareness has no sitting '9'; it has: 1, 2, 3."
    )


def test_a_date_that_was_added_can_be_signed_up_for() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(added("4", utc(2027, 6, 17)))
    entity.update(SignUp(gathering="awareness", sitting="4"))
    assert calendar(entity, "4") == [(REQUEST, 0)]


# Moved
def test_a_date_that_moves_moves_in_the_calendar() -> None:
    entity = signed_up()
    entity.update(moved_to(utc(2027, 6, 11, 10)))
    entity.update(moved_to(utc(2027, 6, 14, 10)))
    assert calendar(entity) == [(REQUEST, 0), (REQUEST, 1), (REQUEST, 2)]
    assert [letter.starts for letter in about(entity)] == [FIRST, utc(2027, 6, 11, 10), utc(2027, 6, 14, 10)]
    assert entity.count(LetterName.GATHERING_MOVED) == 2


def test_a_date_that_becomes_shorter_is_changed_in_the_calendar() -> None:
    entity = signed_up()
    ends = FIRST + timedelta(minutes=45)
    entity.update(Reschedule(gathering="awareness", sitting="1", starts=FIRST, ends=ends))
    assert about(entity)[-1].ends == ends


def test_another_date_that_moves_changes_nothing_in_the_calendar() -> None:
    entity = signed_up("1")
    entity.update(moved_to(utc(2027, 6, 16, 10), sitting="2"))
    assert calendar(entity, "1") == [(REQUEST, 0)]
    assert calendar(entity, "2") == []


def test_a_place_in_a_date_before_its_announcement_is_kept_true_as_well() -> None:
    entity = applied(south_west(), utc(2027, 5, 3))
    entity.update(SignUp(gathering="awareness", sitting="1"))
    entity.update(moved_to(utc(2027, 6, 11, 10)))
    assert calendar(entity) == [(REQUEST, 0), (REQUEST, 1)]


# The end
@pytest.mark.parametrize("end", [WithdrawApplication(), Decline(), Close()], ids=lambda event: event.kind)
def test_the_end_of_an_application_takes_what_is_to_come_out_of_the_calendar(
    end: WithdrawApplication | Decline | Close,
) -> None:
    entity = signed_up()
    entity.update(end)
    assert calendar(entity) == [(REQUEST, 0), (CANCEL, 1)]


def test_the_end_takes_nothing_out_that_is_past() -> None:
    entity = signed_up()
    entity.until(FIRST + timedelta(hours=2))
    entity.update(WithdrawApplication())
    assert calendar(entity) == [(REQUEST, 0)]


def test_whoever_finds_a_partner_keeps_the_place() -> None:
    entity = at(ApplicationStage.PAIRED)
    entity.update(SignUp(gathering="awareness", sitting="3"))
    entity.until(utc(2027, 7, 1))
    assert calendar(entity, "3") == [(REQUEST, 0)]


def test_the_end_of_the_pairing_takes_what_is_to_come_out_of_the_calendar() -> None:
    entity = at(ApplicationStage.PAIRED)
    entity.update(SignUp(gathering="awareness", sitting="3"))
    entity.update(Freed(pairing="p-01", how="left"))
    assert calendar(entity, "3") == [(REQUEST, 0), (CANCEL, 1)]


# Reminded
def test_whoever_has_a_place_is_reminded_two_days_before() -> None:
    entity = signed_up()
    entity.until(utc(2027, 7, 30))
    reminder = entity.letter(LetterName.GATHERING_REMINDER)
    assert (reminder.at, reminder.gathering, reminder.sitting) == (utc(2027, 6, 8, 8), "awareness", "1")
    assert (reminder.starts, reminder.ends) == (FIRST, FIRST + timedelta(hours=1))


def test_nobody_is_reminded_who_has_no_place() -> None:
    entity = signed_up()
    entity.update(SignUp(gathering="awareness", sitting=None))
    entity.until(utc(2027, 7, 30))
    assert entity.count(LetterName.GATHERING_REMINDER) == 0


@pytest.mark.parametrize(("hours", "reminders"), [(24, 1), (23, 0)])
def test_whoever_has_only_just_signed_up_is_not_reminded(hours: int, reminders: int) -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 6, 8, 8) - timedelta(hours=hours))
    entity.update(SignUp(gathering="awareness", sitting="1"))
    entity.until(utc(2027, 7, 30))
    assert entity.count(LetterName.GATHERING_REMINDER) == reminders


def test_a_date_that_moved_is_reminded_of_before_its_new_time() -> None:
    entity = signed_up()
    entity.update(moved_to(utc(2027, 6, 17, 10)))
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.GATHERING_REMINDER) == [utc(2027, 6, 15, 8)]


def test_whoever_was_reminded_is_reminded_again_of_a_date_that_moved() -> None:
    entity = signed_up()
    entity.until(utc(2027, 6, 9))
    entity.update(moved_to(utc(2027, 6, 17, 10)))
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.GATHERING_REMINDER) == [utc(2027, 6, 8, 8), utc(2027, 6, 15, 8)]
