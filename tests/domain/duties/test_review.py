from domain.events import Accept, Review
from domain.letters import LetterName
from domain.words import BOTH, Concern, ReviewChoice, Role, Stage
from tests.domain.varied import no_gates
from tests.living import Life, lived, mentoring, utc


def in_review() -> Life:
    life = lived(mentoring)
    life.until(utc(2027, 10, 7, 12))
    return life


def test_each_partner_is_asked_when_the_review_meeting_has_ended() -> None:
    life = in_review()
    assert life.count(LetterName.REVIEW_QUESTION) == 0
    life.until(utc(2027, 10, 8))
    for role in BOTH:
        assert life.when(LetterName.REVIEW_QUESTION, role) == [utc(2027, 10, 7, 12, 30)]


def test_the_question_names_the_day_by_which_to_answer() -> None:
    life = in_review()
    life.until(utc(2027, 10, 8))
    question = next(x for x in life.letters if x.name is LetterName.REVIEW_QUESTION)
    assert question.until == utc(2027, 10, 21, 8)


def test_who_has_answered_at_the_meeting_is_not_asked() -> None:
    life = in_review()
    life.tell(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    life.until(utc(2027, 10, 8))
    assert life.when(LetterName.REVIEW_QUESTION, Role.MENTOR) == []
    assert len(life.when(LetterName.REVIEW_QUESTION, Role.MENTEE)) == 1


def test_silence_at_the_review_means_going_on_after_a_fortnight() -> None:
    life = in_review()
    life.until(utc(2027, 10, 21, 7))
    before = life.stage
    life.until(utc(2027, 10, 21, 8))
    assert (before, life.stage) == (Stage.MIDWAY_REVIEW, Stage.MENTORING)


def test_a_wish_to_adjust_is_on_the_coordinators_list_for_a_fortnight() -> None:
    life = in_review()
    life.tell(Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST))
    assert Concern.REVIEW_ADJUST in life.pairing.concerns
    life.until(utc(2027, 10, 22))
    assert Concern.REVIEW_ADJUST not in life.pairing.concerns


def test_a_pair_that_begins_after_the_review_is_not_asked() -> None:
    life = Life(no_gates(), utc(2027, 10, 10))
    for role in BOTH:
        life.tell(Accept(role=role))
    life.until(utc(2027, 12, 1))
    assert life.stage is Stage.MENTORING
    assert life.count(LetterName.REVIEW_QUESTION) == 0
