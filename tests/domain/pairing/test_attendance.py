"""Who attended what, who missed it, and who is excused."""

from datetime import date

import pytest

from domain.entity.entity import TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.taking_back import slips
from domain.enums import Attendance, Concern, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Attend, CancelSittings, Waive
from domain.pairing.machine import PAIRING
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import mentors_train, two_inductions
from tests.living import accepted, lived, mentoring, utc

pytestmark = pytest.mark.unit


def test_attendance_cannot_be_recorded_before_the_gathering_begins() -> None:
    sentence = refusal(lived(accepted), Attend(gathering="induction"))
    assert "begins on Wed 30 Jun 2027 09:30" in sentence


def test_a_gathering_the_programme_lacks_is_refused_with_those_it_has() -> None:
    sentence = refusal(lived(accepted), Attend(gathering="inducton"))
    assert "inducton" in sentence
    assert "induction, training, review" in sentence


def test_who_need_not_come_cannot_have_attended() -> None:
    entity = lived(accepted, mentors_train)
    entity.until(utc(2027, 7, 6, 16))
    mentee = (Role.MENTEE,)
    assert "training is not for the mentee" in refusal(entity, Attend(gathering="training", roles=mentee))
    assert "training is not for the mentee" in refusal(entity, Waive(gathering="training", roles=mentee))


def test_attendance_without_a_name_is_of_everybody_whom_the_gathering_is_for() -> None:
    entity = lived(accepted, mentors_train)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction"))
    entity.until(utc(2027, 7, 6, 16))
    entity.update(Attend(gathering="training"))
    assert entity.stage is Stage.MENTORING


def test_the_gate_stays_shut_until_both_have_attended() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))
    after_one = entity.stage
    entity.update(Attend(gathering="induction", roles=(Role.MENTEE,)))
    assert (after_one, entity.stage) == (Stage.INDUCTION, Stage.TRAINING)


def test_recording_the_same_attendance_twice_changes_nothing() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction"))
    assert takes_no_notice(entity, Attend(gathering="induction"))


def test_a_missed_gathering_does_not_open_the_gate() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", attended=False))
    assert entity.stage is Stage.INDUCTION


def test_who_missed_a_sitting_catches_up_at_the_next() -> None:
    entity = lived(accepted, two_inductions)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", attended=False))
    entity.until(utc(2027, 7, 2))
    entity.update(Attend(gathering="induction"))
    assert entity.stage is Stage.TRAINING
    records = [(r.attendance, r.sitting) for r in entity.pairing.mentee.attendance]
    assert records == [(Attendance.MISSED, "1"), (Attendance.ATTENDED, "2")]


MENTOR_MISSED = Attend(gathering="induction", roles=(Role.MENTOR,), attended=False)


def test_an_attendance_that_is_told_otherwise_is_changed() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))
    entity.update(MENTOR_MISSED)
    assert [r.attendance for r in entity.pairing.mentor.attendance] == [Attendance.MISSED]
    attended = next(o for o in entity.outcomes if o.kind is OutcomeKind.ATTENDED)
    (missed,) = (o for o in entity.outcomes if o.kind is OutcomeKind.MISSED)
    assert missed.corrects == attended.number
    assert entity.count(LetterName.GATHERING_MISSED) == 1
    entity.update(Attend(gathering="induction"))
    assert entity.pairing.unsettled(Stage.INDUCTION) == ()


def test_who_came_to_a_date_that_was_cancelled_afterwards_and_missed_another_has_missed_that_one_once() -> (
    None
):
    entity = lived(accepted, two_inductions)
    entity.until(utc(2027, 7, 2))
    entity.update(Attend(gathering="induction", happened_on=date(2027, 6, 30)))
    entity.update(CancelSittings(gathering="induction", sittings=("1",), opens=False))
    entity.update(MENTOR_MISSED)
    assert takes_no_notice(entity, MENTOR_MISSED)
    assert [r.sitting for r in entity.pairing.mentor.attendance] == ["2"]


def test_a_pair_that_has_come_through_the_gate_stays_where_it_is_and_is_on_the_list() -> None:
    entity = lived(mentoring)
    entity.update(MENTOR_MISSED)
    assert entity.stage is Stage.MENTORING
    assert Concern.MISSED_GATHERING in entity.concerns


def test_a_change_that_was_a_slip_is_taken_back_too() -> None:
    entity = lived(mentoring)
    entity.update(MENTOR_MISSED)
    entity.update(TakeBack(number=slips(PAIRING, entity.pairing, 1)[0].number))
    assert entity.pairing.mentor == lived(mentoring).pairing.mentor


def test_who_was_excused_cannot_have_missed_it() -> None:
    entity = lived(accepted)
    entity.update(Waive(gathering="induction", roles=(Role.MENTOR,)))
    entity.until(utc(2027, 6, 30))
    assert "mentor has already attended induction or was excused" in refusal(entity, MENTOR_MISSED)


def test_a_miss_refused_for_one_partner_is_not_recorded_for_the_other() -> None:
    entity = lived(accepted)
    entity.update(Waive(gathering="induction", roles=(Role.MENTEE,)))
    entity.until(utc(2027, 6, 30))
    refusal(entity, Attend(gathering="induction", attended=False))
    assert entity.pairing.mentor.attendance == ()


def test_a_waived_gathering_opens_the_gate_before_it_begins() -> None:
    entity = lived(accepted)
    entity.update(Waive(gathering="induction"))
    assert entity.stage is Stage.TRAINING


def test_who_missed_it_can_be_excused() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))
    entity.update(Attend(gathering="induction", roles=(Role.MENTEE,), attended=False))
    entity.update(Waive(gathering="induction", roles=(Role.MENTEE,)))
    assert entity.stage is Stage.TRAINING


def test_waiving_twice_changes_nothing() -> None:
    entity = lived(accepted)
    entity.update(Waive(gathering="review"))
    assert takes_no_notice(entity, Waive(gathering="review"))
