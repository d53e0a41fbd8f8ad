import pytest

from domain.pairing.events import BookSession, CancelSession, LogSession, Pause, Resume
from domain.pairing.quiet import gone_quiet_at, quiet_since
from tests.domain.varied import no_gates
from tests.living import accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit


def test_nobody_expects_a_pair_to_meet_before_mentoring_or_after_it() -> None:
    assert quiet_since(lived(accepted).pairing) is None
    assert quiet_since(lived(evaluation).pairing) is None


def test_it_is_quiet_since_mentoring_began() -> None:
    assert quiet_since(lived(mentoring).pairing) == utc(2027, 7, 6, 15)


def test_nobody_is_quiet_before_the_time_for_sessions() -> None:
    assert quiet_since(lived(accepted, no_gates).pairing) == utc(2027, 7, 6, 8)


def test_a_booked_session_is_a_sign_of_life_until_it_ends() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 8, 20, 14), minutes=90))
    assert quiet_since(entity.pairing) == utc(2027, 8, 20, 15, 30)


def test_a_cancelled_session_is_no_sign_of_life() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 8, 20, 14), minutes=90))
    entity.update(CancelSession(session=1))
    assert quiet_since(entity.pairing) == utc(2027, 7, 6, 15)


def test_the_day_a_pair_resumed_is_a_sign_of_life() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    assert quiet_since(entity.pairing) is None
    entity.until(utc(2027, 8, 3))
    entity.update(Resume())
    assert quiet_since(entity.pairing) == utc(2027, 8, 3)


def test_a_pair_that_has_met_often_enough_may_be_quiet() -> None:
    entity = lived(mentoring)
    for day in (20, 21, 22, 23):
        entity.update(LogSession(starts=utc(2027, 6, day)))
    assert gone_quiet_at(entity.pairing) is None


def test_silence_becomes_a_worry_after_ten_weeks() -> None:
    assert gone_quiet_at(lived(mentoring).pairing) == utc(2027, 9, 14, 8)
