"""Deadlines move by the pauses that fell before them."""

from datetime import datetime, timedelta

import pytest

from domain.enums import Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Pause, Resume
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

CLOSES = utc(2028, 1, 6, 23, 59)


def paused(entity: Life, start: datetime, end: datetime) -> Life:
    entity.until(start)
    entity.update(Pause())
    entity.until(end)
    entity.update(Resume())
    return entity


def test_the_time_for_sessions_is_longer_by_the_pause() -> None:
    entity = paused(lived(mentoring), utc(2027, 8, 2), utc(2027, 8, 16))
    assert entity.pairing.sessions_close == CLOSES + timedelta(days=14)


def test_two_pauses_add_up() -> None:
    entity = paused(lived(mentoring), utc(2027, 8, 2), utc(2027, 8, 16))
    paused(entity, utc(2027, 9, 1), utc(2027, 9, 8))
    assert entity.pairing.sessions_close == CLOSES + timedelta(days=21)


def test_a_pause_after_the_deadline_does_not_move_it() -> None:
    entity = paused(lived(evaluation), utc(2028, 1, 12), utc(2028, 1, 19))
    assert entity.pairing.sessions_close == CLOSES


def test_the_evaluation_opens_later_by_the_pause() -> None:
    entity = paused(lived(mentoring), utc(2027, 12, 1), utc(2027, 12, 8))
    entity.until_over()
    assert entity.when(LetterName.EVALUATION) == [utc(2028, 1, 17, 9)]


def test_the_evaluation_closes_later_by_the_pause() -> None:
    entity = paused(lived(evaluation), utc(2028, 1, 12), utc(2028, 1, 19))
    entity.until_over()
    assert (entity.stage, entity.now) == (Stage.COMPLETED, utc(2028, 2, 11, 23, 59))


def test_the_fortnight_of_the_review_is_longer_by_the_pause() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 8))
    paused(entity, utc(2027, 10, 11), utc(2027, 10, 18))
    entity.until(utc(2027, 10, 27))
    before = entity.stage
    entity.until(utc(2027, 10, 29))
    assert (before, entity.stage) == (Stage.MIDWAY_REVIEW, Stage.MENTORING)


def test_a_pause_before_the_count_began_is_not_counted() -> None:
    entity = paused(lived(accepted), utc(2027, 6, 16), utc(2027, 6, 23))
    since = utc(2027, 7, 6, 15)
    assert entity.pairing.after(since, 14) == utc(2027, 7, 20, 8)


def test_only_the_part_of_a_pause_after_the_count_began_is_counted() -> None:
    entity = paused(lived(mentoring), utc(2027, 8, 2), utc(2027, 8, 16))
    assert entity.pairing.after(utc(2027, 8, 9), 14) == utc(2027, 8, 30, 8)


def test_nine_in_the_morning_stays_nine_across_a_clock_change() -> None:
    """The clocks go back during this pause of two weeks."""
    entity = paused(lived(mentoring), utc(2027, 10, 25), utc(2027, 11, 8, 13))
    assert entity.pairing.after(utc(2027, 10, 20), 14) == utc(2027, 11, 17, 9)


def test_a_day_that_ends_at_midnight_still_does_across_a_clock_change() -> None:
    entity = paused(lived(mentoring), utc(2027, 10, 25), utc(2027, 11, 8, 13))
    assert entity.pairing.sessions_close == CLOSES + timedelta(days=14)
