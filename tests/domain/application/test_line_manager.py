"""What a line manager is asked, and what comes of the answer or of silence."""

import pytest

from domain.application.events import Arrive, AskToTalk, Confirm
from domain.enums import ApplicationStage, Concern, Correspondent, Role
from domain.letter.letter import LetterName
from tests.applying import FEBRUARY_1, JUNE_1, applied, bucks, south_west
from tests.domain.application.incomplete import YES, incomplete, with_a_manager
from tests.living import utc

pytestmark = pytest.mark.unit


NO = Confirm(condition="manager", met=False)


def test_the_line_manager_is_asked_once_the_application_is_complete() -> None:
    entity = applied(south_west(), JUNE_1, missing=("manager_email",))
    entity.until(utc(2027, 6, 3))
    assert entity.written(Correspondent.MANAGER) == []
    entity.update(Arrive(received=entity.now))
    assert entity.when(LetterName.MANAGER_REQUEST) == [utc(2027, 6, 3)]


def test_the_line_manager_is_told_by_when_to_answer() -> None:
    entity = with_a_manager()
    assert entity.letter(LetterName.MANAGER_REQUEST).until == utc(2027, 6, 16, 8)


def test_a_silent_line_manager_is_asked_again_after_five_and_ten_days() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.MANAGER_CHASER) == [utc(2027, 6, 7, 8), utc(2027, 6, 11, 8)]


@pytest.mark.parametrize("answer", [YES, NO], ids=["yes", "no"])
def test_a_line_manager_who_has_answered_is_left_in_peace(answer: Confirm) -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 8))
    entity.update(answer)
    entity.until(utc(2027, 7, 30))
    assert entity.written(Correspondent.MANAGER) == [LetterName.MANAGER_REQUEST, LetterName.MANAGER_CHASER]


def test_the_line_manager_is_asked_while_a_prerequisite_is_still_to_come() -> None:
    entity = applied(bucks().replace(manager_support=True), FEBRUARY_1, role=Role.MENTEE, invited=True)
    assert entity.written(Correspondent.MANAGER) == [LetterName.MANAGER_REQUEST]


def test_nobodys_line_manager_is_asked_where_the_programme_needs_no_support() -> None:
    entity = incomplete()
    entity.update(Arrive(received=entity.now))
    entity.until(utc(2027, 6, 10))
    assert entity.written(Correspondent.MANAGER) == []


def test_another_line_manager_is_asked_anew_and_has_as_long_to_answer() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 8))
    entity.update(Arrive(received=entity.now, new_manager=True))
    entity.until(utc(2027, 7, 30))
    assert entity.when(LetterName.MANAGER_REQUEST) == [JUNE_1, utc(2027, 6, 8)]
    assert entity.when(LetterName.MANAGER_CHASER) == [
        utc(2027, 6, 7, 8),
        utc(2027, 6, 14, 8),
        utc(2027, 6, 18, 8),
    ]


def test_the_coordinator_waits_for_another_line_manager_as_long_as_for_the_first() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 17))
    assert entity.concerns == {Concern.MANAGER_SILENT}
    entity.update(Arrive(received=entity.now, new_manager=True))
    assert entity.concerns == set()
    entity.until(utc(2027, 7, 2, 8))
    assert Concern.MANAGER_SILENT in entity.concerns


def test_a_line_manager_who_is_named_while_nobody_was_asked_is_the_first() -> None:
    entity = applied(south_west(), JUNE_1, missing=("manager_email",))
    entity.update(Arrive(received=JUNE_1, missing=("goals",), new_manager=True))
    entity.until(utc(2027, 6, 3, 10))
    entity.update(Arrive(received=entity.now))
    assert entity.letter(LetterName.MANAGER_REQUEST).until == utc(2027, 6, 18, 8)


def test_silence_after_fifteen_days_goes_to_the_coordinator() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 16, 7))
    assert entity.concerns == set()
    entity.until(utc(2027, 6, 16, 8))
    assert entity.concerns == {Concern.MANAGER_SILENT}


def test_a_line_manager_who_would_like_to_talk_is_not_reminded_and_not_taken_for_silent() -> None:
    entity = with_a_manager()
    entity.update(AskToTalk())
    assert entity.concerns == {Concern.MANAGER_ASKS}
    entity.until(utc(2027, 6, 17))
    assert entity.count(LetterName.MANAGER_CHASER) == 0
    assert entity.concerns == {Concern.MANAGER_ASKS}
    entity.update(Confirm(condition="manager"))
    assert entity.concerns == set()


def test_another_line_manager_is_asked_anew_whatever_the_first_wanted() -> None:
    entity = with_a_manager()
    entity.update(AskToTalk(), Arrive(received=entity.now, new_manager=True))
    assert entity.concerns == set()
    assert entity.count(LetterName.MANAGER_REQUEST) == 2


def test_a_line_manager_may_answer_after_all() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 17))
    entity.update(YES)
    assert entity.concerns == set()
    assert entity.stage is ApplicationStage.IN_ORDER


def test_the_applicant_is_told_when_the_line_manager_agrees() -> None:
    entity = with_a_manager()
    entity.until(utc(2027, 6, 8))
    entity.update(YES)
    assert entity.when(LetterName.APPLICATION_IN_ORDER) == [utc(2027, 6, 8)]
