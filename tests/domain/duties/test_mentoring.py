import pytest

from domain.events import BookSession, CancelSession, LogSession, MoveSession, Pause, Resume
from domain.letters import LetterName
from domain.rules import Rules
from domain.words import BOTH, Concern, GatheringKind, Role
from tests.domain.varied import gathering, with_gathering
from tests.living import Life, lived, mentoring, utc


def booked_on(day: int, month: int = 7) -> Life:
    life = lived(mentoring)
    life.tell(BookSession(starts=utc(2027, month, day, 14), minutes=60))
    return life


def test_both_are_told_once_that_mentoring_begins() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 11, 1))
    for role in BOTH:
        assert life.when(LetterName.MENTORING_BEGINS, role) == [utc(2027, 7, 6, 15)]


@pytest.mark.parametrize(("day", "asked"), [(20, 21), (23, 26)])
def test_both_are_asked_on_the_next_working_day_whether_they_met(day: int, asked: int) -> None:
    life = booked_on(day)
    life.until(utc(2027, 7, 30))
    for role in BOTH:
        assert life.when(LetterName.SESSION_CHECK, role) == [utc(2027, 7, asked, 8)]


def test_nobody_is_asked_about_a_session_that_is_logged() -> None:
    life = booked_on(20)
    life.until(utc(2027, 7, 20, 16))
    life.tell(LogSession())
    life.until(utc(2027, 7, 30))
    assert life.count(LetterName.SESSION_CHECK) == 0


def test_nobody_is_asked_about_a_session_that_was_cancelled() -> None:
    life = booked_on(20)
    life.tell(CancelSession(session=1))
    life.until(utc(2027, 7, 30))
    assert life.count(LetterName.SESSION_CHECK) == 0


def test_the_question_moves_with_the_session() -> None:
    life = booked_on(20)
    life.tell(MoveSession(session=1, starts=utc(2027, 7, 27, 14)))
    life.until(utc(2027, 7, 30))
    assert life.when(LetterName.SESSION_CHECK) == [utc(2027, 7, 28, 8)]


def test_a_quiet_pair_is_nudged_after_six_and_eight_weeks() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 12, 20))
    for role in BOTH:
        assert life.when(LetterName.NUDGE, role) == [utc(2027, 8, 17, 8)]
        assert life.when(LetterName.SECOND_NUDGE, role) == [utc(2027, 8, 31, 8)]


def test_a_quiet_pair_goes_on_the_list_after_ten_weeks() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 9, 14, 7))
    assert Concern.GONE_QUIET not in life.pairing.concerns
    life.until(utc(2027, 9, 14, 8))
    assert Concern.GONE_QUIET in life.pairing.concerns


def test_a_sign_of_life_takes_the_pair_off_the_list() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 9, 20))
    life.tell(BookSession(starts=utc(2027, 9, 28), minutes=60))
    assert Concern.GONE_QUIET not in life.pairing.concerns


def test_a_pair_that_has_a_session_booked_is_not_nudged_before_it() -> None:
    life = booked_on(20, month=8)
    life.until(utc(2027, 9, 28))
    assert life.count(LetterName.NUDGE) == 0
    life.until(utc(2027, 10, 1, 8))
    assert life.when(LetterName.NUDGE) == [utc(2027, 10, 1, 8)]


def test_a_pair_that_has_met_often_enough_is_not_nudged() -> None:
    life = lived(mentoring)
    for day in (10, 11, 12, 13):
        life.until(utc(2027, 7, day, 15))
        life.tell(LogSession(starts=utc(2027, 7, day)))
    life.until(utc(2027, 12, 20))
    assert life.count(LetterName.NUDGE) == 0
    assert Concern.GONE_QUIET not in life.pairing.concerns


def test_a_pair_that_paused_is_not_nudged_for_the_paused_weeks() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 8, 10))
    life.tell(Pause())
    life.until(utc(2027, 8, 31))
    life.tell(Resume())
    life.until(utc(2027, 10, 11))
    assert life.count(LetterName.NUDGE) == 0


def late_review() -> Rules:
    return with_gathering(gathering("review", GatheringKind.MIDWAY_REVIEW, utc(2027, 12, 30, 12)))


def test_nobody_is_nudged_when_the_time_for_sessions_is_over() -> None:
    """The time for sessions ends on 6 January while the pair is still asked how to go on."""
    life = lived(mentoring, late_review)
    life.tell(BookSession(starts=utc(2027, 11, 26), minutes=60))
    life.until_over()
    assert life.count(LetterName.NUDGE) == 0


def test_a_pair_that_met_too_seldom_is_on_the_list_during_the_evaluation() -> None:
    life = booked_on(10, month=12)
    life.until(utc(2028, 1, 7))
    assert Concern.TOO_FEW_SESSIONS in life.pairing.concerns


def test_the_question_names_the_session_it_is_about() -> None:
    life = booked_on(20)
    life.until(utc(2027, 7, 21))
    (question,) = (x for x in life.letters if x.name is LetterName.SESSION_CHECK and x.role is Role.MENTEE)
    assert (question.session, question.starts) == (1, utc(2027, 7, 20, 14))
