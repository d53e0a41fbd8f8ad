"""Who attended what, who missed it, and who is excused."""

import pytest

from domain.enums import Attendance, Role, Stage
from domain.pairing.events import Attend, Waive
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import mentors_train, two_inductions
from tests.living import accepted, lived, utc

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


def test_who_attended_cannot_have_missed_it() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))
    missed = Attend(gathering="induction", roles=(Role.MENTOR,), attended=False)
    assert "mentor has already attended induction" in refusal(entity, missed)


def test_a_miss_refused_for_one_partner_is_not_recorded_for_the_other() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=(Role.MENTEE,)))
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
