from datetime import timedelta

import pytest

from domain.enums import BOTH, Concern, Role
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, Answer, End, LogSession, Pause, Resume, Withdraw
from tests.domain.varied import nothing_but_sessions
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

FAREWELLS = (
    LetterName.THANKS,
    LetterName.LEAVING_CONFIRMED,
    LetterName.PARTNER_LEFT,
    LetterName.PAIRING_CLOSED,
)


def farewells(entity: Life, role: Role) -> list[LetterName]:
    return [name for name in entity.written(role) if name in FAREWELLS]


def test_both_are_thanked_also_when_one_never_answered() -> None:
    entity = lived(evaluation)
    entity.update(Answer(role=Role.MENTOR))
    entity.until_over()
    for role in BOTH:
        assert farewells(entity, role) == [LetterName.THANKS]


def test_a_programme_without_an_evaluation_thanks_when_the_time_for_sessions_is_over() -> None:
    entity = lived(accepted, nothing_but_sessions)
    for month in (7, 12):
        entity.until(utc(2027, month, 21))
        entity.update(LogSession(starts=entity.now))
    entity.until_over()
    assert entity.when(LetterName.THANKS) == [utc(2028, 1, 6, 23, 59)]


@pytest.mark.parametrize("leaver", BOTH)
def test_the_leaver_has_it_confirmed_and_the_partner_is_told(leaver: Role) -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=leaver))
    assert (farewells(entity, leaver), farewells(entity, leaver.partner)) == (
        [LetterName.LEAVING_CONFIRMED],
        [],
    )
    said = entity.now
    entity.finish()
    assert entity.when(LetterName.LEAVING_CONFIRMED, leaver) == [said]
    assert entity.when(LetterName.PARTNER_LEFT, leaver.partner) == [said + timedelta(hours=1)]


def test_when_the_coordinator_ends_it_nobody_has_left() -> None:
    entity = lived(mentoring)
    entity.update(End())
    said = entity.now
    entity.finish()
    for role in BOTH:
        assert farewells(entity, role) == [LetterName.PAIRING_CLOSED]
        assert entity.when(LetterName.PAIRING_CLOSED, role) == [said + timedelta(hours=1)]


def test_who_has_not_heard_of_the_pairing_does_not_hear_of_its_end() -> None:
    entity = Life()
    entity.update(End())
    assert entity.letters == []


def test_a_pair_that_has_been_introduced_hears_of_the_end() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 16))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    assert farewells(entity, Role.MENTOR) == [LetterName.PARTNER_LEFT]


def test_a_pair_that_accepted_before_the_introductions_hears_of_the_end() -> None:
    entity = Life()
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    assert farewells(entity, Role.MENTOR) == [LetterName.PARTNER_LEFT]


def test_nothing_is_written_after_the_farewells() -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTOR))
    entity.finish()
    written = len(entity.letters)
    assert entity.look_again is None
    entity.outage(utc(2028, 3, 1))
    assert len(entity.letters) == written


def test_a_pause_and_its_end_are_confirmed_to_both() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 8, 2))
    entity.update(Pause())
    entity.until(utc(2027, 8, 9))
    entity.update(Resume())
    for role in BOTH:
        assert entity.when(LetterName.PAUSED, role) == [utc(2027, 8, 2)]
        assert entity.when(LetterName.RESUMED, role) == [utc(2027, 8, 9)]


def test_a_second_pause_is_confirmed_like_the_first() -> None:
    entity = lived(mentoring)
    for day in (2, 16):
        entity.until(utc(2027, 8, day))
        entity.update(Pause())
        entity.until(utc(2027, 8, day + 7))
        entity.update(Resume())
    assert len(entity.when(LetterName.PAUSED)) == len(entity.when(LetterName.RESUMED)) == 2


def test_a_long_pause_goes_to_the_coordinator_after_eight_weeks() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2027, 8, 31, 7))
    assert entity.pairing.concerns == frozenset()
    entity.until(utc(2027, 8, 31, 8))
    assert entity.pairing.concerns == {Concern.LONG_PAUSE}


def test_resuming_takes_the_pair_off_the_list() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2027, 9, 10))
    entity.update(Resume())
    assert Concern.LONG_PAUSE not in entity.pairing.concerns
