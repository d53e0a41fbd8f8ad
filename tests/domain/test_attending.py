"""Who attended what, who missed it, and who is excused."""

from domain.events import Attend, Waive
from domain.words import Attendance, Role, Stage
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import mentors_train, two_inductions
from tests.living import accepted, lived, utc


def test_attendance_cannot_be_recorded_before_the_gathering_begins() -> None:
    sentence = refusal(lived(accepted), Attend(gathering="induction"))
    assert "begins on Wed 30 Jun 2027 09:30" in sentence


def test_a_gathering_the_programme_lacks_is_refused_with_those_it_has() -> None:
    sentence = refusal(lived(accepted), Attend(gathering="inducton"))
    assert "inducton" in sentence
    assert "induction, training, review" in sentence


def test_who_need_not_come_cannot_have_attended() -> None:
    life = lived(accepted, mentors_train)
    life.until(utc(2027, 7, 6, 16))
    mentee = (Role.MENTEE,)
    assert "training is not for the mentee" in refusal(life, Attend(gathering="training", roles=mentee))
    assert "training is not for the mentee" in refusal(life, Waive(gathering="training", roles=mentee))


def test_attendance_without_a_name_is_of_everybody_whom_the_gathering_is_for() -> None:
    life = lived(accepted, mentors_train)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction"))
    life.until(utc(2027, 7, 6, 16))
    life.tell(Attend(gathering="training"))
    assert life.stage is Stage.MENTORING


def test_the_gate_stays_shut_until_both_have_attended() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))
    after_one = life.stage
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,)))
    assert (after_one, life.stage) == (Stage.INDUCTION, Stage.TRAINING)


def test_recording_the_same_attendance_twice_changes_nothing() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction"))
    assert takes_no_notice(life, Attend(gathering="induction"))


def test_a_missed_gathering_does_not_open_the_gate() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", attended=False))
    assert life.stage is Stage.INDUCTION


def test_who_missed_a_sitting_catches_up_at_the_next() -> None:
    life = lived(accepted, two_inductions)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", attended=False))
    life.until(utc(2027, 7, 2))
    life.tell(Attend(gathering="induction"))
    assert life.stage is Stage.TRAINING
    records = [(r.attendance, r.sitting) for r in life.pairing.mentee.attendance]
    assert records == [(Attendance.MISSED, "1"), (Attendance.ATTENDED, "2")]


def test_who_attended_cannot_have_missed_it() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))
    missed = Attend(gathering="induction", roles=(Role.MENTOR,), attended=False)
    assert "mentor has already attended induction" in refusal(life, missed)


def test_a_miss_refused_for_one_partner_is_not_recorded_for_the_other() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,)))
    refusal(life, Attend(gathering="induction", attended=False))
    assert life.pairing.mentor.attendance == ()


def test_a_waived_gathering_opens_the_gate_before_it_begins() -> None:
    life = lived(accepted)
    life.tell(Waive(gathering="induction"))
    assert life.stage is Stage.TRAINING


def test_who_missed_it_can_be_excused() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=(Role.MENTOR,)))
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,), attended=False))
    life.tell(Waive(gathering="induction", roles=(Role.MENTEE,)))
    assert life.stage is Stage.TRAINING


def test_waiving_twice_changes_nothing() -> None:
    life = lived(accepted)
    life.tell(Waive(gathering="review"))
    assert takes_no_notice(life, Waive(gathering="review"))
