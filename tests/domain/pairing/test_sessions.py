"""Sessions: booked, moved, cancelled and logged."""

from datetime import date, timedelta

import pytest

from domain.enums import BOTH, Concern, SessionState
from domain.pairing.events import (
    Accept,
    BookSession,
    CancelSession,
    LogSession,
    MoveSession,
    Pause,
    Resume,
    Waive,
)
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.pairing.booking import JULY_20, booked, in_review
from tests.domain.varied import no_gates
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

# Booking


def test_a_session_cannot_be_booked_before_mentoring() -> None:
    sentence = refusal(lived(accepted), BookSession(starts=JULY_20, minutes=60))
    assert "while the pair is mentoring; it is in induction" in sentence


def test_sessions_are_numbered_from_one() -> None:
    entity = booked()
    entity.update(BookSession(starts=JULY_20 + timedelta(days=14), minutes=60))
    assert [s.number for s in entity.pairing.sessions] == [1, 2]


def test_the_same_booking_twice_changes_nothing() -> None:
    assert takes_no_notice(booked(), BookSession(starts=JULY_20, minutes=60))


def test_a_pair_cannot_meet_twice_at_the_same_time() -> None:
    overlapping = BookSession(starts=JULY_20 + timedelta(minutes=59), minutes=60)
    assert "overlaps session 1 on Tue 20 Jul 2027 15:00" in refusal(booked(), overlapping)


def test_one_session_may_begin_when_another_ends() -> None:
    entity = booked()
    entity.update(BookSession(starts=JULY_20 + timedelta(minutes=60), minutes=60))
    assert len(entity.pairing.booked) == 2


def test_a_cancelled_session_leaves_its_time_free() -> None:
    entity = booked()
    entity.update(CancelSession(session=1))
    entity.update(BookSession(starts=JULY_20, minutes=90))
    assert [s.number for s in entity.pairing.booked] == [2]


def test_the_past_cannot_be_booked() -> None:
    sentence = refusal(lived(mentoring), BookSession(starts=utc(2027, 7, 5), minutes=60))
    assert "has passed; log a session" in sentence


def test_a_session_after_the_time_for_sessions_is_too_late() -> None:
    sentence = refusal(lived(mentoring), BookSession(starts=utc(2028, 1, 7), minutes=60))
    assert "too late: the time for sessions ends on Thu 6 Jan 2028" in sentence


def test_a_session_before_the_time_for_sessions_is_too_early() -> None:
    entity = lived(accepted, no_gates)
    sentence = refusal(entity, BookSession(starts=utc(2027, 6, 20), minutes=60))
    assert "too early: the time for sessions begins on Tue 6 Jul 2027" in sentence


def test_a_session_can_be_booked_during_the_review() -> None:
    entity = in_review()
    entity.update(BookSession(starts=utc(2027, 10, 20), minutes=60))
    assert len(entity.pairing.booked) == 1


def test_a_paused_pair_cannot_book() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    assert "paused; resume it" in refusal(entity, BookSession(starts=JULY_20, minutes=60))


def test_a_session_can_be_booked_in_the_time_that_a_pause_has_added() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2027, 7, 20, 15))
    entity.update(Resume())
    entity.update(BookSession(starts=utc(2028, 1, 18), minutes=60))
    assert entity.pairing.booked[0].starts == utc(2028, 1, 18)


# Moving and cancelling


def test_a_moved_session_keeps_its_number_and_length() -> None:
    entity = booked(minutes=75)
    entity.update(MoveSession(session=1, starts=JULY_20 + timedelta(days=1)))
    (session,) = entity.pairing.booked
    assert (session.number, session.starts, session.minutes) == (1, JULY_20 + timedelta(days=1), 75)


def test_moving_to_where_it_is_changes_nothing() -> None:
    assert takes_no_notice(booked(), MoveSession(session=1, starts=JULY_20))


def test_a_session_does_not_stand_in_its_own_way() -> None:
    entity = booked()
    entity.update(MoveSession(session=1, starts=JULY_20 + timedelta(minutes=30)))
    assert entity.pairing.booked[0].starts == JULY_20 + timedelta(minutes=30)


def test_a_session_cannot_be_moved_onto_another() -> None:
    entity = booked()
    entity.update(BookSession(starts=JULY_20 + timedelta(days=7), minutes=60))
    assert "overlaps session 1" in refusal(entity, MoveSession(session=2, starts=JULY_20))


def test_a_session_cannot_be_moved_into_the_past_or_too_late() -> None:
    entity = booked()
    assert "has passed" in refusal(entity, MoveSession(session=1, starts=utc(2027, 7, 1)))
    assert "too late" in refusal(entity, MoveSession(session=1, starts=utc(2028, 2, 1)))


def test_a_session_that_does_not_exist_cannot_be_moved() -> None:
    assert "no session 9" in refusal(booked(), MoveSession(session=9, starts=JULY_20))


def test_a_held_session_is_no_longer_a_booking() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession())
    assert "it is held" in refusal(entity, MoveSession(session=1, starts=utc(2027, 7, 28)))
    assert "it is held" in refusal(entity, CancelSession(session=1))


def test_cancelling_twice_changes_nothing() -> None:
    entity = booked()
    entity.update(CancelSession(session=1))
    assert takes_no_notice(entity, CancelSession(session=1))


# Logging


def test_nothing_can_be_logged_before_mentoring_begins() -> None:
    entity = lived(accepted)
    sentence = refusal(entity, LogSession(starts=entity.now - timedelta(hours=1)))
    assert "once mentoring has begun; the pair is in induction" in sentence


def test_the_earliest_booked_session_is_logged_when_none_is_named() -> None:
    entity = booked(JULY_20 + timedelta(days=2))
    entity.update(BookSession(starts=JULY_20, minutes=60))
    entity.until(utc(2027, 7, 30))
    entity.update(LogSession())
    assert [s.number for s in entity.pairing.held] == [2]


def test_with_no_booking_one_must_say_when_it_took_place() -> None:
    assert "say when the session took place" in refusal(lived(mentoring), LogSession())


def test_a_session_to_come_is_not_waiting_to_be_logged() -> None:
    assert "No booked session is waiting" in refusal(booked(), LogSession())
    assert "still to come" in refusal(booked(), LogSession(session=1))


def test_a_session_that_was_never_booked_counts() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(starts=JULY_20))
    assert len(entity.pairing.held) == 1


def test_a_session_from_before_mentoring_may_be_logged_later() -> None:
    entity = lived(mentoring)
    entity.update(LogSession(starts=utc(2027, 6, 20)))
    assert len(entity.pairing.held) == 1


def test_a_session_from_before_the_day_on_which_somebody_typed_the_acceptance_counts() -> None:
    entity = lived(mentoring)  # typed on 15 June
    entity.update(LogSession(starts=utc(2027, 6, 14, 15)))
    assert len(entity.pairing.held) == 1


def test_a_session_from_before_the_pair_was_introduced_is_refused() -> None:
    sentence = refusal(lived(mentoring), LogSession(starts=utc(2027, 6, 12)))
    assert "was before the pair knew of each other, on Mon 14 Jun 2027" in sentence


def test_two_who_accepted_before_their_introduction_may_have_met_then() -> None:
    entity = Life()
    entity.update(*(Accept(role=role) for role in BOTH))
    for gathering in ("induction", "training"):
        entity.update(Waive(gathering=gathering, roles=BOTH))
    entity.until(utc(2027, 6, 13))
    entity.update(LogSession(starts=utc(2027, 6, 12)))
    assert len(entity.pairing.held) == 1


def test_a_session_at_the_time_of_a_booking_is_that_booking() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(starts=JULY_20, minutes=90))
    assert [(s.number, s.minutes, s.state) for s in entity.pairing.sessions] == [(1, 90, SessionState.HELD)]


def test_of_a_session_whose_hour_nobody_remembers_the_day_is_enough() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    by_day = LogSession(day=date(2027, 7, 20))
    entity.update(by_day)
    assert [s.starts for s in entity.pairing.held] == [utc(2027, 7, 20, 11)]  # noon in London
    assert takes_no_notice(entity, by_day)


def test_the_day_of_a_session_that_was_booked_means_that_one() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    by_day = LogSession(day=date(2027, 7, 20), minutes=90)
    entity.update(by_day)
    assert [(s.starts, s.minutes) for s in entity.pairing.held] == [(JULY_20, 90)]
    assert takes_no_notice(entity, by_day)


def test_a_day_on_which_nothing_was_booked_has_nothing_that_did_not_take_place() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 22))
    assert "No session was booked" in refusal(entity, LogSession(day=date(2027, 7, 21), held=False))


def test_logging_the_same_session_twice_changes_nothing() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(session=1))
    assert takes_no_notice(entity, LogSession(session=1))
    assert takes_no_notice(entity, LogSession(starts=JULY_20))


def test_logging_an_unbooked_session_twice_counts_once() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(starts=JULY_20))
    assert takes_no_notice(entity, LogSession(starts=JULY_20))


def test_a_session_inside_another_is_refused() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(starts=JULY_20))
    assert "overlaps session 1" in refusal(entity, LogSession(starts=JULY_20 + timedelta(minutes=15)))


def test_a_session_that_is_too_short_does_not_count() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(starts=JULY_20, minutes=59))
    assert entity.pairing.sessions[0].state is SessionState.HELD
    assert entity.pairing.held == ()


def test_a_booked_session_that_did_not_take_place_does_not_count() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(held=False))
    assert entity.pairing.sessions[0].state is SessionState.NOT_HELD
    assert entity.pairing.held == ()


def test_what_was_logged_as_not_held_can_be_put_right() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(held=False))
    entity.update(LogSession(session=1))
    assert len(entity.pairing.held) == 1


def test_a_session_nobody_booked_cannot_have_failed_to_take_place() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    assert "none that did not take place" in refusal(entity, LogSession(starts=JULY_20, held=False))


def test_a_session_logged_late_during_the_evaluation_counts() -> None:
    entity = lived(evaluation)
    before = len(entity.pairing.held)
    entity.update(LogSession(starts=utc(2027, 12, 15)))
    assert len(entity.pairing.held) == before + 1


def test_a_session_logged_late_takes_the_pair_off_the_list() -> None:
    entity = lived(mentoring)
    for day in (1, 8):
        entity.until(utc(2027, 12, day))
        entity.update(LogSession(starts=entity.now - timedelta(hours=2)))
    entity.until(utc(2028, 1, 11))
    assert Concern.TOO_FEW_SESSIONS in entity.pairing.concerns
    for day in (14, 20):
        entity.update(LogSession(starts=utc(2027, 12, day)))
    assert Concern.TOO_FEW_SESSIONS not in entity.pairing.concerns
