"""The dates of awareness sessions are announced to whom they concern."""

from datetime import timedelta

import pytest

from domain.application.events import Come
from domain.enums import ApplicationStage
from domain.letter.letter import LetterName
from tests.applying import applied, at, bristol, south_west
from tests.domain.application.south_west import FIRST, added, moved_to, signed_up
from tests.living import utc

pytestmark = pytest.mark.unit


def test_the_dates_are_announced_once_to_whoever_has_applied() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.GATHERING_ANNOUNCED) == [utc(2027, 6, 2, 8)]
    assert entity.letter(LetterName.GATHERING_ANNOUNCED).gathering == "awareness"


def test_the_dates_are_announced_three_weeks_before_the_first() -> None:
    entity = applied(south_west(), utc(2027, 5, 10))
    entity.until(utc(2027, 6, 1))
    assert entity.when(LetterName.GATHERING_ANNOUNCED) == [utc(2027, 5, 20, 8)]


def test_whoever_applies_between_two_dates_hears_in_time_for_the_next() -> None:
    entity = applied(south_west().replace(closes=None), utc(2027, 6, 16))
    entity.until(utc(2027, 6, 30))
    assert entity.when(LetterName.GATHERING_ANNOUNCED) == [utc(2027, 6, 22, 8)]


def test_whoever_applies_after_the_last_date_hears_nothing_of_it() -> None:
    entity = applied(bristol(), utc(2027, 5, 28))
    entity.until(utc(2027, 6, 10))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 0


def test_whoever_has_not_applied_yet_hears_nothing_of_it() -> None:
    entity = at(ApplicationStage.INVITED)
    entity.until(utc(2027, 6, 10))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 0


def test_a_late_applicant_hears_nothing_of_it() -> None:
    entity = applied(south_west(), utc(2027, 6, 21))
    assert entity.written() == [LetterName.CARRIED_OVER]


def test_a_date_that_is_added_is_announced() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    entity.until(utc(2027, 6, 3))
    entity.update(added("4", utc(2027, 6, 17)))
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.GATHERING_ANNOUNCED) == [utc(2027, 6, 2, 8), utc(2027, 6, 3)]


def test_a_date_that_moves_is_announced_anew_to_whoever_has_no_place() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    entity.until(utc(2027, 6, 3))
    entity.update(moved_to(utc(2027, 6, 16, 10), sitting="2"))
    assert entity.when(LetterName.GATHERING_ANNOUNCED) == [utc(2027, 6, 2, 8), utc(2027, 6, 3)]


def test_whoever_has_a_place_hears_nothing_of_other_dates() -> None:
    entity = signed_up()
    entity.update(added("4", utc(2027, 6, 17)))
    entity.until(utc(2027, 6, 4))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 0


def test_whoever_has_been_there_hears_nothing_of_other_dates() -> None:
    entity = signed_up()
    entity.until(FIRST + timedelta(hours=2))
    entity.update(Come(gathering="awareness"))
    entity.update(added("4", utc(2027, 6, 17)))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 0


def test_whoever_has_a_partner_hears_nothing_of_other_dates() -> None:
    entity = at(ApplicationStage.PAIRED)
    entity.update(added("4", utc(2027, 6, 17)))
    entity.until(utc(2027, 6, 4))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 0
