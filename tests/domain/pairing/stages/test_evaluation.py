import pytest

from domain.enums import BOTH, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Answer, Attend
from tests.domain.varied import closing_feedback
from tests.living import evaluation, lived, utc

pytestmark = pytest.mark.unit


def test_both_get_the_questionnaire_on_the_day_it_opens() -> None:
    entity = lived(evaluation)
    for role in BOTH:
        assert entity.when(LetterName.EVALUATION, role) == [utc(2028, 1, 10, 9)]


def test_silence_is_chased_twice() -> None:
    entity = lived(evaluation)
    entity.until_over()
    assert entity.when(LetterName.EVALUATION_CHASER) == [utc(2028, 1, 20, 9), utc(2028, 1, 28, 9)]


def test_who_has_answered_is_not_chased() -> None:
    entity = lived(evaluation)
    entity.update(Answer(role=Role.MENTOR))
    entity.until_over()
    assert entity.when(LetterName.EVALUATION_CHASER, Role.MENTOR) == []
    assert len(entity.when(LetterName.EVALUATION_CHASER, Role.MENTEE)) == 2


def test_every_chaser_names_the_closing_date() -> None:
    entity = lived(evaluation)
    entity.until_over()
    chasers = [x for x in entity.letters if x.name is LetterName.EVALUATION_CHASER]
    assert {x.until for x in chasers} == {utc(2028, 2, 4, 23, 59)}


def test_the_pairing_is_completed_though_one_never_answered() -> None:
    entity = lived(evaluation)
    entity.update(Answer(role=Role.MENTEE))
    entity.until_over()
    assert (entity.stage, entity.now) == (Stage.COMPLETED, utc(2028, 2, 4, 23, 59))


def test_the_closing_duties_are_waited_for() -> None:
    entity = lived(evaluation, closing_feedback)
    for role in BOTH:
        entity.update(Answer(role=role))
    answered = entity.stage
    entity.until(utc(2028, 1, 26, 14))
    entity.update(Attend(gathering="feedback"))
    assert (answered, entity.stage) == (Stage.EVALUATION, Stage.COMPLETED)
