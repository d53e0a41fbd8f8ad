"""Corners in which a real coordinator ends up sooner or later."""

from datetime import timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, GatheringKind, ReviewChoice, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import (
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
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import closing_feedback, gathering, two_inductions, with_gathering
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

MENTEE = (Role.MENTEE,)


def _moved(sitting: str, day: int, month: int = 7) -> Reschedule:
    starts = utc(2027, month, day)
    return Reschedule(gathering="induction", sitting=sitting, starts=starts, ends=starts + timedelta(hours=2))


def test_a_gathering_cannot_move_into_the_past() -> None:
    entity = lived(accepted)
    assert "can only move to a time to come" in refusal(entity, _moved("1", day=12, month=6))


def test_a_miss_is_of_the_sitting_the_partner_was_expected_at() -> None:
    entity = lived(accepted, two_inductions)
    second = entity.pairing.rules.gathering("induction").sittings[1]
    entity.until(second.starts)
    entity.update(Attend(gathering="induction", roles=MENTEE, attended=False))
    assert entity.pairing.mentee.attendance[-1].sitting == "1"


def test_who_attended_one_sitting_has_attended_once() -> None:
    entity = lived(accepted, two_inductions)
    first, second = entity.pairing.rules.gathering("induction").sittings
    entity.until(first.starts)
    entity.update(Attend(gathering="induction", roles=MENTEE))
    entity.until(second.starts)
    assert takes_no_notice(entity, Attend(gathering="induction", roles=MENTEE))


def test_a_missed_sitting_that_moves_to_a_later_date_is_offered_again() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=MENTEE, attended=False))
    entity.update(_moved("1", day=14))
    assert Concern.MISSED_GATHERING not in entity.pairing.concerns
    assert "attend induction on Wed 14 Jul 2027" in str(entity.entries[-1].snapshot.waits_for)


def test_thanks_come_after_the_last_gathering_one_is_invited_to() -> None:
    entity = lived(evaluation, closing_feedback)
    for role in BOTH:
        entity.update(Answer(role=role))
    entity.until_over()
    assert entity.stage is Stage.COMPLETED
    assert entity.count(LetterName.GATHERING_CANCELLED) == 0


def test_after_a_pause_chasers_come_on_the_morning_of_a_working_day() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 14))
    entity.update(Pause())
    entity.until(utc(2027, 6, 19))
    entity.update(Resume())
    entity.until(utc(2027, 7, 20))
    assert [(at.weekday(), at.hour) for at in entity.when(LetterName.INTRODUCTION_CHASER)] == [(0, 8), (0, 8)]


def test_a_review_that_moves_while_the_pair_is_in_it_is_still_held() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 12))
    starts = utc(2027, 10, 28)
    entity.update(
        Reschedule(gathering="review", sitting="1", starts=starts, ends=starts + timedelta(hours=1))
    )
    entity.until(utc(2027, 10, 28, 14))
    assert entity.stage is Stage.MIDWAY_REVIEW
    assert entity.when(LetterName.REVIEW_QUESTION) == [starts + timedelta(hours=1)]


def test_a_gathering_that_moves_by_some_hours_is_not_announced_twice_in_a_day() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 27))
    entity.update(_moved("1", day=30, month=6))
    entity.until(utc(2027, 6, 29, 23))
    assert entity.count(LetterName.GATHERING_REMINDER) == 0


def test_who_was_not_introduced_does_not_hear_of_a_pause() -> None:
    entity = Life()
    entity.update(Pause())
    assert entity.letters == []


def test_who_accepted_early_hears_of_the_end() -> None:
    entity = Life()
    entity.update(Accept(role=Role.MENTOR))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    assert entity.written(Role.MENTOR) == [LetterName.PARTNER_LEFT]
    assert entity.written(Role.MENTEE) == []


def test_a_session_after_the_time_for_sessions_does_not_count() -> None:
    entity = lived(evaluation)
    late = LogSession(starts=utc(2028, 1, 8), minutes=60)
    assert "the time for sessions ended on Thu 6 Jan 2028" in refusal(entity, late)


def test_nobody_can_answer_before_the_evaluation_is_sent() -> None:
    entity = lived(mentoring)
    for month in (7, 9, 10, 11):
        entity.until(utc(2027, month, 20))
        entity.update(LogSession(starts=entity.now - timedelta(hours=2), minutes=60))
    entity.until(utc(2028, 1, 8))
    assert entity.stage is Stage.EVALUATION
    assert "has not been sent yet" in refusal(entity, Answer(role=Role.MENTOR))


def test_repeating_the_command_that_ended_a_pairing_is_harmless() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 13))
    ending = Review(role=Role.MENTOR, choice=ReviewChoice.END)
    entity.update(ending)
    assert takes_no_notice(entity, ending)


def test_a_pair_that_begins_after_the_review_is_not_said_to_have_missed_it() -> None:
    entity = Life(with_gathering(gathering("induction", GatheringKind.INDUCTION, utc(2027, 10, 20))))
    entity.until(utc(2027, 10, 10))
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until(utc(2027, 10, 20))
    entity.update(Attend(gathering="induction"))
    assert entity.pairing.concerns == {Concern.MISSED_GATHERING}  # the training, which was in July
    missed = [o for o in entity.outcomes if o.kind is OutcomeKind.CONCERN and o.about == "missed_gathering"]
    assert len(missed) == 1
