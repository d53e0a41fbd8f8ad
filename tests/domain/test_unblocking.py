"""What would bring a life on: commands that the rules allow, and what it will do by itself."""

from datetime import timedelta

import pytest

from domain.cohort.calendar import calendar_of
from domain.cohort.cohort import CohortStart
from domain.cohort.due import begin
from domain.cohort.due import due as cohort_due
from domain.cohort.unblocking import unblocking as of_cohort
from domain.decide import apply
from domain.due import due
from domain.errors import Refused
from domain.events import Accept, Answer, Attend, LogSession, Pause, Withdraw
from domain.letters import LetterName
from domain.unblocking import unblocking
from domain.words import BOTH, CohortStage, Role, Stage
from tests.living import Life, accepted, bristol, bristol_rules, evaluation, lived, mentoring, utc


def _commands(life: Life) -> list[str]:
    return [step.command.removeprefix("tandem ") for step in unblocking(life.pairing, "bristol")]


def test_whoever_has_not_accepted_can() -> None:
    life = lived(lambda life: life)
    assert _commands(life) == ["pairing accept p-01 both"]

    life.tell(Accept(role=Role.MENTOR))

    assert _commands(life) == ["pairing accept p-01 mentee"]


def test_nobody_is_asked_to_accept_before_both_have_been_introduced() -> None:
    (accept,) = unblocking(lived(lambda life: life).pairing, "bristol")

    assert accept.opens == bristol_rules().introductions


def test_nobody_is_asked_when_a_clock_was_put_back_after_the_first_had_accepted() -> None:
    life = lived(lambda life: life)
    life.tell(Accept(role=Role.MENTOR))
    life.now -= timedelta(minutes=1)
    life.tell(Accept(role=Role.MENTEE))

    assert life.stage is Stage.APPLICATION
    assert _commands(life) == []


def test_attendance_can_be_told_from_the_beginning_of_the_gathering_on() -> None:
    life = lived(accepted)
    attend, waive = unblocking(life.pairing, "bristol")

    assert (attend.command, waive.command) == (
        "tandem pairing attend p-01 induction both",
        "tandem pairing waive p-01 induction both",
    )
    assert attend.opens == utc(2027, 6, 30, 8, 30)
    told = Attend(gathering="induction", roles=BOTH)
    with pytest.raises(Refused):
        apply(life.pairing, told, attend.opens - timedelta(minutes=1))
    assert apply(life.pairing, told, attend.opens) != life.pairing


def test_who_missed_the_last_sitting_can_be_offered_another() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30, 12))

    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,), attended=False))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))

    assert _commands(life) == [
        "pairing attend p-01 induction mentee",
        "pairing waive p-01 induction mentee",
        "cohort add-sitting bristol induction --on 'YYYY-MM-DD HH:MM-HH:MM'",
    ]


def test_a_pair_that_pauses_can_only_resume() -> None:
    life = lived(mentoring)
    assert _commands(life) == ["pairing book p-01 --at 'YYYY-MM-DD HH:MM'"]

    life.tell(Pause())

    assert _commands(life) == ["pairing resume p-01"]


def test_whoever_has_not_answered_can() -> None:
    life = lived(evaluation)

    life.tell(Answer(role=Role.MENTEE))

    assert _commands(life) == ["pairing answer p-01 mentor"]


def test_nothing_brings_on_what_is_over() -> None:
    life = lived(mentoring)

    life.tell(Withdraw(role=Role.MENTOR))

    assert _commands(life) == []


def test_what_it_will_do_by_itself_is_said() -> None:
    life = lived(accepted)

    assert due(life.pairing, life.now).coming == "writes to the mentor and the mentee (gathering reminder)"


def test_a_move_it_will_make_by_itself_is_said() -> None:
    life = lived(mentoring)
    for session in range(4):
        life.now += timedelta(days=2)
        life.tell(LogSession(starts=life.now - timedelta(hours=session + 1), minutes=60))
    life.until(utc(2028, 1, 5))

    coming = due(life.pairing, life.now).coming

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

    assert now_due.life.stage is CohortStage.OPEN
    assert [step.command for step in of_cohort(now_due.life)] == ["tandem cohort close-applications bristol"]
    assert (now_due.look_again, now_due.coming) == (calendar.closes, "closes applications")
