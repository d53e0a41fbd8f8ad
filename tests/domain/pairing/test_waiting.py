"""What stands after "It waits for ..." in the Web UI and in `tandem pairing show`."""

import pytest

from domain.enums import BOTH, ReviewChoice, Role
from domain.pairing.due import waiting
from domain.pairing.events import Accept, Answer, Attend, BookSession, LogSession, Pause, Review
from tests.domain.varied import closing_feedback
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit


def words(entity: Life) -> str:
    return waiting(entity.pairing)


def test_an_introduced_pair_is_waited_for_to_accept() -> None:
    assert words(Life()) == "both partners to accept"


def test_whoever_has_not_accepted_is_named_by_role() -> None:
    entity = Life()
    entity.update(Accept(role=Role.MENTEE))
    assert words(entity) == "the mentor to accept"


def test_the_next_gathering_is_named_with_its_local_time() -> None:
    assert words(lived(accepted)) == "both partners to attend induction on Wed 30 Jun 2027 09:30"


def test_whoever_missed_the_last_sitting_has_no_further_one() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=(Role.MENTEE,)))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,), attended=False))
    assert words(entity) == "the mentor to attend induction, which has no further sitting"


def test_a_mentoring_pair_should_book() -> None:
    assert words(lived(mentoring)) == "the pair to book its next session (0 of 4 held)"


def test_the_earliest_booked_session_is_waited_for() -> None:
    entity = lived(mentoring)
    for day in (27, 20):
        entity.update(BookSession(starts=utc(2027, 7, day, 14), minutes=60))
    assert words(entity) == "session 2 on Tue 20 Jul 2027 15:00 to be logged (0 of 4 held)"


def test_a_pair_that_has_met_often_enough_waits_for_the_end_of_the_time() -> None:
    entity = lived(mentoring)
    for day in (20, 21, 22, 23):
        entity.update(LogSession(starts=utc(2027, 6, day)))
    assert words(entity) == "the end of the time for sessions on Thu 6 Jan 2028 23:59 (4 of 4 held)"


def test_the_review_waits_for_whoever_is_silent() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 13))
    assert words(entity) == "both partners to say how to go on"
    entity.update(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    assert words(entity) == "the mentee to say how to go on"


def test_the_evaluation_waits_for_answers_and_then_for_the_closing_duties() -> None:
    entity = lived(evaluation, closing_feedback)
    assert words(entity) == "both partners to answer the evaluation"
    for role in BOTH:
        entity.update(Answer(role=role))
    assert words(entity) == "the mentor to attend feedback"


def test_a_paused_pair_is_waited_for_to_resume() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    assert words(entity) == "the pair to resume"
