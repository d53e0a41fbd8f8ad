"""What would bring a life on: commands that the rules allow, and what it will do by itself."""

from datetime import timedelta

import pytest

from domain.cohort.cohort import CohortStart
from domain.cohort.due import begin
from domain.cohort.due import due as cohort_due
from domain.cohort.due import unblocking as of_cohort
from domain.enums import BOTH, CohortStage, Role, Stage
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.pairing.due import due, unblocking
from domain.pairing.events import Accept, Answer, Attend, LogSession, Pause, Withdraw
from domain.pairing.machine import PAIRING
from domain.programme.timetable import calendar_of
from tests.living import Life, accepted, bristol, bristol_rules, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit


def _commands(entity: Life) -> list[str]:
    return [suggestion.words for suggestion in unblocking(entity.pairing, "bristol")]


def test_whoever_has_not_accepted_can() -> None:
    entity = lived(lambda entity: entity)
    assert _commands(entity) == ["pairing accept p-01 both"]

    entity.update(Accept(role=Role.MENTOR))

    assert _commands(entity) == ["pairing accept p-01 mentee"]


def test_nobody_is_asked_to_accept_before_both_have_been_introduced() -> None:
    (accept,) = unblocking(lived(lambda entity: entity).pairing, "bristol")

    assert accept.opens == bristol_rules().introductions


def test_nobody_is_asked_when_a_clock_was_put_back_after_the_first_had_accepted() -> None:
    entity = lived(lambda entity: entity)
    entity.update(Accept(role=Role.MENTOR))
    entity.now -= timedelta(minutes=1)
    entity.update(Accept(role=Role.MENTEE))

    assert entity.stage is Stage.APPLICATION
    assert _commands(entity) == []


def test_attendance_can_be_told_from_the_beginning_of_the_gathering_on() -> None:
    entity = lived(accepted)
    attend, waive = unblocking(entity.pairing, "bristol")

    assert (attend.words, waive.words) == (
        "pairing attend p-01 induction both",
        "pairing waive p-01 induction both",
    )
    assert attend.opens == utc(2027, 6, 30, 8, 30)
    told = Attend(gathering="induction", roles=BOTH)
    with pytest.raises(Refused):
        PAIRING.apply(entity.pairing, told, attend.opens - timedelta(minutes=1))
    assert PAIRING.apply(entity.pairing, told, attend.opens) != entity.pairing


def test_who_missed_the_last_sitting_can_be_offered_another() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30, 12))

    entity.update(Attend(gathering="induction", roles=(Role.MENTEE,), attended=False))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))

    assert _commands(entity) == [
        "pairing attend p-01 induction mentee",
        "pairing waive p-01 induction mentee",
        "cohort add-sitting bristol induction --on 'YYYY-MM-DD HH:MM-HH:MM'",
    ]


def test_a_pair_that_pauses_can_only_resume() -> None:
    entity = lived(mentoring)
    assert _commands(entity) == ["pairing book p-01 --at 'YYYY-MM-DD HH:MM'"]

    entity.update(Pause())

    assert _commands(entity) == ["pairing resume p-01"]


def test_whoever_has_not_answered_can() -> None:
    entity = lived(evaluation)

    entity.update(Answer(role=Role.MENTEE))

    assert _commands(entity) == ["pairing answer p-01 mentor"]


def test_nothing_brings_on_what_is_over() -> None:
    entity = lived(mentoring)

    entity.update(Withdraw(role=Role.MENTOR))

    assert _commands(entity) == []


def test_what_it_will_do_by_itself_is_said() -> None:
    entity = lived(accepted)

    assert (
        due(entity.pairing, entity.now).next_action
        == "writes to the mentor and the mentee (gathering invitation)"
    )


def test_a_move_it_will_make_by_itself_is_said() -> None:
    entity = lived(mentoring)
    for session in range(4):
        entity.now += timedelta(days=2)
        entity.update(LogSession(starts=entity.now - timedelta(hours=session + 1), minutes=60))
    entity.until(utc(2028, 1, 5))

    coming = due(entity.pairing, entity.now).next_action

    assert coming is not None
    assert coming.startswith("goes on to evaluation")


def test_the_last_letter_is_known_with_everybody_who_got_it() -> None:
    last = lived(mentoring).pairing.last_letter

    assert last is not None
    assert (last.name, last.roles) == (LetterName.MENTORING_BEGINS, BOTH)


def test_a_cohort_that_is_open_can_be_closed_and_closes_by_itself() -> None:
    calendar, now = calendar_of(bristol()), utc(2027, 6, 7, 12)
    start = CohortStart(cohort="bristol", rules=bristol_rules(), calendar=calendar)

    now_due = cohort_due(begin(start, now), now)

    assert now_due.entity.stage is CohortStage.OPEN
    assert [suggestion.words for suggestion in of_cohort(now_due.entity)] == [
        "cohort close-applications bristol"
    ]
    assert (now_due.look_again, now_due.next_action) == (calendar.closes, "closes applications")
