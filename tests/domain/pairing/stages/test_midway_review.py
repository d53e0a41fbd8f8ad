import pytest

from domain.enums import BOTH, Concern, ReviewChoice, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, Review
from tests.domain.varied import no_gates
from tests.living import Life, lived, mentoring, utc

pytestmark = pytest.mark.unit


def in_review() -> Life:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 12))
    return entity


def test_each_partner_is_asked_when_the_review_meeting_has_ended() -> None:
    entity = in_review()
    assert entity.count(LetterName.REVIEW_QUESTION) == 0
    entity.until(utc(2027, 10, 8))
    for role in BOTH:
        assert entity.when(LetterName.REVIEW_QUESTION, role) == [utc(2027, 10, 7, 12, 30)]


def test_the_question_names_the_day_by_which_to_answer() -> None:
    entity = in_review()
    entity.until(utc(2027, 10, 8))
    question = next(x for x in entity.letters if x.name is LetterName.REVIEW_QUESTION)
    assert question.until == utc(2027, 10, 21, 8)


def test_who_has_answered_at_the_meeting_is_not_asked() -> None:
    entity = in_review()
    entity.update(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    entity.until(utc(2027, 10, 8))
    assert entity.when(LetterName.REVIEW_QUESTION, Role.MENTOR) == []
    assert len(entity.when(LetterName.REVIEW_QUESTION, Role.MENTEE)) == 1


def test_silence_at_the_review_means_going_on_after_a_fortnight() -> None:
    entity = in_review()
    entity.until(utc(2027, 10, 21, 7))
    before = entity.stage
    entity.until(utc(2027, 10, 21, 8))
    assert (before, entity.stage) == (Stage.MIDWAY_REVIEW, Stage.MENTORING)


def test_a_wish_to_adjust_is_on_the_coordinators_list_for_a_fortnight() -> None:
    entity = in_review()
    entity.update(Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST))
    assert Concern.REVIEW_ADJUST in entity.pairing.concerns
    entity.until(utc(2027, 10, 22))
    assert Concern.REVIEW_ADJUST not in entity.pairing.concerns


def test_a_pair_that_begins_after_the_review_is_not_asked() -> None:
    entity = Life(no_gates(), utc(2027, 10, 10))
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until(utc(2027, 12, 1))
    assert entity.stage is Stage.MENTORING
    assert entity.count(LetterName.REVIEW_QUESTION) == 0
