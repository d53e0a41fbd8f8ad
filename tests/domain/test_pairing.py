"""Deadlines move by the pauses that fell before them."""

from datetime import datetime, timedelta

from domain.events import Pause, Resume
from domain.letters import LetterName
from domain.words import Stage
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

CLOSES = utc(2028, 1, 6, 23, 59)


def paused(life: Life, start: datetime, end: datetime) -> Life:
    life.until(start)
    life.tell(Pause())
    life.until(end)
    life.tell(Resume())
    return life


def test_the_time_for_sessions_is_longer_by_the_pause() -> None:
    life = paused(lived(mentoring), utc(2027, 8, 2), utc(2027, 8, 16))
    assert life.pairing.sessions_close == CLOSES + timedelta(days=14)


def test_two_pauses_add_up() -> None:
    life = paused(lived(mentoring), utc(2027, 8, 2), utc(2027, 8, 16))
    paused(life, utc(2027, 9, 1), utc(2027, 9, 8))
    assert life.pairing.sessions_close == CLOSES + timedelta(days=21)


def test_a_pause_after_the_deadline_does_not_move_it() -> None:
    life = paused(lived(evaluation), utc(2028, 1, 12), utc(2028, 1, 19))
    assert life.pairing.sessions_close == CLOSES


def test_the_evaluation_opens_later_by_the_pause() -> None:
    life = paused(lived(mentoring), utc(2027, 12, 1), utc(2027, 12, 8))
    life.until_over()
    assert life.when(LetterName.EVALUATION) == [utc(2028, 1, 17, 9)]


def test_the_evaluation_closes_later_by_the_pause() -> None:
    life = paused(lived(evaluation), utc(2028, 1, 12), utc(2028, 1, 19))
    life.until_over()
    assert (life.stage, life.now) == (Stage.COMPLETED, utc(2028, 2, 11, 23, 59))


def test_the_fortnight_of_the_review_is_longer_by_the_pause() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 10, 8))
    paused(life, utc(2027, 10, 11), utc(2027, 10, 18))
    life.until(utc(2027, 10, 27))
    before = life.stage
    life.until(utc(2027, 10, 29))
    assert (before, life.stage) == (Stage.MIDWAY_REVIEW, Stage.MENTORING)


def test_a_pause_before_the_count_began_is_not_counted() -> None:
    life = paused(lived(accepted), utc(2027, 6, 16), utc(2027, 6, 23))
    since = utc(2027, 7, 6, 15)
    assert life.pairing.after(since, 14) == utc(2027, 7, 20, 8)


def test_only_the_part_of_a_pause_after_the_count_began_is_counted() -> None:
    life = paused(lived(mentoring), utc(2027, 8, 2), utc(2027, 8, 16))
    assert life.pairing.after(utc(2027, 8, 9), 14) == utc(2027, 8, 30, 8)


def test_nine_in_the_morning_stays_nine_across_a_clock_change() -> None:
    """The clocks go back during this pause of two weeks."""
    life = paused(lived(mentoring), utc(2027, 10, 25), utc(2027, 11, 8, 13))
    assert life.pairing.after(utc(2027, 10, 20), 14) == utc(2027, 11, 17, 9)


def test_a_day_that_ends_at_midnight_still_does_across_a_clock_change() -> None:
    life = paused(lived(mentoring), utc(2027, 10, 25), utc(2027, 11, 8, 13))
    assert life.pairing.sessions_close == CLOSES + timedelta(days=14)
