from domain.events import Answer, Attend
from domain.letters import LetterName
from domain.words import BOTH, Role, Stage
from tests.domain.varied import closing_feedback
from tests.living import evaluation, lived, utc


def test_both_get_the_questionnaire_on_the_day_it_opens() -> None:
    life = lived(evaluation)
    for role in BOTH:
        assert life.when(LetterName.EVALUATION, role) == [utc(2028, 1, 10, 9)]


def test_silence_is_chased_twice() -> None:
    life = lived(evaluation)
    life.until_over()
    assert life.when(LetterName.EVALUATION_CHASER) == [utc(2028, 1, 17, 9), utc(2028, 1, 24, 9)]


def test_who_has_answered_is_not_chased() -> None:
    life = lived(evaluation)
    life.tell(Answer(role=Role.MENTOR))
    life.until_over()
    assert life.when(LetterName.EVALUATION_CHASER, Role.MENTOR) == []
    assert len(life.when(LetterName.EVALUATION_CHASER, Role.MENTEE)) == 2


def test_every_chaser_names_the_closing_date() -> None:
    life = lived(evaluation)
    life.until_over()
    chasers = [x for x in life.letters if x.name is LetterName.EVALUATION_CHASER]
    assert {x.until for x in chasers} == {utc(2028, 2, 4, 23, 59)}


def test_the_pairing_is_completed_though_one_never_answered() -> None:
    life = lived(evaluation)
    life.tell(Answer(role=Role.MENTEE))
    life.until_over()
    assert (life.stage, life.now) == (Stage.COMPLETED, utc(2028, 2, 4, 23, 59))


def test_the_closing_duties_are_waited_for() -> None:
    life = lived(evaluation, closing_feedback)
    for role in BOTH:
        life.tell(Answer(role=role))
    answered = life.stage
    life.until(utc(2028, 1, 26, 14))
    life.tell(Attend(gathering="feedback"))
    assert (answered, life.stage) == (Stage.EVALUATION, Stage.COMPLETED)
