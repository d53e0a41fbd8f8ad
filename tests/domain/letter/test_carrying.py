"""Which letters go in one."""

from typing import Any

import pytest

from domain.enums import Role
from domain.letter.carrying import CARRIES, carried
from domain.letter.letter import CalendarPart, Letter, LetterName, Method
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

NOW = utc(2027, 6, 15, 10)


def letter(name: LetterName, day: int | None = None, **fields: Any) -> Letter:
    """About an event on this day of July, if one is named."""
    about = {"starts": utc(2027, 7, day, 9), "ends": utc(2027, 7, day, 11)} if day else {}
    key = fields.pop("key", f"{name}:{day}")
    return Letter(name=name, role=fields.pop("role", Role.MENTOR), key=key, at=NOW, **about, **fields)


def event(name: LetterName, day: int, gathering: str | None, **fields: Any) -> Letter:
    method = Method.CANCEL if name.value.endswith("cancelled") else Method.REQUEST
    part = CalendarPart(uid=f"p-01.{gathering}", method=method, sequence=0)
    return letter(name, day, gathering=gathering, sitting="1" if gathering else None, calendar=part, **fields)


def invitation(day: int, gathering: str, **fields: Any) -> Letter:
    return event(LetterName.GATHERING_INVITATION, day, gathering, **fields)


def reminder(day: int, gathering: str, **fields: Any) -> Letter:
    return letter(LetterName.GATHERING_REMINDER, day, gathering=gathering, sitting="1", **fields)


ACCEPTED = letter(LetterName.BOTH_ACCEPTED)


def test_both_accepted_carries_the_invitation_to_what_comes_first() -> None:
    training, induction = invitation(6, "training"), invitation(1, "induction")

    accepted, left = carried([ACCEPTED, training, induction], NOW)

    assert left == training
    assert (accepted.name, accepted.key, accepted.at) == (ACCEPTED.name, ACCEPTED.key, NOW)
    assert (accepted.gathering, accepted.starts) == ("induction", induction.starts)
    assert (accepted.calendar, accepted.carries) == (induction.calendar, (induction.key,))


def test_nobody_carries_what_is_for_the_other_partner() -> None:
    for_the_other = invitation(1, "induction", role=Role.MENTEE)

    assert carried([ACCEPTED, for_the_other], NOW) == [ACCEPTED, for_the_other]


def test_an_event_that_has_begun_is_not_carried() -> None:
    begun = invitation(1, "induction")

    assert carried([ACCEPTED, begun], utc(2027, 7, 1, 10)) == [ACCEPTED, begun]


def test_who_missed_a_date_is_invited_to_the_next_in_one_letter_and_to_nothing_else_in_it() -> None:
    missed = letter(LetterName.GATHERING_MISSED, 2, gathering="induction", sitting="1")
    next_date, other = invitation(2, "induction"), invitation(6, "training")

    assert carried([missed, other], NOW) == [missed, other]
    told, left = carried([missed, other, next_date], NOW)
    assert (told.calendar, left) == (next_date.calendar, other)


@every("name", [name for name, along in CARRIES.items() if LetterName.SESSION_CANCELLED in along])
def test_a_farewell_or_a_pause_takes_what_comes_first_out_of_the_calendar(name: LetterName) -> None:
    session = event(LetterName.SESSION_CANCELLED, 20, None, session=1)
    gathering = event(LetterName.GATHERING_CANCELLED, 22, "review")

    told, left = carried([letter(name), gathering, session], NOW)

    assert (told.session, told.calendar, left) == (1, session.calendar, gathering)


def test_one_reminder_speaks_of_what_begins_within_seven_days_after() -> None:
    first, soon, later = reminder(1, "induction"), reminder(7, "training"), reminder(8, "check_in")

    told, left = carried([first, soon, later], NOW)

    assert [other.gathering for other in told.also] == ["training"]
    assert (told.carries, left) == ((soon.key,), later)


def test_reminders_of_two_readers_stay_apart() -> None:
    both = [reminder(1, "induction"), reminder(2, "training", role=Role.MENTEE)]

    assert carried(both, NOW) == both


def test_a_reminder_that_is_alone_carries_nothing() -> None:
    assert carried([reminder(1, "induction")], NOW) == [reminder(1, "induction")]


def test_the_letters_stay_in_their_order() -> None:
    names = [LetterName.NUDGE, LetterName.EVALUATION, LetterName.THANKS]

    assert [one.name for one in carried([letter(name) for name in names], NOW)] == names
