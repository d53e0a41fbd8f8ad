"""What is no longer wanted is taken back, if it has not gone."""

from collections.abc import Callable

import pytest

from domain.enums import BOTH, Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import Accept, CancelSession, End, MoveSession, Pause, Withdraw
from mail.claiming import Claimed, Claims
from mail.moderation import resend
from storage.database import Database
from tests.living import lived, mentoring, utc
from tests.mail.office import Office, introduced
from tests.mail.outboxes import NOW, claim, in_data, with_a_session

pytestmark = pytest.mark.store


def test_letters_that_wait_are_cancelled_when_the_pairing_ends(left: Office) -> None:
    introduction = left.letter(LetterName.INTRODUCTION)

    assert left.state(introduction) is LetterState.CANCELLED
    assert Claims(left.database).claim(introduction, NOW) is LetterState.CANCELLED


def test_farewells_and_cancellations_outlive_the_pairing(database: Database) -> None:
    entity = with_a_session()
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    office = Office(database, entity)

    wanted = {row.name for row in office.rows() if row.id in office.waiting()}

    assert wanted == {"leaving_confirmed", "partner_left"}
    assert all(b"METHOD:CANCEL" in row.mime for row in office.rows() if row.id in office.waiting())
    assert all(claim(office, letter) for letter in office.waiting())


def test_a_cancellation_that_waits_is_still_wanted_when_the_pairing_ends(database: Database) -> None:
    entity = with_a_session()
    entity.update(CancelSession(session=1))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    office = Office(database, entity)

    assert office.letter(LetterName.SESSION_CANCELLED) in office.waiting()


def _waiting_names(office: Office) -> list[str]:
    return [row.name for row in office.rows() if row.id in office.waiting()]


def _about_the_session(office: Office) -> list[tuple[str, LetterState]]:
    return [(row.name, LetterState(row.state)) for row in office.rows() if row.name.startswith("session_")]


def test_a_booking_that_waits_is_taken_back_when_the_session_is_cancelled(database: Database) -> None:
    office = Office(database, with_a_session())
    bookings = [row.id for row in office.rows() if row.name == LetterName.SESSION_BOOKED]
    assert set(bookings) <= set(office.waiting())

    office.entity.update(CancelSession(session=1))
    office.record()

    assert sorted(_about_the_session(office)) == [
        *[(LetterName.SESSION_BOOKED, LetterState.CANCELLED)] * 2,
        *[(LetterName.SESSION_CANCELLED, LetterState.PENDING)] * 2,
    ]
    assert {Claims(database).claim(letter, NOW) for letter in bookings} == {LetterState.CANCELLED}


def test_the_old_time_of_a_session_that_moved_is_taken_back(database: Database) -> None:
    office = Office(database, with_a_session())

    office.entity.update(MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    office.record()

    assert sorted(_about_the_session(office)) == [
        *[(LetterName.SESSION_BOOKED, LetterState.CANCELLED)] * 2,
        *[(LetterName.SESSION_MOVED, LetterState.PENDING)] * 2,
    ]


def test_a_booking_on_its_way_when_the_session_is_cancelled_is_not_tried_again(database: Database) -> None:
    office = Office(database, with_a_session())
    outbox = Claims(database)
    booking = next(row.id for row in office.rows() if row.name == LetterName.SESSION_BOOKED)
    claimed = outbox.claim(booking, NOW)
    assert isinstance(claimed, Claimed)

    office.entity.update(CancelSession(session=1))
    office.record()
    outbox.deferred(claimed, "451 later", NOW)

    assert outbox.claim(booking, NOW) is LetterState.CANCELLED


def test_a_letter_a_human_asked_for_is_not_taken_back(database: Database) -> None:
    office = Office(database, with_a_session())
    booking = next(row.id for row in office.rows() if row.name == LetterName.SESSION_BOOKED)
    with database.begin() as session:
        resend(session, booking)

    office.entity.update(CancelSession(session=1))
    office.record()

    assert isinstance(Claims(database).claim(booking, NOW), Claimed)


def test_a_deferred_letter_is_taken_back_like_one_that_was_never_tried(database: Database) -> None:
    office = Office(database, with_a_session())
    booking = office.letter(LetterName.SESSION_BOOKED)
    Claims(database).deferred(claim(office, booking), "451", NOW)

    office.entity.update(CancelSession(session=1))
    office.record()

    assert office.state(booking) is LetterState.CANCELLED


@pytest.mark.parametrize(
    ("on_its_way", "state"), [(claim, LetterState.CLAIMED), (in_data, LetterState.IN_DATA)]
)
def test_a_letter_that_is_being_delivered_is_not_taken_back(
    database: Database, on_its_way: Callable[[Office, str], Claimed], state: LetterState
) -> None:
    office = Office(database, with_a_session())
    claimed = on_its_way(office, office.letter(LetterName.SESSION_BOOKED))

    office.entity.update(CancelSession(session=1))
    office.record()

    assert office.state(claimed.letter) is state
    assert Claims(database).sent(claimed, "250", NOW) is LetterState.SENT


def test_nobody_who_has_answered_is_introduced_or_chased(database: Database) -> None:
    office = Office(database, introduced(27))
    assert set(_waiting_names(office)) == {"introduction", "introduction_chaser"}

    office.entity.update(Accept(role=Role.MENTOR))
    office.record()
    chased = [row for row in office.rows() if row.name == LetterName.INTRODUCTION_CHASER]
    assert {(row.role, row.state) for row in chased} == {("mentor", "cancelled"), ("mentee", "pending")}
    assert _waiting_names(office).count("introduction") == 2

    office.entity.update(Accept(role=Role.MENTEE))
    office.record()
    assert not {"introduction", "introduction_chaser"} & set(_waiting_names(office))
    assert _waiting_names(office).count("both_accepted") == 2


def test_a_pause_takes_no_letter_back(database: Database) -> None:
    office = Office(database, lived(mentoring))
    before = office.waiting()
    assert office.letter(LetterName.MENTORING_BEGINS) in before

    office.entity.update(Pause())
    office.record()

    assert set(before) < set(office.waiting())


def test_a_letter_that_was_refused_or_held_stays_so_when_it_is_no_longer_wanted(database: Database) -> None:
    office, steps = Office(database, with_a_session()), Claims(database)
    refused, held = (office.letter(LetterName.SESSION_BOOKED, role) for role in BOTH)
    steps.refused(claim(office, refused), "550")
    for _ in range(3):
        steps.unsure(in_data(office, held), "the line broke")

    office.entity.update(CancelSession(session=1))
    office.record()

    assert (office.state(refused), office.state(held)) == (LetterState.FAILED, LetterState.HELD)


def test_letters_that_were_sent_stay_sent_when_the_pairing_ends(office: Office) -> None:
    Claims(office.database).sent(in_data(office, office.letter()), "250", NOW)

    office.entity.update(End())

    office.entity.finish()
    office.record()

    assert office.state(office.letter()) is LetterState.SENT


def test_a_letter_whose_pairing_ended_while_it_was_tried_is_not_tried_again(office: Office) -> None:
    claimed = claim(office, office.letter())
    office.entity.update(End())
    office.entity.finish()
    office.record()

    Claims(office.database).deferred(claimed, "451", NOW)

    assert Claims(office.database).claim(office.letter(), NOW) is LetterState.CANCELLED
    assert office.state(office.letter()) is LetterState.CANCELLED
