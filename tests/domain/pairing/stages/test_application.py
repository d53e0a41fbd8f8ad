from datetime import timedelta

import pytest

from domain.enums import BOTH, Concern, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept
from tests.living import Life, accepted, lived, utc

pytestmark = pytest.mark.unit

MONDAY_14_JUNE = utc(2027, 6, 14, 8)


def silent_until(day: int, month: int = 6) -> Life:
    entity = Life()
    entity.until(utc(2027, month, day))
    return entity


def test_both_are_introduced_on_the_morning_of_the_introductions() -> None:
    entity = silent_until(15)
    for role in BOTH:
        assert entity.when(LetterName.INTRODUCTION, role) == [MONDAY_14_JUNE]


def test_a_pair_made_after_the_introductions_is_introduced_at_once() -> None:
    made = utc(2027, 6, 17, 15)
    assert Life(now=made).when(LetterName.INTRODUCTION) == [made]


def test_the_introduction_asks_for_an_answer_before_the_first_event_that_both_must_attend() -> None:
    """Bristol's induction is on 30 June."""
    (letter, _) = silent_until(15).letters
    assert letter.until == utc(2027, 6, 29, 8)


def test_without_such_an_event_there_are_nineteen_days_to_accept() -> None:
    rules = Life().pairing.rules
    optional = tuple(gathering.replace(required=False) for gathering in rules.gatherings)
    entity = Life(rules.replace(gatherings=optional))
    entity.until(utc(2027, 6, 15))

    assert entity.letters[0].until == utc(2027, 7, 5, 8)


def test_a_pair_made_late_has_as_long_to_accept_as_the_others() -> None:
    (letter, _) = Life(now=utc(2027, 7, 1)).letters
    assert letter.until == utc(2027, 7, 20, 8)


def test_silence_is_chased_after_five_and_twelve_days_on_a_weekday() -> None:
    assert silent_until(31, 7).when(LetterName.INTRODUCTION_CHASER) == [
        utc(2027, 6, 21, 8),
        utc(2027, 6, 28, 8),
    ]


def test_only_the_silent_partner_is_chased() -> None:
    entity = silent_until(15)
    entity.update(Accept(role=Role.MENTOR))
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.INTRODUCTION_CHASER, Role.MENTOR) == []
    assert len(entity.when(LetterName.INTRODUCTION_CHASER, Role.MENTEE)) == 2


def test_chasing_stops_when_both_have_accepted() -> None:
    entity = silent_until(23)
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until(utc(2027, 7, 30))
    assert len(entity.when(LetterName.INTRODUCTION_CHASER)) == 1


def test_silence_goes_to_the_coordinator_after_nineteen_days() -> None:
    assert Concern.NOT_ACCEPTED not in silent_until(4, 7).pairing.concerns
    assert Concern.NOT_ACCEPTED in silent_until(5, 7).pairing.concerns


def test_a_late_acceptance_takes_the_pair_off_the_list() -> None:
    entity = silent_until(10, 7)
    for role in BOTH:
        entity.update(Accept(role=role))
    assert Concern.NOT_ACCEPTED not in entity.pairing.concerns


def test_both_hear_that_both_have_accepted() -> None:
    entity = lived(accepted)
    for role in BOTH:
        assert entity.when(LetterName.BOTH_ACCEPTED, role) == [utc(2027, 6, 15)]


def test_a_pair_that_accepts_early_is_not_introduced_afterwards() -> None:
    entity = Life()
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until(entity.now + timedelta(days=14))
    assert entity.count(LetterName.INTRODUCTION) == 0
    assert entity.stage is Stage.INDUCTION
