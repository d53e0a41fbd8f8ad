import pytest

from domain.events import Accept, Answer, End, LogSession, Pause, Resume, Withdraw
from domain.letters import LetterName
from domain.words import BOTH, Concern, Role
from tests.domain.varied import nothing_but_sessions
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

FAREWELLS = (
    LetterName.THANKS,
    LetterName.LEAVING_CONFIRMED,
    LetterName.PARTNER_LEFT,
    LetterName.PAIRING_CLOSED,
)


def farewells(life: Life, role: Role) -> list[LetterName]:
    return [name for name in life.written(role) if name in FAREWELLS]


def test_both_are_thanked_also_when_one_never_answered() -> None:
    life = lived(evaluation)
    life.tell(Answer(role=Role.MENTOR))
    life.until_over()
    for role in BOTH:
        assert farewells(life, role) == [LetterName.THANKS]


def test_a_programme_without_an_evaluation_thanks_when_the_time_for_sessions_is_over() -> None:
    life = lived(accepted, nothing_but_sessions)
    for month in (7, 12):
        life.until(utc(2027, month, 21))
        life.tell(LogSession(starts=life.now))
    life.until_over()
    assert life.when(LetterName.THANKS) == [utc(2028, 1, 6, 23, 59)]


@pytest.mark.parametrize("leaver", BOTH)
def test_the_leaver_has_it_confirmed_and_the_partner_is_told(leaver: Role) -> None:
    life = lived(mentoring)
    life.tell(Withdraw(role=leaver))
    assert farewells(life, leaver) == [LetterName.LEAVING_CONFIRMED]
    assert farewells(life, leaver.partner) == [LetterName.PARTNER_LEFT]


def test_when_the_coordinator_ends_it_nobody_has_left() -> None:
    life = lived(mentoring)
    life.tell(End())
    for role in BOTH:
        assert farewells(life, role) == [LetterName.PAIRING_CLOSED]


def test_who_has_not_heard_of_the_pairing_does_not_hear_of_its_end() -> None:
    life = Life()
    life.tell(End())
    assert life.letters == []


def test_a_pair_that_has_been_introduced_hears_of_the_end() -> None:
    life = Life()
    life.until(utc(2027, 6, 16))
    life.tell(Withdraw(role=Role.MENTEE))
    assert farewells(life, Role.MENTOR) == [LetterName.PARTNER_LEFT]


def test_a_pair_that_accepted_before_the_introductions_hears_of_the_end() -> None:
    life = Life()
    for role in BOTH:
        life.tell(Accept(role=role))
    life.tell(Withdraw(role=Role.MENTEE))
    assert farewells(life, Role.MENTOR) == [LetterName.PARTNER_LEFT]


def test_nothing_is_written_after_the_farewells() -> None:
    life = lived(mentoring)
    life.tell(Withdraw(role=Role.MENTOR))
    written = len(life.letters)
    assert life.look_again is None
    life.outage(utc(2028, 3, 1))
    assert len(life.letters) == written


def test_a_pause_and_its_end_are_confirmed_to_both() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 8, 2))
    life.tell(Pause())
    life.until(utc(2027, 8, 9))
    life.tell(Resume())
    for role in BOTH:
        assert life.when(LetterName.PAUSED, role) == [utc(2027, 8, 2)]
        assert life.when(LetterName.RESUMED, role) == [utc(2027, 8, 9)]


def test_a_second_pause_is_confirmed_like_the_first() -> None:
    life = lived(mentoring)
    for day in (2, 16):
        life.until(utc(2027, 8, day))
        life.tell(Pause())
        life.until(utc(2027, 8, day + 7))
        life.tell(Resume())
    assert len(life.when(LetterName.PAUSED)) == len(life.when(LetterName.RESUMED)) == 2


def test_a_long_pause_goes_to_the_coordinator_after_eight_weeks() -> None:
    life = lived(mentoring)
    life.tell(Pause())
    life.until(utc(2027, 8, 31, 7))
    assert life.pairing.concerns == frozenset()
    life.until(utc(2027, 8, 31, 8))
    assert life.pairing.concerns == {Concern.LONG_PAUSE}


def test_resuming_takes_the_pair_off_the_list() -> None:
    life = lived(mentoring)
    life.tell(Pause())
    life.until(utc(2027, 9, 10))
    life.tell(Resume())
    assert Concern.LONG_PAUSE not in life.pairing.concerns
