"""Reminders, missed gatherings and attendance nobody wrote down."""

from collections.abc import Callable

import pytest

from domain.events import Accept, Attend, Reschedule, Review, Waive
from domain.letters import LetterName
from domain.rules import Rules
from domain.words import BOTH, Concern, GatheringKind, ReviewChoice, Role, Stage
from tests.domain.varied import gathering, mentors_train, two_inductions, with_gathering
from tests.living import Life, accepted, bristol_rules, lived, mentoring, utc


def missed_induction(life: Life, *roles: Role) -> Life:
    life.until(utc(2027, 6, 30))
    life.tell(Attend(gathering="induction", roles=roles or BOTH, attended=False))
    return life


def accepted_on(day: int) -> Life:
    life = Life()
    life.until(utc(2027, 6, day))
    for role in BOTH:
        life.tell(Accept(role=role))
    return life


def reminders_of(life: Life, key: str, role: Role = Role.MENTOR) -> int:
    found = [x for x in life.letters if x.name is LetterName.GATHERING_REMINDER and x.role is role]
    return sum(letter.gathering == key for letter in found)


def test_a_reminder_comes_two_days_before_in_the_morning() -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 30, 8))
    for role in BOTH:
        assert life.when(LetterName.GATHERING_REMINDER, role) == [utc(2027, 6, 28, 8)]


def test_a_reminder_for_a_tuesday_comes_on_the_friday() -> None:
    life = lived(accepted)
    life.until(utc(2027, 7, 6, 12))
    assert life.when(LetterName.GATHERING_REMINDER)[-1] == utc(2027, 7, 2, 8)


@pytest.mark.parametrize(("day", "reminders"), [(25, 1), (27, 0), (28, 0), (29, 0)])
def test_no_reminder_follows_straight_after_the_invitation(day: int, reminders: int) -> None:
    life = accepted_on(day)
    life.until(utc(2027, 7, 1))
    assert reminders_of(life, "induction") == reminders


def test_who_has_been_excused_is_not_reminded() -> None:
    life = lived(accepted)
    life.tell(Waive(gathering="induction", roles=(Role.MENTOR,)))
    life.until(utc(2027, 7, 1))
    assert reminders_of(life, "induction", Role.MENTOR) == 0
    assert reminders_of(life, "induction", Role.MENTEE) == 1


def test_who_need_not_come_is_not_reminded() -> None:
    life = lived(accepted, mentors_train)
    life.until(utc(2027, 7, 6))
    assert reminders_of(life, "training", Role.MENTOR) == 1
    assert reminders_of(life, "training", Role.MENTEE) == 0


def test_a_gathering_that_moves_to_a_later_week_is_reminded_of_before_its_new_date() -> None:
    life = lived(accepted)
    life.tell(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 14, 9), ends=utc(2027, 7, 14, 11))
    )
    life.until(utc(2027, 7, 14, 8))
    days = [
        x.at for x in life.letters if x.name is LetterName.GATHERING_REMINDER and x.gathering == "induction"
    ]
    assert days == [utc(2027, 7, 12, 8)] * 2


def test_who_missed_the_only_sitting_is_told_and_the_coordinator_too() -> None:
    life = missed_induction(lived(accepted))
    for role in BOTH:
        assert life.when(LetterName.GATHERING_MISSED, role) == [utc(2027, 6, 30)]
    assert Concern.MISSED_GATHERING in life.pairing.concerns


def accepted_after_the_first_sitting(rules: Callable[[], Rules]) -> Life:
    life = Life(rules())
    life.until(utc(2027, 7, 1, 15))
    for role in BOTH:
        life.tell(Accept(role=role))
    return life


def test_a_pair_that_accepts_after_a_sitting_is_expected_at_the_next() -> None:
    life = accepted_after_the_first_sitting(two_inductions)
    invited = {x.sitting for x in life.letters if x.gathering == "induction" and x.calendar}
    assert invited == {"2"}


def test_a_pair_that_accepts_after_the_last_sitting_goes_to_the_coordinator() -> None:
    life = accepted_after_the_first_sitting(bristol_rules)
    assert Concern.MISSED_GATHERING in life.pairing.concerns


def test_who_missed_a_sitting_is_offered_the_next() -> None:
    life = missed_induction(lived(accepted, two_inductions), Role.MENTEE)
    (letter,) = (x for x in life.letters if x.name is LetterName.GATHERING_MISSED)
    assert (letter.role, letter.sitting, letter.starts) == (Role.MENTEE, "2", utc(2027, 7, 2, 9))
    assert Concern.MISSED_GATHERING not in life.pairing.concerns


def test_who_missed_a_sitting_is_invited_to_the_next() -> None:
    life = missed_induction(lived(accepted, two_inductions), Role.MENTEE)
    invited = [x.sitting for x in life.letters if x.name is LetterName.GATHERING_INVITATION]
    assert "2" in invited


def test_missing_both_sittings_goes_to_the_coordinator() -> None:
    life = missed_induction(lived(accepted, two_inductions))
    life.until(utc(2027, 7, 2))
    life.tell(Attend(gathering="induction", attended=False))
    assert Concern.MISSED_GATHERING in life.pairing.concerns
    assert len(life.when(LetterName.GATHERING_MISSED)) == 2


def test_excusing_who_missed_it_takes_the_pair_off_the_list() -> None:
    life = missed_induction(lived(accepted), Role.MENTOR)
    life.tell(Attend(gathering="induction", roles=(Role.MENTEE,)))
    life.tell(Waive(gathering="induction", roles=(Role.MENTOR,)))
    assert life.pairing.concerns == frozenset()


def test_attendance_nobody_wrote_down_goes_to_the_coordinator_after_three_days() -> None:
    """Three days after Wednesday is a Saturday: it is the Monday then."""
    life = lived(accepted)
    life.until(utc(2027, 7, 5, 7))
    assert Concern.ATTENDANCE_UNRECORDED not in life.pairing.concerns
    life.until(utc(2027, 7, 5, 8))
    assert Concern.ATTENDANCE_UNRECORDED in life.pairing.concerns


def test_writing_the_attendance_down_takes_the_pair_off_the_list() -> None:
    life = lived(accepted)
    life.until(utc(2027, 7, 5))
    life.tell(Attend(gathering="induction"))
    assert life.stage is Stage.TRAINING
    assert Concern.ATTENDANCE_UNRECORDED not in life.pairing.concerns


def test_who_has_said_how_to_go_on_has_been_at_the_review() -> None:
    life = lived(mentoring)
    life.until(utc(2027, 10, 7, 13))
    for role in BOTH:
        life.tell(Review(role=role, choice=ReviewChoice.CONTINUE))
    life.until(utc(2027, 10, 15))
    assert Concern.ATTENDANCE_UNRECORDED not in life.pairing.concerns


def optional_supervision() -> Life:
    supervision = gathering("supervision", GatheringKind.SUPERVISION, utc(2027, 8, 10, 9), required=False)
    return lived(mentoring, lambda: with_gathering(supervision))


def test_an_optional_gathering_is_invited_to_and_reminded_of() -> None:
    life = optional_supervision()
    life.until(utc(2027, 8, 10, 8))
    about = [x.name for x in life.letters if x.gathering == "supervision" and x.role is Role.MENTEE]
    assert about == [LetterName.GATHERING_INVITATION, LetterName.GATHERING_REMINDER]


def test_attendance_of_an_optional_gathering_worries_nobody() -> None:
    life = optional_supervision()
    life.until(utc(2027, 8, 16))
    assert Concern.ATTENDANCE_UNRECORDED not in life.pairing.concerns


def test_nobody_is_invited_to_what_came_before_the_pairing() -> None:
    life = lived(mentoring)
    assert all(letter.gathering != "information" for letter in life.letters)
