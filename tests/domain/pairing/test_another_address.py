"""A partner's address changes: what is to come moves from the calendar there to the calendar here."""

from datetime import timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import Role
from domain.letter.letter import Letter, LetterName, Method
from domain.pairing.events import (
    Accept,
    AddressChanged,
    BookSession,
    CancelSession,
    ChooseSitting,
    End,
    MoveSession,
    Pause,
    Reschedule,
    Resume,
)
from tests.domain.varied import two_inductions
from tests.living import Life, accepted, lived, mentoring, utc

pytestmark = pytest.mark.unit

CHANGED = AddressChanged(role=Role.MENTOR)
NEXT = utc(2027, 7, 20, 10)
_HERE, _THERE = LetterName.INVITATION_READDRESSED, LetterName.INVITATION_WITHDRAWN


def _calendar(entity: Life, role: Role = Role.MENTOR) -> list[tuple[LetterName, str, Method, int]]:
    """What has been done to this partner's calendars."""
    return [
        (x.name, x.calendar.uid.partition(".")[2], x.calendar.method, x.calendar.sequence)
        for x in entity.letters
        if x.calendar and x.role is role
    ]


def _withdrawn(entity: Life) -> list[Letter]:
    return [letter for letter in entity.letters if letter.name is _THERE]


def test_the_invitation_is_taken_out_there_and_comes_here_under_the_same_uid() -> None:
    entity = lived(accepted)
    entity.update(CHANGED)
    assert _calendar(entity) == [
        (LetterName.BOTH_ACCEPTED, "induction.1", Method.REQUEST, 0),
        (_THERE, "induction.1", Method.CANCEL, 1),
        (_HERE, "induction.1", Method.REQUEST, 2),
    ]
    assert [x[0] for x in _calendar(entity, Role.MENTEE)] == [LetterName.BOTH_ACCEPTED]
    assert entity.happened[-1][0] is OutcomeKind.ADDRESS_CHANGED


def test_what_is_taken_out_there_names_the_letter_that_went_there() -> None:
    entity = lived(accepted)
    entity.update(CHANGED)
    (letter,) = _withdrawn(entity)
    (invitation,) = (x for x in entity.letters if x.role is Role.MENTOR and x.carries)
    assert (letter.to_former, letter.puts_right) == (True, (invitation.key,))


def test_it_stays_right_until_it_has_gone() -> None:
    entity = lived(accepted)
    entity.update(CHANGED)
    (letter,) = _withdrawn(entity)
    entity.update(AddressChanged(role=Role.MENTEE))
    assert letter.key in entity.entries[-1].still_wanted


def test_a_session_moves_along_and_what_is_over_does_not() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=NEXT, minutes=60))
    before = len(_calendar(entity))
    entity.update(CHANGED)
    assert _calendar(entity)[before:] == [
        (_THERE, "session-1", Method.CANCEL, 1),
        (_HERE, "session-1", Method.REQUEST, 2),
    ]
    entity.until(NEXT + timedelta(hours=2))
    assert entity.takes_no_notice(CHANGED)


def test_what_moves_later_moves_here_alone() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=NEXT, minutes=60))
    entity.update(CHANGED)
    entity.update(MoveSession(session=1, starts=NEXT + timedelta(days=1)))
    entity.update(CancelSession(session=1))
    assert _calendar(entity)[-2:] == [
        (LetterName.SESSION_MOVED, "session-1", Method.REQUEST, 3),
        (LetterName.SESSION_CANCELLED, "session-1", Method.CANCEL, 4),
    ]


def test_twice_changed_it_is_taken_out_of_both_calendars_before() -> None:
    entity = lived(accepted)
    entity.update(CHANGED)
    entity.update(CHANGED)
    assert [sequence for *_, sequence in _calendar(entity)] == [0, 1, 2, 3, 4]
    first, second = _withdrawn(entity)
    assert first.puts_right != second.puts_right


def test_a_pair_that_pauses_keeps_what_it_has_been_asked_to() -> None:
    entity = lived(accepted)
    entity.update(Pause())
    entity.update(CHANGED)
    assert [name for name, *_ in _calendar(entity)][-2:] == [_THERE, _HERE]
    entity.update(Resume())
    assert len(_calendar(entity)) == 3


def test_who_comes_to_another_date_than_before_is_invited_to_it_here() -> None:
    entity = lived(accepted, two_inductions)
    entity.update(CHANGED)
    entity.update(ChooseSitting(gathering="induction", sitting="2", roles=(Role.MENTOR,)))
    assert _calendar(entity)[-1] == (LetterName.GATHERING_MOVED, "induction.1", Method.REQUEST, 3)


def test_a_date_that_moves_while_nobody_has_heard_is_said_as_it_is_now() -> None:
    entity = lived(accepted)
    moved = utc(2027, 7, 1, 10)
    entity.update(CHANGED)
    entity.update(
        Reschedule(gathering="induction", sitting="1", starts=moved, ends=moved + timedelta(hours=2))
    )
    assert _calendar(entity)[-1] == (LetterName.GATHERING_MOVED, "induction.1", Method.REQUEST, 3)


def test_what_is_over_is_cleared_here_alone() -> None:
    entity = lived(accepted)
    entity.update(CHANGED)
    entity.update(End())
    entity.finish()
    last = [x for x in entity.letters if x.calendar and x.role is Role.MENTOR][-1]
    assert last.calendar
    assert (last.calendar.method, last.calendar.sequence, last.to_former) == (Method.CANCEL, 3, False)


def test_before_anybody_is_invited_nothing_is_written() -> None:
    entity = Life()
    entity.update(Accept(role=Role.MENTOR))
    assert entity.takes_no_notice(CHANGED)
