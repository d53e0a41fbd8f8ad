"""One partner, or both, come to another date of a gathering: letters, calendars and the gate follow."""

import pytest

from domain.entity.entity import TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.enums import Concern, GatheringKind, Role, Stage
from domain.letter.letter import LetterName, Method
from domain.pairing.events import Accept, Attend, ChooseSitting, Pause, Reschedule, Resume, Waive
from domain.programme.rules import Rules
from tests.domain.varied import gathering, mentors_train, two_inductions, with_gathering
from tests.living import Life, accepted, lived, mentoring, utc

pytestmark = pytest.mark.unit

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
SECOND = ChooseSitting(gathering="induction", sitting="2")


def three_inductions() -> Rules:
    """On 30 June, on 2 July and on 9 July."""
    days = (utc(2027, 6, 30, 9), utc(2027, 7, 2, 9), utc(2027, 7, 9, 9))
    return with_gathering(gathering("induction", GatheringKind.INDUCTION, *days))


def about_induction(entity: Life, role: Role) -> list[tuple[LetterName, str | None]]:
    return [(x.name, x.sitting) for x in entity.letters if x.gathering == "induction" and x.role is role]


def on_the_second(*roles: Role) -> Life:
    entity = lived(accepted, two_inductions)
    entity.update(SECOND.replace(roles=roles))
    return entity


def test_one_partner_is_moved_by_one_letter_and_the_other_stays() -> None:
    entity = on_the_second(MENTEE)
    entity.until(utc(2027, 7, 1))
    assert about_induction(entity, MENTEE) == [
        (LetterName.BOTH_ACCEPTED, "1"),
        (LetterName.GATHERING_MOVED, "2"),
        (LetterName.GATHERING_REMINDER, "2"),
    ]
    assert about_induction(entity, MENTOR) == [
        (LetterName.BOTH_ACCEPTED, "1"),
        (LetterName.GATHERING_REMINDER, "1"),
    ]


def test_the_event_keeps_its_uid_and_its_sequence_grows() -> None:
    parts = [
        x.calendar for x in on_the_second(MENTEE).letters if x.gathering == "induction" and x.role is MENTEE
    ]
    assert [(part.uid, part.method, part.sequence) for part in parts if part] == [
        ("p-01.induction.1", Method.REQUEST, 0),
        ("p-01.induction.1", Method.REQUEST, 1),
    ]


def test_both_come_to_the_other_date_if_nobody_is_named() -> None:
    entity = on_the_second()
    assert [o.role for o in entity.outcomes if o.kind is OutcomeKind.SIGNED_UP] == [MENTOR, MENTEE]
    assert "both partners to attend induction on Fri 2 Jul 2027" in str(entity.entries[-1].snapshot.waits_for)


def test_the_pair_waits_for_whoever_comes_first_and_then_for_the_other() -> None:
    entity = on_the_second(MENTOR)
    assert "the mentee to attend induction on Wed 30 Jun 2027" in str(entity.entries[-1].snapshot.waits_for)
    entity.until(utc(2027, 6, 30, 12))
    entity.update(Attend(gathering="induction", roles=(MENTEE,)))
    assert "the mentor to attend induction on Fri 2 Jul 2027" in str(entity.entries[-1].snapshot.waits_for)
    entity.until(utc(2027, 7, 2, 12))
    entity.update(Attend(gathering="induction", roles=(MENTOR,)))
    assert entity.stage is Stage.TRAINING


def test_attendance_of_the_first_date_is_not_asked_of_a_pair_that_comes_to_the_second() -> None:
    entity = lived(accepted, three_inductions)
    entity.update(ChooseSitting(gathering="induction", sitting="3"), Waive(gathering="training"))
    entity.until(utc(2027, 7, 9, 12))
    assert Concern.ATTENDANCE_UNRECORDED not in entity.concerns
    entity.until(utc(2027, 7, 12, 10))
    assert Concern.ATTENDANCE_UNRECORDED in entity.concerns


def test_whoever_comes_to_a_later_date_has_not_missed_the_earlier() -> None:
    entity = on_the_second(MENTEE)
    entity.until(utc(2027, 6, 30, 12))
    missed = Attend(gathering="induction", roles=(MENTEE,), attended=False)
    assert entity.refusal(missed) == (
        "The mentee comes to induction on Fri 2 Jul 2027 10:00, and has not missed it."
    )


def test_whoever_came_to_the_earlier_date_after_all_has_attended() -> None:
    entity = on_the_second(MENTEE)
    entity.until(utc(2027, 6, 30, 12))
    entity.update(Attend(gathering="induction"))
    assert entity.stage is Stage.TRAINING
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_CANCELLED, "2")


def test_after_missing_one_date_another_is_chosen_than_the_next() -> None:
    entity = lived(accepted, three_inductions)
    entity.until(utc(2027, 6, 30, 12))
    entity.update(Attend(gathering="induction", roles=(MENTEE,), attended=False))
    entity.update(ChooseSitting(gathering="induction", sitting="3", roles=(MENTEE,)))
    assert about_induction(entity, MENTEE)[-2:] == [
        (LetterName.GATHERING_MISSED, "2"),
        (LetterName.GATHERING_MOVED, "3"),
    ]
    entity.until(utc(2027, 7, 9, 12))
    entity.update(Attend(gathering="induction", roles=(MENTEE,), attended=False))
    assert Concern.MISSED_GATHERING in entity.concerns


def test_whoever_misses_the_chosen_date_is_invited_to_the_next_as_to_something_new() -> None:
    entity = lived(accepted, three_inductions)
    entity.update(SECOND.replace(roles=(MENTEE,)))
    entity.until(utc(2027, 7, 2, 12))
    entity.update(Attend(gathering="induction", roles=(MENTEE,), attended=False))
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_MISSED, "3")
    assert entity.letters[-1].calendar
    assert entity.letters[-1].calendar.uid == "p-01.induction.3"


def test_the_choice_may_be_taken_back_as_long_as_the_first_date_is_to_come() -> None:
    entity = on_the_second()
    entity.update(ChooseSitting(gathering="induction", sitting="1"))
    assert about_induction(entity, MENTOR)[-1] == (LetterName.GATHERING_MOVED, "1")
    assert entity.takes_no_notice(ChooseSitting(gathering="induction", sitting="1"))


def test_a_choice_that_was_a_slip_is_taken_back_and_the_event_moves_back() -> None:
    entity = on_the_second(MENTEE)
    number = next(o.number for o in entity.outcomes if o.kind is OutcomeKind.SIGNED_UP)
    entity.update(TakeBack(number=number))
    assert entity.pairing.mentee.seats == ()
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_MOVED, "1")


def test_a_date_can_be_chosen_before_both_have_accepted() -> None:
    entity = Life(two_inductions())
    entity.until(utc(2027, 6, 15))
    entity.update(SECOND.replace(roles=(MENTEE,)), Accept(role=MENTOR), Accept(role=MENTEE))
    assert about_induction(entity, MENTEE) == [(LetterName.BOTH_ACCEPTED, "2")]


def test_a_chosen_date_that_moves_takes_along_whoever_has_chosen_it() -> None:
    entity = on_the_second()
    entity.update(
        Reschedule(gathering="induction", sitting="2", starts=utc(2027, 7, 5, 9), ends=utc(2027, 7, 5, 11))
    )
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_MOVED, "2")
    assert entity.letters[-1].starts == utc(2027, 7, 5, 9)


def test_a_pair_that_pauses_is_moved_and_hears_of_nothing_new() -> None:
    entity = lived(accepted, two_inductions)
    entity.update(Pause(), SECOND)
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_MOVED, "2")
    entity.update(Resume())
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_MOVED, "2")


def test_what_cannot_be_chosen_is_refused_with_the_reason() -> None:
    entity = lived(accepted, two_inductions)
    assert "has no sitting '9'; it has: 1, 2." in entity.refusal(SECOND.replace(sitting="9"))
    assert "comes before the pairing" in entity.refusal(ChooseSitting(gathering="information", sitting="1"))
    entity.update(Waive(gathering="induction", roles=(MENTOR,)))
    assert "has already attended induction or was excused" in entity.refusal(SECOND.replace(roles=(MENTOR,)))
    entity.until(utc(2027, 7, 1))
    assert entity.refusal(SECOND.replace(sitting="1", roles=(MENTEE,))) == (
        "That sitting of induction began on Wed 30 Jun 2027 10:00; choose one that is to come."
    )
    alone = lived(accepted, mentors_train)
    training = ChooseSitting(gathering="training", sitting="1", roles=(MENTEE,))
    assert alone.refusal(training) == "training is not for the mentee."


def two_reviews() -> Rules:
    """On 7 and on 21 October."""
    days = (utc(2027, 10, 7, 11), utc(2027, 10, 21, 11))
    return with_gathering(gathering("review", GatheringKind.MIDWAY_REVIEW, *days))


def test_whoever_comes_to_the_later_review_is_asked_after_that() -> None:
    entity = lived(mentoring, two_reviews)
    entity.update(ChooseSitting(gathering="review", sitting="2"))
    stages = []
    for day in (8, 22):
        entity.until(utc(2027, 10, day))
        stages.append(entity.stage)
    assert stages == [Stage.MENTORING, Stage.MIDWAY_REVIEW]
    assert entity.when(LetterName.REVIEW_QUESTION) == [utc(2027, 10, 21, 13)]
    entity.until(utc(2027, 11, 3, 12))
    assert entity.stage is Stage.MIDWAY_REVIEW


def test_of_two_who_come_to_different_reviews_each_is_asked_after_their_own() -> None:
    entity = lived(mentoring, two_reviews)
    entity.update(ChooseSitting(gathering="review", sitting="2", roles=(MENTEE,)))
    entity.until(utc(2027, 10, 22))
    assert entity.when(LetterName.REVIEW_QUESTION, MENTOR) == [utc(2027, 10, 7, 13)]
    assert entity.when(LetterName.REVIEW_QUESTION, MENTEE) == [utc(2027, 10, 21, 13)]


def test_another_place_alone_is_told_to_whoever_holds_an_invitation() -> None:
    entity = lived(accepted)
    sitting = entity.pairing.rules.gathering("induction").sittings[0]
    elsewhere = Reschedule(
        gathering="induction", sitting="1", starts=sitting.starts, ends=sitting.ends, place="a1b2"
    )
    entity.update(elsewhere)
    assert about_induction(entity, MENTEE)[-1] == (LetterName.GATHERING_MOVED, "1")
    assert entity.takes_no_notice(elsewhere)
