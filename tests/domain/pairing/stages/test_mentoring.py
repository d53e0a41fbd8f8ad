import pytest

from domain.enums import BOTH, Concern, GatheringKind, Role
from domain.letter.letter import LetterName
from domain.pairing.events import BookSession, CancelSession, LogSession, MoveSession, Pause, Resume
from domain.programme.rules import Rules
from tests.domain.varied import gathering, with_gathering
from tests.living import Life, lived, mentoring, utc

pytestmark = pytest.mark.unit


def booked_on(day: int, month: int = 7) -> Life:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, month, day, 14), minutes=60))
    return entity


def test_both_are_told_once_that_mentoring_begins() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 11, 1))
    for role in BOTH:
        assert entity.when(LetterName.MENTORING_BEGINS, role) == [utc(2027, 7, 6, 15)]


@pytest.mark.parametrize(("day", "asked"), [(20, 21), (23, 26)])
def test_both_are_asked_on_the_next_working_day_whether_they_met(day: int, asked: int) -> None:
    entity = booked_on(day)
    entity.until(utc(2027, 7, 30))
    for role in BOTH:
        assert entity.when(LetterName.SESSION_CHECK, role) == [utc(2027, 7, asked, 8)]


def test_nobody_is_asked_about_a_session_that_is_logged() -> None:
    entity = booked_on(20)
    entity.until(utc(2027, 7, 20, 16))
    entity.update(LogSession())
    entity.until(utc(2027, 7, 30))
    assert entity.count(LetterName.SESSION_CHECK) == 0


def test_nobody_is_asked_about_a_session_that_was_cancelled() -> None:
    entity = booked_on(20)
    entity.update(CancelSession(session=1))
    entity.until(utc(2027, 7, 30))
    assert entity.count(LetterName.SESSION_CHECK) == 0


def test_the_question_moves_with_the_session() -> None:
    entity = booked_on(20)
    entity.update(MoveSession(session=1, starts=utc(2027, 7, 27, 14)))
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.SESSION_CHECK) == [utc(2027, 7, 28, 8)]


def test_a_quiet_pair_is_nudged_after_six_and_eight_weeks() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 12, 20))
    for role in BOTH:
        assert entity.when(LetterName.NUDGE, role) == [utc(2027, 8, 17, 8)]
        assert entity.when(LetterName.SECOND_NUDGE, role) == [utc(2027, 8, 31, 8)]


def test_a_quiet_pair_goes_on_the_list_after_ten_weeks() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 9, 14, 7))
    assert Concern.GONE_QUIET not in entity.pairing.concerns
    entity.until(utc(2027, 9, 14, 8))
    assert Concern.GONE_QUIET in entity.pairing.concerns


def test_a_sign_of_life_takes_the_pair_off_the_list() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 9, 20))
    entity.update(BookSession(starts=utc(2027, 9, 28), minutes=60))
    assert Concern.GONE_QUIET not in entity.pairing.concerns


def test_a_pair_that_has_a_session_booked_is_not_nudged_before_it() -> None:
    entity = booked_on(20, month=8)
    entity.until(utc(2027, 9, 28))
    assert entity.count(LetterName.NUDGE) == 0
    entity.until(utc(2027, 10, 1, 8))
    assert entity.when(LetterName.NUDGE) == [utc(2027, 10, 1, 8)]


def test_a_pair_that_has_met_often_enough_is_not_nudged() -> None:
    entity = lived(mentoring)
    for day in (10, 11, 12, 13):
        entity.until(utc(2027, 7, day, 15))
        entity.update(LogSession(starts=utc(2027, 7, day)))
    entity.until(utc(2027, 12, 20))
    assert entity.count(LetterName.NUDGE) == 0
    assert Concern.GONE_QUIET not in entity.pairing.concerns


def test_a_pair_that_paused_is_not_nudged_for_the_paused_weeks() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 8, 10))
    entity.update(Pause())
    entity.until(utc(2027, 8, 31))
    entity.update(Resume())
    entity.until(utc(2027, 10, 11))
    assert entity.count(LetterName.NUDGE) == 0


def late_review() -> Rules:
    return with_gathering(gathering("review", GatheringKind.MIDWAY_REVIEW, utc(2027, 12, 30, 12)))


def test_nobody_is_nudged_when_the_time_for_sessions_is_over() -> None:
    """The time for sessions ends on 6 January while the pair is still asked how to go on."""
    entity = lived(mentoring, late_review)
    entity.update(BookSession(starts=utc(2027, 11, 26), minutes=60))
    entity.until_over()
    assert entity.count(LetterName.NUDGE) == 0


def test_a_pair_that_met_too_seldom_is_on_the_list_during_the_evaluation() -> None:
    entity = booked_on(10, month=12)
    entity.until(utc(2028, 1, 7))
    assert Concern.TOO_FEW_SESSIONS in entity.pairing.concerns


def test_the_question_names_the_session_it_is_about() -> None:
    entity = booked_on(20)
    entity.until(utc(2027, 7, 21))
    (question,) = (x for x in entity.letters if x.name is LetterName.SESSION_CHECK and x.role is Role.MENTEE)
    assert (question.session, question.starts) == (1, utc(2027, 7, 20, 14))
