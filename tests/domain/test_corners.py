"""Corners in which a real coordinator ends up sooner or later."""

from datetime import timedelta

from domain.events import (
    Accept,
    Answer,
    Attend,
    LogSession,
    Pause,
    Reschedule,
    Resume,
    Review,
    Withdraw,
)
from domain.letters import LetterName
from domain.outcomes import OutcomeKind
from domain.words import BOTH, Concern, GatheringKind, ReviewChoice, Role, Stage
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import closing_feedback, gathering, two_inductions, with_gathering
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

MENTEE = (Role.MENTEE,)


def _moved(sitting: str, day: int, month: int = 7) -> Reschedule:
    starts = utc(2027, month, day)
    return Reschedule(gathering="induction", sitting=sitting, starts=starts, ends=starts + timedelta(hours=2))


def test_a_gathering_cannot_move_into_the_past() -> None:
    life = lived(accepted)
    assert "can only move to a time to come" in refusal(life, _moved("1", day=12, month=6))


def test_a_miss_is_of_the_sitting_the_partner_was_expected_at() -> None:
    life = lived(accepted, two_inductions)
    second = life.pairing.rules.gathering("induction").sittings[1]
    life.until(second.starts)
    life.tell(Attend(gathering="induction", roles=MENTEE, attended=False))
    assert life.pairing.mentee.attendance[-1].sitting == "1"


def test_who_attended_one_sitting_has_attended_once() -> None:
    life = lived(accepted, two_inductions)
    first, second = life.pairing.rules.gathering("induction").sittings
    life.until(first.starts)
    life.tell(Attend(gathering="induction", roles=MENTEE))
    life.until(second.starts)
    assert takes_no_notice(life, Attend(gathering="induction", roles=MENTEE))


def test_a_missed_sitting_that_moves_to_a_later_date_is_offered_again() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=MENTEE, attended=False))
    life.tell(_moved("1", day=14))
    assert Concern.MISSED_GATHERING not in life.pairing.concerns
    assert "attend induction on Wed 14 Jul 2027" in str(life.entries[-1].snapshot.waits_for)


def test_thanks_come_after_the_last_gathering_one_is_invited_to() -> None:
    life = lived(evaluation, closing_feedback)
    for role in BOTH:
        life.tell(Answer(role=role))
    life.until_over()
    assert life.stage is Stage.COMPLETED
    assert life.count(LetterName.GATHERING_CANCELLED) == 0


def test_after_a_pause_chasers_come_on_the_morning_of_a_working_day() -> None:
    life = Life()
    life.until(utc(2027, 6, 14))
    life.tell(Pause())
    life.until(utc(2027, 6, 19))
    life.tell(Resume())
    life.until(utc(2027, 7, 20))
    assert [(at.weekday(), at.hour) for at in life.when(LetterName.INTRODUCTION_CHASER)] == [(0, 8), (0, 8)]


def test_a_review_that_moves_while_the_pair_is_in_it_is_still_held() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 10, 7, 12))
    starts = utc(2027, 10, 28)
    life.tell(Reschedule(gathering="review", sitting="1", starts=starts, ends=starts + timedelta(hours=1)))
    life.until(utc(2027, 10, 28, 14))
    assert life.stage is Stage.MIDWAY_REVIEW
    assert life.when(LetterName.REVIEW_QUESTION) == [starts + timedelta(hours=1)]


def test_a_gathering_that_moves_by_some_hours_is_not_announced_twice_in_a_day() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 27))
    life.tell(_moved("1", day=30, month=6))
    life.until(utc(2027, 6, 29, 23))
    assert life.count(LetterName.GATHERING_REMINDER) == 0


def test_who_was_not_introduced_does_not_hear_of_a_pause() -> None:
    life = Life()
    life.tell(Pause())
    assert life.letters == []


def test_who_accepted_early_hears_of_the_end() -> None:
    life = Life()
    life.tell(Accept(role=Role.MENTOR))
    life.tell(Withdraw(role=Role.MENTEE))
    assert life.written(Role.MENTOR) == [LetterName.PARTNER_LEFT]
    assert life.written(Role.MENTEE) == []


def test_a_session_after_the_time_for_sessions_does_not_count() -> None:
    life = lived(evaluation)
    late = LogSession(starts=utc(2028, 1, 8), minutes=60)
    assert "the time for sessions ended on Thu 6 Jan 2028" in refusal(life, late)


def test_nobody_can_answer_before_the_evaluation_is_sent() -> None:
    life = lived(mentoring)
    for month in (7, 9, 10, 11):
        life.until(utc(2027, month, 20))
        life.tell(LogSession(starts=life.now - timedelta(hours=2), minutes=60))
    life.until(utc(2028, 1, 8))
    assert life.stage is Stage.EVALUATION
    assert "has not been sent yet" in refusal(life, Answer(role=Role.MENTOR))


def test_repeating_the_command_that_ended_a_pairing_is_harmless() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 10, 7, 13))
    ending = Review(role=Role.MENTOR, choice=ReviewChoice.END)
    life.tell(ending)
    assert takes_no_notice(life, ending)


def test_a_pair_that_begins_after_the_review_is_not_said_to_have_missed_it() -> None:
    life = Life(with_gathering(gathering("induction", GatheringKind.INDUCTION, utc(2027, 10, 20))))
    life.until(utc(2027, 10, 10))
    for role in BOTH:
        life.tell(Accept(role=role))
    life.until(utc(2027, 10, 20))
    life.tell(Attend(gathering="induction"))
    assert life.pairing.concerns == {Concern.MISSED_GATHERING}  # the training, which was in July
    missed = [o for o in life.outcomes if o.kind is OutcomeKind.CONCERN and o.about == "missed_gathering"]
    assert len(missed) == 1
