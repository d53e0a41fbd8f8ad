"""What each event does, and the sentence with which it is refused."""

from datetime import datetime, timedelta

import pytest

from domain.events import (
    Accept,
    Answer,
    Attend,
    BookSession,
    CancelSession,
    End,
    Event,
    LetterFailed,
    LogSession,
    MoveSession,
    Pause,
    Reschedule,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from domain.outcomes import OutcomeKind
from domain.words import BOTH, Attendance, Concern, EndReason, ReviewChoice, Role, SessionState, Stage
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import mentors_train, no_gates, no_review, two_inductions
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

JULY_20 = utc(2027, 7, 20, 14)


def booked(starts: datetime = JULY_20, minutes: int = 60) -> Life:
    """A mentoring pair with session 1 booked."""
    life = lived(mentoring)
    life.tell(BookSession(starts=starts, minutes=minutes))
    return life


def in_review() -> Life:
    life = lived(mentoring)
    life.until(utc(2027, 10, 7, 13))
    return life


# Accepting


def test_one_acceptance_is_not_enough_to_begin() -> None:
    life = Life()
    life.tell(Accept(role=Role.MENTOR))
    assert life.stage is Stage.APPLICATION


def test_both_acceptances_begin_the_induction() -> None:
    assert lived(accepted).stage is Stage.INDUCTION


def test_accepting_twice_changes_nothing() -> None:
    assert takes_no_notice(lived(accepted), Accept(role=Role.MENTEE))


# Attending


def test_attendance_cannot_be_recorded_before_the_gathering_begins() -> None:
    sentence = refusal(lived(accepted), Attend(gathering="induction"))
    assert "begins on Wed 30 Jun 2027 09:30" in sentence


def test_a_gathering_the_programme_lacks_is_refused_with_those_it_has() -> None:
    sentence = refusal(lived(accepted), Attend(gathering="inducton"))
    assert "inducton" in sentence
    assert "induction, training, review" in sentence


def test_who_need_not_come_cannot_have_attended() -> None:
    life = lived(accepted, mentors_train)
    life.until(utc(2027, 7, 6, 16))
    mentee = (Role.MENTEE,)
    assert "training is not for the mentee" in refusal(life, Attend(gathering="training", roles=mentee))
    assert "training is not for the mentee" in refusal(life, Waive(gathering="training", roles=mentee))


def test_attendance_without_a_name_is_of_everybody_whom_the_gathering_is_for() -> None:
    life = lived(accepted, mentors_train)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction"))
    life.until(utc(2027, 7, 6, 16))
    life.tell(Attend(gathering="training"))
    assert life.stage is Stage.MENTORING


def test_the_gate_stays_shut_until_both_have_attended() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))
    after_one = life.stage
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,)))
    assert (after_one, life.stage) == (Stage.INDUCTION, Stage.TRAINING)


def test_recording_the_same_attendance_twice_changes_nothing() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction"))
    assert takes_no_notice(life, Attend(gathering="induction"))


def test_a_missed_gathering_does_not_open_the_gate() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", attended=False))
    assert life.stage is Stage.INDUCTION


def test_who_missed_a_sitting_catches_up_at_the_next() -> None:
    life = lived(accepted, two_inductions)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", attended=False))
    life.until(utc(2027, 7, 2))
    life.tell(Attend(gathering="induction"))
    assert life.stage is Stage.TRAINING
    records = [(r.attendance, r.sitting) for r in life.pairing.mentee.attendance]
    assert records == [(Attendance.MISSED, "1"), (Attendance.ATTENDED, "2")]


def test_who_attended_cannot_have_missed_it() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))
    missed = Attend(gathering="induction", roles=(Role.MENTOR,), attended=False)
    assert "mentor has already attended induction" in refusal(life, missed)


def test_a_miss_refused_for_one_partner_is_not_recorded_for_the_other() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,)))
    refusal(life, Attend(gathering="induction", attended=False))
    assert life.pairing.mentor.attendance == ()


def test_a_waived_gathering_opens_the_gate_before_it_begins() -> None:
    life = lived(accepted)
    life.tell(Waive(gathering="induction"))
    assert life.stage is Stage.TRAINING


def test_who_missed_it_can_be_excused() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,), attended=False))
    life.tell(Waive(gathering="induction", roles=(Role.MENTEE,)))
    assert life.stage is Stage.TRAINING


def test_waiving_twice_changes_nothing() -> None:
    life = lived(accepted)
    life.tell(Waive(gathering="review"))
    assert takes_no_notice(life, Waive(gathering="review"))


# Rescheduling


def test_a_rescheduled_sitting_keeps_its_key_and_has_its_new_time() -> None:
    life = lived(accepted)
    life.tell(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 1, 9), ends=utc(2027, 7, 1, 11))
    )
    assert life.pairing.rules.gathering("induction").sitting("1").starts == utc(2027, 7, 1, 9)


def test_rescheduling_to_the_same_time_changes_nothing() -> None:
    life = lived(accepted)
    old = life.pairing.rules.gathering("induction").sittings[0]
    again = Reschedule(gathering="induction", sitting="1", starts=old.starts, ends=old.ends)
    assert takes_no_notice(life, again)


def test_a_sitting_that_does_not_exist_is_refused_with_those_that_do() -> None:
    wrong = Reschedule(gathering="induction", sitting="7", starts=utc(2027, 7, 1), ends=utc(2027, 7, 1, 13))
    assert "no sitting '7'; it has: 1, 2" in refusal(lived(accepted, two_inductions), wrong)


def test_sittings_that_change_places_are_kept_in_the_order_of_time() -> None:
    life = lived(accepted, two_inductions)
    life.tell(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 9, 9), ends=utc(2027, 7, 9, 11))
    )
    assert [s.key for s in life.pairing.rules.gathering("induction").sittings] == ["2", "1"]


def test_rescheduling_for_a_whole_cohort_passes_by_pairs_that_are_over() -> None:
    life = lived(accepted)
    life.tell(Withdraw(role=Role.MENTOR))
    later = Reschedule(gathering="training", sitting="1", starts=utc(2027, 7, 9), ends=utc(2027, 7, 9, 13))
    assert takes_no_notice(life, later)


# Booking


def test_a_session_cannot_be_booked_before_mentoring() -> None:
    sentence = refusal(lived(accepted), BookSession(starts=JULY_20, minutes=60))
    assert "while the pair is mentoring; it is in induction" in sentence


def test_sessions_are_numbered_from_one() -> None:
    life = booked()
    life.tell(BookSession(starts=JULY_20 + timedelta(days=14), minutes=60))
    assert [s.number for s in life.pairing.sessions] == [1, 2]


def test_the_same_booking_twice_changes_nothing() -> None:
    assert takes_no_notice(booked(), BookSession(starts=JULY_20, minutes=60))


def test_a_pair_cannot_meet_twice_at_the_same_time() -> None:
    overlapping = BookSession(starts=JULY_20 + timedelta(minutes=59), minutes=60)
    assert "overlaps session 1 on Tue 20 Jul 2027 15:00" in refusal(booked(), overlapping)


def test_one_session_may_begin_when_another_ends() -> None:
    life = booked()
    life.tell(BookSession(starts=JULY_20 + timedelta(minutes=60), minutes=60))
    assert len(life.pairing.booked) == 2


def test_a_cancelled_session_leaves_its_time_free() -> None:
    life = booked()
    life.tell(CancelSession(session=1))
    life.tell(BookSession(starts=JULY_20, minutes=90))
    assert [s.number for s in life.pairing.booked] == [2]


def test_the_past_cannot_be_booked() -> None:
    sentence = refusal(lived(mentoring), BookSession(starts=utc(2027, 7, 5), minutes=60))
    assert "has passed; log a session" in sentence


def test_a_session_after_the_time_for_sessions_is_too_late() -> None:
    sentence = refusal(lived(mentoring), BookSession(starts=utc(2028, 1, 7), minutes=60))
    assert "too late: the time for sessions ends on Thu 6 Jan 2028" in sentence


def test_a_session_before_the_time_for_sessions_is_too_early() -> None:
    life = lived(accepted, no_gates)
    sentence = refusal(life, BookSession(starts=utc(2027, 6, 20), minutes=60))
    assert "too early: the time for sessions begins on Tue 6 Jul 2027" in sentence


def test_a_session_can_be_booked_during_the_review() -> None:
    life = in_review()
    life.tell(BookSession(starts=utc(2027, 10, 20), minutes=60))
    assert len(life.pairing.booked) == 1


def test_a_paused_pair_cannot_book() -> None:
    life = lived(mentoring)
    life.tell(Pause())
    assert "paused; resume it" in refusal(life, BookSession(starts=JULY_20, minutes=60))


def test_a_session_can_be_booked_in_the_time_that_a_pause_has_added() -> None:
    life = lived(mentoring)
    life.tell(Pause())
    life.until(utc(2027, 7, 20, 15))
    life.tell(Resume())
    life.tell(BookSession(starts=utc(2028, 1, 18), minutes=60))
    assert life.pairing.booked[0].starts == utc(2028, 1, 18)


# Moving and cancelling


def test_a_moved_session_keeps_its_number_and_length() -> None:
    life = booked(minutes=75)
    life.tell(MoveSession(session=1, starts=JULY_20 + timedelta(days=1)))
    (session,) = life.pairing.booked
    assert (session.number, session.starts, session.minutes) == (1, JULY_20 + timedelta(days=1), 75)


def test_moving_to_where_it_is_changes_nothing() -> None:
    assert takes_no_notice(booked(), MoveSession(session=1, starts=JULY_20))


def test_a_session_does_not_stand_in_its_own_way() -> None:
    life = booked()
    life.tell(MoveSession(session=1, starts=JULY_20 + timedelta(minutes=30)))
    assert life.pairing.booked[0].starts == JULY_20 + timedelta(minutes=30)


def test_a_session_cannot_be_moved_onto_another() -> None:
    life = booked()
    life.tell(BookSession(starts=JULY_20 + timedelta(days=7), minutes=60))
    assert "overlaps session 1" in refusal(life, MoveSession(session=2, starts=JULY_20))


def test_a_session_cannot_be_moved_into_the_past_or_too_late() -> None:
    life = booked()
    assert "has passed" in refusal(life, MoveSession(session=1, starts=utc(2027, 7, 1)))
    assert "too late" in refusal(life, MoveSession(session=1, starts=utc(2028, 2, 1)))


def test_a_session_that_does_not_exist_cannot_be_moved() -> None:
    assert "no session 9" in refusal(booked(), MoveSession(session=9, starts=JULY_20))


def test_a_held_session_is_no_longer_a_booking() -> None:
    life = booked()
    life.until(utc(2027, 7, 21))
    life.tell(LogSession())
    assert "it is held" in refusal(life, MoveSession(session=1, starts=utc(2027, 7, 28)))
    assert "it is held" in refusal(life, CancelSession(session=1))


def test_cancelling_twice_changes_nothing() -> None:
    life = booked()
    life.tell(CancelSession(session=1))
    assert takes_no_notice(life, CancelSession(session=1))


# Logging


def test_nothing_can_be_logged_before_mentoring_begins() -> None:
    life = lived(accepted)
    sentence = refusal(life, LogSession(starts=life.now - timedelta(hours=1)))
    assert "once mentoring has begun; the pair is in induction" in sentence


def test_the_earliest_booked_session_is_logged_when_none_is_named() -> None:
    life = booked(JULY_20 + timedelta(days=2))
    life.tell(BookSession(starts=JULY_20, minutes=60))
    life.until(utc(2027, 7, 30))
    life.tell(LogSession())
    assert [s.number for s in life.pairing.held] == [2]


def test_with_no_booking_one_must_say_when_it_took_place() -> None:
    assert "say when the session took place" in refusal(lived(mentoring), LogSession())


def test_a_session_to_come_is_not_waiting_to_be_logged() -> None:
    assert "No booked session is waiting" in refusal(booked(), LogSession())
    assert "still to come" in refusal(booked(), LogSession(session=1))


def test_a_session_that_was_never_booked_counts() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(starts=JULY_20))
    assert len(life.pairing.held) == 1


def test_a_session_from_before_mentoring_may_be_logged_later() -> None:
    life = lived(mentoring)
    life.tell(LogSession(starts=utc(2027, 6, 20)))
    assert len(life.pairing.held) == 1


def test_a_session_from_before_the_pair_accepted_is_refused() -> None:
    sentence = refusal(lived(mentoring), LogSession(starts=utc(2027, 6, 12)))
    assert "before the pair accepted on Tue 15 Jun 2027" in sentence


def test_a_session_at_the_time_of_a_booking_is_that_booking() -> None:
    life = booked()
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(starts=JULY_20, minutes=90))
    assert [(s.number, s.minutes, s.state) for s in life.pairing.sessions] == [(1, 90, SessionState.HELD)]


def test_logging_the_same_session_twice_changes_nothing() -> None:
    life = booked()
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(session=1))
    assert takes_no_notice(life, LogSession(session=1))
    assert takes_no_notice(life, LogSession(starts=JULY_20))


def test_logging_an_unbooked_session_twice_counts_once() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(starts=JULY_20))
    assert takes_no_notice(life, LogSession(starts=JULY_20))


def test_a_session_inside_another_is_refused() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(starts=JULY_20))
    assert "overlaps session 1" in refusal(life, LogSession(starts=JULY_20 + timedelta(minutes=15)))


def test_a_session_that_is_too_short_does_not_count() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(starts=JULY_20, minutes=59))
    assert life.pairing.sessions[0].state is SessionState.HELD
    assert life.pairing.held == ()


def test_a_booked_session_that_did_not_take_place_does_not_count() -> None:
    life = booked()
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(held=False))
    assert life.pairing.sessions[0].state is SessionState.NOT_HELD
    assert life.pairing.held == ()


def test_what_was_logged_as_not_held_can_be_put_right() -> None:
    life = booked()
    life.until(utc(2027, 7, 21))
    life.tell(LogSession(held=False))
    life.tell(LogSession(session=1))
    assert len(life.pairing.held) == 1


def test_a_session_nobody_booked_cannot_have_failed_to_take_place() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 7, 21))
    assert "none that did not take place" in refusal(life, LogSession(starts=JULY_20, held=False))


def test_a_session_logged_late_during_the_evaluation_counts() -> None:
    life = lived(evaluation)
    before = len(life.pairing.held)
    life.tell(LogSession(starts=utc(2027, 12, 15)))
    assert len(life.pairing.held) == before + 1


def test_a_session_logged_late_takes_the_pair_off_the_list() -> None:
    life = lived(mentoring)
    for day in (1, 8):
        life.until(utc(2027, 12, day))
        life.tell(LogSession(starts=life.now - timedelta(hours=2)))
    life.until(utc(2028, 1, 11))
    assert Concern.TOO_FEW_SESSIONS in life.pairing.concerns
    for day in (14, 20):
        life.tell(LogSession(starts=utc(2027, 12, day)))
    assert Concern.TOO_FEW_SESSIONS not in life.pairing.concerns


# The review


def test_there_is_nothing_to_say_before_the_review() -> None:
    sentence = refusal(lived(mentoring), Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    assert "review is on Thu 7 Oct 2027 12:30; the pair is in mentoring" in sentence


def test_a_programme_without_a_review_says_so() -> None:
    life = lived(mentoring, no_review)
    sentence = refusal(life, Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    assert "no mid-way review" in sentence


def test_one_answer_leaves_the_review_open_and_two_close_it() -> None:
    life = in_review()
    life.tell(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    after_one = life.stage
    life.tell(Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST))
    assert (after_one, life.stage) == (Stage.MIDWAY_REVIEW, Stage.MENTORING)


def test_the_same_choice_twice_changes_nothing() -> None:
    life = in_review()
    life.tell(Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST))
    assert takes_no_notice(life, Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST))


def test_a_partner_may_change_their_mind_after_the_review() -> None:
    life = in_review()
    for role in BOTH:
        life.tell(Review(role=role, choice=ReviewChoice.CONTINUE))
    life.tell(Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST))
    assert life.pairing.mentee.review is ReviewChoice.ADJUST
    assert life.stage is Stage.MENTORING


@pytest.mark.parametrize("role", BOTH)
def test_who_chooses_to_end_at_the_review_has_withdrawn(role: Role) -> None:
    life = in_review()
    life.tell(Review(role=role, choice=ReviewChoice.END))
    assert life.stage is Stage.ENDED
    assert life.pairing.end_reason is EndReason.withdrawal_of(role)


# The evaluation


def test_nobody_can_answer_before_the_evaluation() -> None:
    assert "has not been sent yet" in refusal(lived(mentoring), Answer(role=Role.MENTOR))


def test_both_answers_complete_the_pairing() -> None:
    life = lived(evaluation)
    life.tell(Answer(role=Role.MENTOR))
    after_one = life.stage
    life.tell(Answer(role=Role.MENTEE))
    assert (after_one, life.stage) == (Stage.EVALUATION, Stage.COMPLETED)


def test_answering_twice_changes_nothing() -> None:
    life = lived(evaluation)
    life.tell(Answer(role=Role.MENTOR))
    assert takes_no_notice(life, Answer(role=Role.MENTOR))


# Pausing


def test_a_pause_cancels_sessions_to_come_and_leaves_past_ones_to_be_logged() -> None:
    life = booked()
    life.tell(BookSession(starts=utc(2027, 8, 20), minutes=60))
    life.until(utc(2027, 7, 21))
    life.tell(Pause())
    assert [s.state for s in life.pairing.sessions] == [SessionState.BOOKED, SessionState.CANCELLED]


def test_pausing_twice_changes_nothing() -> None:
    life = lived(mentoring)
    life.tell(Pause())
    life.until(utc(2027, 8, 1))
    assert takes_no_notice(life, Pause())


def test_resuming_what_is_not_paused_changes_nothing() -> None:
    assert takes_no_notice(lived(mentoring), Resume())


def test_a_paused_pair_stays_in_its_stage_until_it_resumes() -> None:
    life = lived(mentoring)
    life.tell(Pause())
    life.until(utc(2027, 10, 20))
    during = life.stage
    life.tell(Resume())
    assert (during, life.stage) == (Stage.MENTORING, Stage.MIDWAY_REVIEW)


def test_a_session_may_be_logged_during_a_pause() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 7, 21))
    life.tell(Pause())
    life.tell(LogSession(starts=JULY_20))
    assert len(life.pairing.held) == 1


# The way out


def life_in(stage: Stage) -> Life:
    match stage:
        case Stage.APPLICATION:
            return Life()
        case Stage.INDUCTION:
            return lived(accepted)
        case Stage.TRAINING:
            life = lived(accepted)
            life.tell(Waive(gathering="induction"))
            return life
        case Stage.MENTORING:
            return lived(mentoring)
        case Stage.MIDWAY_REVIEW:
            return in_review()
        case _:
            return lived(evaluation)


OPEN = [stage for stage in Stage if stage.is_open]


@pytest.mark.parametrize("stage", OPEN)
def test_a_life_can_be_led_into_every_open_stage(stage: Stage) -> None:
    assert life_in(stage).stage is stage


@pytest.mark.parametrize("stage", OPEN)
@pytest.mark.parametrize("paused", [False, True])
def test_a_partner_can_withdraw_from_every_open_stage(stage: Stage, paused: bool) -> None:
    life = life_in(stage)
    if paused:
        life.tell(Pause())
    life.tell(Withdraw(role=Role.MENTEE))
    assert (life.stage, life.pairing.end_reason) == (Stage.ENDED, EndReason.MENTEE_WITHDREW)


@pytest.mark.parametrize("stage", OPEN)
def test_the_coordinator_can_end_every_open_stage(stage: Stage) -> None:
    life = life_in(stage)
    life.tell(End(reason=EndReason.NO_CONTACT))
    assert (life.stage, life.pairing.end_reason) == (Stage.ENDED, EndReason.NO_CONTACT)


def test_withdrawing_or_ending_twice_changes_nothing() -> None:
    left, ended = lived(accepted), lived(accepted)
    left.tell(Withdraw(role=Role.MENTOR))
    ended.tell(End())
    assert takes_no_notice(left, Withdraw(role=Role.MENTOR))
    assert takes_no_notice(ended, End())


def test_the_other_partner_cannot_withdraw_from_what_is_over() -> None:
    life = lived(accepted)
    life.tell(Withdraw(role=Role.MENTOR))
    assert "is ended (mentor_withdrew)" in refusal(life, Withdraw(role=Role.MENTEE))


AFTER_THE_END: tuple[Event, ...] = (
    Attend(gathering="induction"),
    Waive(gathering="training"),
    BookSession(starts=utc(2028, 1, 20), minutes=60),
    MoveSession(session=1, starts=utc(2028, 1, 20)),
    CancelSession(session=1),
    LogSession(starts=utc(2027, 12, 1)),
    Pause(),
    Resume(),
    End(),
)


@pytest.mark.parametrize("event", AFTER_THE_END, ids=lambda event: event.kind)
def test_nothing_is_recorded_for_a_completed_pairing(event: Event) -> None:
    life = lived(evaluation)
    for role in BOTH:
        life.tell(Answer(role=role))
    assert "is completed; nothing more" in refusal(life, event)


@pytest.mark.parametrize("event", AFTER_THE_END[:-1], ids=lambda event: event.kind)
def test_nothing_is_recorded_for_an_ended_pairing(event: Event) -> None:
    life = lived(mentoring)
    life.tell(End())
    assert "is ended (ended_by_coordinator); nothing more" in refusal(life, event)


# Letters that could not be delivered


def test_a_letter_that_failed_puts_the_pair_on_the_list_for_a_fortnight() -> None:
    life = lived(accepted)
    life.tell(LetterFailed(role=Role.MENTEE))
    assert Concern.LETTER_FAILED in life.pairing.concerns
    life.until(utc(2027, 6, 30))
    assert Concern.LETTER_FAILED not in life.pairing.concerns


def test_a_letter_that_failed_after_the_end_troubles_nobody() -> None:
    life = lived(accepted)
    life.tell(End())
    assert takes_no_notice(life, LetterFailed(role=Role.MENTOR))


# What is told


def test_every_event_that_changes_something_is_recorded_as_an_outcome() -> None:
    life = Life(no_gates())
    told = [outcome.kind for outcome in life.outcomes]
    life.until(utc(2027, 7, 7))
    events: tuple[tuple[Event, OutcomeKind], ...] = (
        (Accept(role=Role.MENTOR), OutcomeKind.ACCEPTED),
        (Accept(role=Role.MENTEE), OutcomeKind.ACCEPTED),
        (BookSession(starts=JULY_20, minutes=60), OutcomeKind.BOOKED),
        (MoveSession(session=1, starts=utc(2027, 7, 21)), OutcomeKind.MOVED),
        (CancelSession(session=1), OutcomeKind.CANCELLED),
        (LogSession(starts=life.now), OutcomeKind.HELD),
        (Waive(gathering="review", roles=(Role.MENTOR,)), OutcomeKind.WAIVED),
        (Pause(), OutcomeKind.PAUSED),
        (Resume(), OutcomeKind.RESUMED),
        (LetterFailed(role=Role.MENTOR), OutcomeKind.LETTER_FAILED),
        (Withdraw(role=Role.MENTOR), OutcomeKind.ENDED),
    )
    for event, kind in events:
        life.tell(event)
        told.append(kind)
    stages_and_worries = (OutcomeKind.STAGE, OutcomeKind.CONCERN)
    assert [o.kind for o in life.outcomes if o.kind not in stages_and_worries] == told
