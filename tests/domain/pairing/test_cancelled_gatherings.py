"""A gathering is cancelled for everybody: calendars, reminders and the gate of a pair follow."""

from datetime import timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Role, Stage
from domain.letter.letter import LetterName, Method
from domain.pairing.events import AddSitting, Attend, CancelSittings, ChooseSitting
from domain.programme.rescheduling import date_changes, rescheduled
from domain.programme.rules import Sitting
from tests.domain.varied import two_inductions
from tests.living import Life, accepted, bristol_rules, lived, mentoring, utc

pytestmark = pytest.mark.unit

INSTEAD = Sitting(key="9", starts=utc(2027, 7, 5, 9), ends=utc(2027, 7, 5, 11))
OPENED = CancelSittings(gathering="induction", sittings=("1",), opens=True)
MOVED = CancelSittings(gathering="induction", sittings=("1",), instead=INSTEAD)


def about(entity: Life, gathering: str, role: Role = Role.MENTOR) -> list[tuple[LetterName, str | None]]:
    return [(x.name, x.sitting) for x in entity.letters if x.gathering == gathering and x.role is role]


def test_the_invitation_is_withdrawn_and_the_gate_is_open() -> None:
    entity = lived(accepted)
    entity.update(OPENED)
    assert entity.stage is Stage.TRAINING
    for role in BOTH:
        assert about(entity, "induction", role)[-1] == (LetterName.GATHERING_CANCELLED, "1")
    assert entity.letters[-1].calendar
    assert entity.letters[-1].calendar.method is Method.CANCEL
    assert (OutcomeKind.SITTING_CANCELLED, "induction") in entity.happened


def test_nobody_is_reminded_of_it_or_asked_who_came() -> None:
    entity = lived(accepted)
    entity.update(OPENED)
    entity.until(utc(2027, 7, 6, 7))
    assert LetterName.GATHERING_REMINDER not in dict(about(entity, "induction"))
    assert Concern.ATTENDANCE_UNRECORDED not in entity.concerns
    assert entity.refusal(Attend(gathering="induction")) == "induction was cancelled."
    assert entity.refusal(ChooseSitting(gathering="induction", sitting="1")) == "induction was cancelled."


def test_the_date_that_is_held_instead_is_one_letter_that_moves_the_event() -> None:
    entity = lived(accepted)
    entity.update(MOVED)
    assert about(entity, "induction") == [
        (LetterName.BOTH_ACCEPTED, "1"),
        (LetterName.GATHERING_MOVED, "9"),
    ]
    assert "induction on Mon 5 Jul 2027" in str(entity.entries[-1].snapshot.waits_for)
    assert entity.takes_no_notice(MOVED)


def test_of_two_dates_the_other_is_left() -> None:
    entity = lived(accepted, two_inductions)
    entity.update(CancelSittings(gathering="induction", sittings=("1",)))
    assert about(entity, "induction")[-1] == (LetterName.GATHERING_MOVED, "2")


def test_whoever_had_chosen_the_cancelled_date_comes_to_the_one_instead() -> None:
    entity = lived(accepted, two_inductions)
    entity.update(ChooseSitting(gathering="induction", sitting="2", roles=(Role.MENTEE,)))
    entity.update(MOVED.replace(sittings=("2",)))
    assert about(entity, "induction", Role.MENTEE)[-1] == (LetterName.GATHERING_MOVED, "9")
    assert about(entity, "induction", Role.MENTOR)[-1] == (LetterName.BOTH_ACCEPTED, "1")


def test_a_pair_that_begins_after_the_cancellation_knows_of_it() -> None:
    entity = accepted(Life(rescheduled(OPENED, bristol_rules(), utc(2027, 6, 1))))
    assert entity.stage is Stage.TRAINING
    assert about(entity, "induction") == []


def test_a_cancelled_review_is_passed_over() -> None:
    entity = lived(mentoring)
    entity.update(CancelSittings(gathering="review", sittings=("1",), opens=True))
    entity.until(utc(2027, 10, 8))
    assert entity.stage is Stage.MENTORING
    assert about(entity, "review") == []


def test_a_date_added_after_all_invites_again_and_holds_the_gate_for_whoever_has_not_passed_it() -> None:
    entity, later = lived(accepted), Life()
    again = AddSitting(gathering="induction", sitting="2", starts=INSTEAD.starts, ends=INSTEAD.ends)
    entity.update(OPENED)
    entity.update(again)
    entity.until(entity.now + timedelta(days=1))
    assert about(entity, "induction")[-1] == (LetterName.GATHERING_INVITATION, "2")
    later.update(OPENED, again)
    assert accepted(later).stage is Stage.INDUCTION


def test_whoever_was_away_is_told_what_was_cancelled() -> None:
    known = two_inductions()
    event = CancelSittings(gathering="induction", sittings=("1", "2"), opens=True)
    current = rescheduled(event, known, utc(2027, 6, 1))
    assert list(date_changes(known, current)) == [event]
    assert list(date_changes(current, current)) == []
