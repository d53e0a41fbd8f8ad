"""Reminders, missed gatherings and attendance nobody wrote down."""

from collections.abc import Callable

import pytest

from domain.enums import BOTH, Concern, GatheringKind, ReviewChoice, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, Attend, Reschedule, Review, Waive
from domain.programme.rules import Rules
from tests.domain.varied import gathering, mentors_train, two_inductions, with_gathering
from tests.every import every
from tests.living import Life, accepted, bristol_rules, lived, mentoring, utc

pytestmark = pytest.mark.unit


def missed_induction(entity: Life, *roles: Role) -> Life:
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", roles=roles or BOTH, attended=False))
    return entity


def accepted_on(day: int) -> Life:
    entity = Life()
    entity.until(utc(2027, 6, day))
    for role in BOTH:
        entity.update(Accept(role=role))
    return entity


def reminders_of(entity: Life, key: str, role: Role = Role.MENTOR) -> int:
    found = [x for x in entity.letters if x.name is LetterName.GATHERING_REMINDER and x.role is role]
    return sum(letter.gathering == key for letter in found)


def test_a_reminder_comes_two_days_before_in_the_morning() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30, 8))
    for role in BOTH:
        assert entity.when(LetterName.GATHERING_REMINDER, role) == [utc(2027, 6, 28, 8)]


def test_a_reminder_for_a_tuesday_comes_on_the_friday() -> None:
    entity = lived(accepted)
    entity.update(
        Reschedule(gathering="training", sitting="1", starts=utc(2027, 7, 13, 9), ends=utc(2027, 7, 13, 11))
    )
    entity.until(utc(2027, 7, 13, 8))
    assert entity.when(LetterName.GATHERING_REMINDER)[-1] == utc(2027, 7, 9, 8)


def test_one_reminder_speaks_of_all_that_is_on_within_a_week() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 7, 6, 12))
    (reminder,) = (
        x for x in entity.letters if x.name is LetterName.GATHERING_REMINDER and x.role is Role.MENTEE
    )
    assert (reminder.at, reminder.gathering) == (utc(2027, 6, 28, 8), "induction")
    assert [(other.gathering, other.starts) for other in reminder.also] == [("training", utc(2027, 7, 6, 13))]


def test_what_moves_after_the_reminder_is_reminded_of_again() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 29))
    entity.update(
        Reschedule(gathering="training", sitting="1", starts=utc(2027, 7, 7, 9), ends=utc(2027, 7, 7, 11))
    )
    entity.until(utc(2027, 7, 7))
    assert entity.when(LetterName.GATHERING_REMINDER) == [utc(2027, 6, 28, 8), utc(2027, 7, 5, 8)]


def test_of_the_review_there_is_no_reminder_since_a_question_follows() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 8))
    about = [x.name for x in entity.letters if x.role is Role.MENTOR and x.at > utc(2027, 9, 15)]
    assert reminders_of(entity, "review") == 0
    assert [name for name in about if name is not LetterName.SECOND_NUDGE] == [
        LetterName.GATHERING_INVITATION,
        LetterName.REVIEW_QUESTION,
    ]


@every(("day", "reminders"), [(25, 1), (27, 0), (28, 0), (29, 0)])
def test_no_reminder_follows_straight_after_the_invitation(day: int, reminders: int) -> None:
    entity = accepted_on(day)
    entity.until(utc(2027, 7, 1))
    assert reminders_of(entity, "induction") == reminders


def test_who_has_been_excused_is_not_reminded() -> None:
    entity = lived(accepted)
    entity.update(Waive(gathering="induction", roles=(Role.MENTOR,)))
    entity.until(utc(2027, 7, 1))
    assert reminders_of(entity, "induction", Role.MENTOR) == 0
    assert reminders_of(entity, "induction", Role.MENTEE) == 1


def test_who_need_not_come_is_not_reminded() -> None:
    entity = lived(accepted, mentors_train)
    entity.until(utc(2027, 7, 6))
    also = {
        letter.role: [other.gathering for other in letter.also]
        for letter in entity.letters
        if letter.name is LetterName.GATHERING_REMINDER
    }
    assert also == {Role.MENTOR: ["training"], Role.MENTEE: []}


def test_a_gathering_that_moves_to_a_later_week_is_reminded_of_before_its_new_date() -> None:
    entity = lived(accepted)
    entity.update(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 14, 9), ends=utc(2027, 7, 14, 11))
    )
    entity.until(utc(2027, 7, 14, 8))
    days = [
        x.at for x in entity.letters if x.name is LetterName.GATHERING_REMINDER and x.gathering == "induction"
    ]
    assert days == [utc(2027, 7, 12, 8)] * 2


def test_who_missed_the_only_sitting_is_told_and_the_coordinator_too() -> None:
    entity = missed_induction(lived(accepted))
    for role in BOTH:
        assert entity.when(LetterName.GATHERING_MISSED, role) == [utc(2027, 6, 30)]
    assert Concern.MISSED_GATHERING in entity.pairing.concerns


def accepted_after_the_first_sitting(rules: Callable[[], Rules]) -> Life:
    entity = Life(rules())
    entity.until(utc(2027, 7, 1, 15))
    for role in BOTH:
        entity.update(Accept(role=role))
    return entity


def test_a_pair_that_accepts_after_a_sitting_is_expected_at_the_next() -> None:
    entity = accepted_after_the_first_sitting(two_inductions)
    invited = {x.sitting for x in entity.letters if x.gathering == "induction" and x.calendar}
    assert invited == {"2"}


def test_a_pair_that_accepts_after_the_last_sitting_goes_to_the_coordinator() -> None:
    entity = accepted_after_the_first_sitting(bristol_rules)
    assert Concern.MISSED_GATHERING in entity.pairing.concerns


def test_who_missed_a_sitting_is_offered_the_next() -> None:
    entity = missed_induction(lived(accepted, two_inductions), Role.MENTEE)
    (letter,) = (x for x in entity.letters if x.name is LetterName.GATHERING_MISSED)
    assert (letter.role, letter.sitting, letter.starts) == (Role.MENTEE, "2", utc(2027, 7, 2, 9))
    assert Concern.MISSED_GATHERING not in entity.pairing.concerns


def test_who_missed_a_sitting_is_invited_to_the_next() -> None:
    entity = missed_induction(lived(accepted, two_inductions), Role.MENTEE)
    (letter,) = (x for x in entity.letters if x.name is LetterName.GATHERING_MISSED)
    assert letter.calendar is not None
    assert letter.calendar.uid == "p-01.induction.2"
    assert "2" not in [x.sitting for x in entity.letters if x.name is LetterName.GATHERING_INVITATION]


def test_missing_both_sittings_goes_to_the_coordinator() -> None:
    entity = missed_induction(lived(accepted, two_inductions))
    entity.until(utc(2027, 7, 2))
    entity.update(Attend(gathering="induction", attended=False))
    assert Concern.MISSED_GATHERING in entity.pairing.concerns
    assert len(entity.when(LetterName.GATHERING_MISSED)) == 2


def test_excusing_who_missed_it_takes_the_pair_off_the_list() -> None:
    entity = missed_induction(lived(accepted), Role.MENTOR)
    entity.update(Attend(gathering="induction", roles=(Role.MENTEE,)))
    entity.update(Waive(gathering="induction", roles=(Role.MENTOR,)))
    assert entity.pairing.concerns == frozenset()


def test_attendance_nobody_wrote_down_goes_to_the_coordinator_after_three_days() -> None:
    """Three days after Wednesday is a Saturday: it is the Monday then."""
    entity = lived(accepted)
    entity.until(utc(2027, 7, 5, 7))
    assert Concern.ATTENDANCE_UNRECORDED not in entity.pairing.concerns
    entity.until(utc(2027, 7, 5, 8))
    assert Concern.ATTENDANCE_UNRECORDED in entity.pairing.concerns


def test_writing_the_attendance_down_takes_the_pair_off_the_list() -> None:
    entity = lived(accepted)
    entity.until(utc(2027, 7, 5))
    entity.update(Attend(gathering="induction"))
    assert entity.stage is Stage.TRAINING
    assert Concern.ATTENDANCE_UNRECORDED not in entity.pairing.concerns


def test_who_has_said_how_to_go_on_has_been_at_the_review() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 13))
    for role in BOTH:
        entity.update(Review(role=role, choice=ReviewChoice.CONTINUE))
    entity.until(utc(2027, 10, 15))
    assert Concern.ATTENDANCE_UNRECORDED not in entity.pairing.concerns


def optional_supervision() -> Life:
    supervision = gathering("supervision", GatheringKind.SUPERVISION, utc(2027, 8, 10, 9), required=False)
    return lived(mentoring, lambda: with_gathering(supervision))


def test_an_optional_gathering_is_invited_to_and_reminded_of() -> None:
    entity = optional_supervision()
    entity.until(utc(2027, 8, 10, 8))
    about = [x.name for x in entity.letters if x.gathering == "supervision" and x.role is Role.MENTEE]
    assert about == [LetterName.GATHERING_INVITATION, LetterName.GATHERING_REMINDER]


def test_attendance_of_an_optional_gathering_worries_nobody() -> None:
    entity = optional_supervision()
    entity.until(utc(2027, 8, 16))
    assert Concern.ATTENDANCE_UNRECORDED not in entity.pairing.concerns


def test_nobody_is_invited_to_what_came_before_the_pairing() -> None:
    entity = lived(mentoring)
    assert all(letter.gathering != "information" for letter in entity.letters)
