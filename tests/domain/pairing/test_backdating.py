"""What happened on an earlier day than it is told on counts from its own day."""

from datetime import date, datetime, timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Attendance, EndReason, ReviewChoice, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    End,
    PairingEvent,
    Pause,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import two_inductions
from tests.every import every
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

JUNE_18 = date(2027, 6, 18)


def on_june_22() -> Life:
    """Introduced on Mon 14 June; nothing has been heard of them."""
    entity = Life()
    entity.until(utc(2027, 6, 22, 15))
    return entity


def test_an_acceptance_counts_from_its_day_and_the_moment_of_telling_is_kept() -> None:
    entity = on_june_22()
    entity.update(Accept(role=Role.MENTOR, happened_on=JUNE_18))
    assert entity.pairing.mentor.accepted == utc(2027, 6, 18, 8)  # nine o'clock in London
    outcome = entity.outcomes[-1]
    assert (outcome.kind, outcome.at, outcome.happened_on) == (OutcomeKind.ACCEPTED, entity.now, JUNE_18)


def test_what_is_told_on_its_own_day_has_no_other_day() -> None:
    entity = on_june_22()
    entity.update(Accept(role=Role.MENTOR, happened_on=date(2027, 6, 22)))
    assert entity.pairing.mentor.accepted == entity.now
    assert entity.outcomes[-1].happened_on is None


def test_on_the_day_on_which_the_pairing_began_it_counts_from_its_beginning() -> None:
    entity = on_june_22()
    entity.update(Accept(role=Role.MENTOR, happened_on=date(2027, 6, 10)))
    assert entity.pairing.mentor.accepted == utc(2027, 6, 10)


def test_the_pair_enters_its_next_stage_when_it_is_told() -> None:
    entity = on_june_22()
    for role in BOTH:
        entity.update(Accept(role=role, happened_on=JUNE_18))
    assert (entity.stage, entity.pairing.since) == (Stage.INDUCTION, entity.now)
    assert entity.when(LetterName.BOTH_ACCEPTED) == [entity.now]


EVERY_KIND: tuple[PairingEvent, ...] = (
    Accept(role=Role.MENTEE),
    Attend(gathering="induction"),
    Waive(gathering="induction"),
    Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST),
    Answer(role=Role.MENTOR),
    Withdraw(role=Role.MENTEE),
    End(),
    Pause(),
)


@every("event", EVERY_KIND)
def test_a_day_to_come_is_refused(event: PairingEvent) -> None:
    entity = lived(evaluation)
    entity.entity = entity.entity.replace(mentee=entity.entity.mentee.replace(accepted=None, attendance=()))
    later = event.replace(happened_on=date(2028, 1, 11))
    assert "Tue 11 Jan 2028 is still to come; tell it when it has happened." in refusal(entity, later)


@every("event", EVERY_KIND)
def test_a_day_before_the_two_were_put_together_is_refused(event: PairingEvent) -> None:
    entity = lived(evaluation)
    entity.entity = entity.entity.replace(mentee=entity.entity.mentee.replace(accepted=None, attendance=()))
    entity.entity = entity.entity.replace(mentor=entity.entity.mentor.replace(review=None, reviewed=None))
    early = event.replace(happened_on=date(2027, 6, 9))
    assert "Wed 9 Jun 2027 is too early: nothing can have happened before Thu 10 Jun 2027." in refusal(
        entity, early
    )


def test_an_event_without_a_clock_on_the_wall_of_london_is_meant_by_its_local_day() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 22, 23, 30))  # past midnight in London
    entity.update(Accept(role=Role.MENTOR, happened_on=date(2027, 6, 23)))
    assert entity.pairing.mentor.accepted == entity.now


# Attendance


def test_attendance_names_the_sitting_of_its_day() -> None:
    entity = lived(accepted, two_inductions)
    entity.until(utc(2027, 7, 10))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,), happened_on=date(2027, 7, 2)))
    (record,) = entity.pairing.mentor.attendance
    assert (record.sitting, record.at.date()) == ("2", date(2027, 7, 2))


def test_whoever_missed_one_sitting_and_came_to_another_is_told_of_day_by_day() -> None:
    entity = lived(accepted, two_inductions)
    entity.until(utc(2027, 7, 10))
    missed = Attend(gathering="induction", attended=False, happened_on=date(2027, 6, 30))
    came = Attend(gathering="induction", happened_on=date(2027, 7, 2))
    entity.update(missed)
    entity.update(came)
    told = [(r.attendance, r.sitting) for r in entity.pairing.mentee.attendance]
    assert told == [(Attendance.MISSED, "1"), (Attendance.ATTENDED, "2")]
    assert takes_no_notice(entity, missed)
    assert takes_no_notice(entity, came)


def test_nobody_missed_what_was_not_on_that_day() -> None:
    entity = lived(accepted, two_inductions)
    entity.until(utc(2027, 7, 10))
    other = Attend(gathering="induction", attended=False, happened_on=date(2027, 7, 1))
    assert "induction was not on Thu 1 Jul 2027 but on Wed 30 Jun 2027, Fri 2 Jul 2027." in refusal(
        entity, other
    )


def test_nobody_attended_before_the_gathering_began() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 7, 10))
    early = Attend(gathering="induction", happened_on=date(2027, 6, 29))
    assert "induction begins on Wed 30 Jun 2027" in refusal(entity, early)


# Pauses


def test_a_pause_told_later_counts_from_its_day() -> None:
    entity = lived(mentoring)
    closes = entity.pairing.sessions_close
    entity.until(utc(2027, 9, 1))
    paused, back = Pause(happened_on=date(2027, 8, 2)), Resume(happened_on=date(2027, 8, 16))
    entity.update(paused)
    entity.update(back)
    assert entity.pairing.pauses == ((utc(2027, 8, 2, 8), utc(2027, 8, 16, 8)),)
    assert entity.pairing.sessions_close - closes == timedelta(days=14)
    assert takes_no_notice(entity, paused)
    assert takes_no_notice(entity, back)


def test_nobody_went_on_before_the_pause_or_paused_before_going_on() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 9, 1))
    entity.update(Pause(happened_on=date(2027, 8, 2)))
    early = refusal(entity, Resume(happened_on=date(2027, 8, 1)))
    assert "The pair has paused since Mon 2 Aug 2027." in early
    entity.update(Resume(happened_on=date(2027, 8, 16)))
    assert "The pair went on after that, on Mon 16 Aug 2027." in refusal(
        entity, Pause(happened_on=date(2027, 7, 30))
    )


# The review, the evaluation, the end


def test_a_review_told_later_is_of_its_day() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 12))
    entity.update(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE, happened_on=date(2027, 10, 8)))
    assert entity.pairing.mentor.reviewed == utc(2027, 10, 8, 8)


def test_nobody_has_reviewed_before_the_review() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 12))
    early = Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE, happened_on=date(2027, 10, 6))
    assert "Wed 6 Oct 2027 was before the mid-way review." in refusal(entity, early)


def test_an_older_word_does_not_take_the_place_of_a_later_one() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 12))
    first = Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST, happened_on=date(2027, 10, 7))
    entity.update(first)
    entity.update(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE, happened_on=date(2027, 10, 8)))
    assert takes_no_notice(entity, first)
    assert entity.pairing.mentor.review is ReviewChoice.CONTINUE


def test_nobody_has_answered_before_the_questionnaire_went() -> None:
    entity = lived(evaluation)
    sentence = refusal(entity, Answer(role=Role.MENTOR, happened_on=date(2028, 1, 7)))
    assert "has not been sent" in sentence


@every(
    ("event", "reason"),
    [
        (Withdraw(role=Role.MENTEE), EndReason.MENTEE_WITHDREW),
        (End(), EndReason.COORDINATOR),
    ],
)
def test_an_end_told_later_is_of_its_day_and_the_letters_go_when_it_is_told(
    event: PairingEvent, reason: EndReason
) -> None:
    entity = lived(mentoring)
    told: datetime = entity.now + timedelta(days=5)
    entity.until(told)
    entity.update(event.replace(happened_on=date(2027, 7, 8)))
    ended = entity.outcomes[-1]
    assert (entity.pairing.end_reason, entity.pairing.since) == (reason, told)
    assert (ended.kind, ended.at, ended.happened_on) == (OutcomeKind.ENDED, told, date(2027, 7, 8))
