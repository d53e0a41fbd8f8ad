"""Letters that were missed, that wait, and what is to come in a calendar go to the address of now."""

from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from domain.enums import Role
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import AddressChanged
from mail.claiming import COMES_BACK
from mail.readdressing import move_waiting, readdressed
from storage import people, queries
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.living import accepted, lived, utc
from tests.mail.office import Office, introduced

pytestmark = pytest.mark.store


@pytest.fixture
def office(database: Database) -> Office:
    """A pair that is in; the news came back from the mentor's old address."""
    office = Office(database, lived(accepted))
    with database.begin() as session:
        row = session.get_one(LetterRow, _came_back(office))
        row.state, row.reply = LetterState.BOUNCED, "5.1.1 no such user"
    return office


def _came_back(office: Office) -> str:
    rows = (row for row in office.rows() if (row.name, row.role) == (LetterName.BOTH_ACCEPTED, Role.MENTOR))
    return next(row.id for row in rows if ":" not in row.key.partition("both_accepted:")[2].partition(":")[2])


def _again(office: Office) -> str:
    with office.database.begin() as session:
        return readdressed(session, _came_back(office), utc(2027, 6, 20))


def _moves(office: Office) -> str:
    before = office.row(_came_back(office)).recipient
    with office.database.begin() as session:
        return people.amend(session, before, f"new.{before}", None).email


def test_it_goes_to_the_new_address_in_the_envelope_the_header_and_the_calendar(office: Office) -> None:
    new = _moves(office)

    row = office.row(_again(office))

    message = message_from_bytes(row.mime, policy=default)
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(part.get_content()).events
    assert row.recipient == message["To"].addresses[0].addr_spec == new
    assert event["ATTENDEE"] == f"mailto:{new}"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert message["Message-ID"] == row.message_id


def test_what_came_back_stays_bounced(office: Office) -> None:
    _moves(office)

    again = _again(office)

    assert office.state(again) is LetterState.PENDING
    assert office.state(_came_back(office)) is LetterState.BOUNCED
    assert office.row(again).message_id != office.row(_came_back(office)).message_id


def test_asked_for_twice_it_is_one_letter(office: Office) -> None:
    _moves(office)

    assert _again(office) == _again(office)


def test_where_the_address_is_the_same_it_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="is the address of today"):
        _again(office)


# What waits, and what is in calendars


def _amended(office: Office) -> tuple[str, str]:
    """The mentor's address is put right, and the pairing hears of it; the addresses before and after."""
    with office.database.begin() as session:
        mentor = queries.pairing(session, office.pairing).mentor
        new = people.amend(session, mentor.email, f"new.{mentor.email}", None)
        move_waiting(session, new, mentor.email, utc(2027, 6, 20))
    office.entity.update(AddressChanged(role=Role.MENTOR))
    office.record()
    return mentor.email, new.email


def _all_sent(office: Office) -> None:
    with office.database.begin() as session:
        for row in office.rows():
            session.get_one(LetterRow, row.id).state = LetterState.SENT


def _calendar_letters(office: Office) -> list[tuple[str, str, str, int]]:
    """To whom, and what it does to which event, of those to the mentor."""
    found = []
    for row in office.rows():
        message = message_from_bytes(row.mime, policy=default)
        for part in message.walk():
            if part.get_content_type() == "text/calendar" and row.role == Role.MENTOR:
                (event,) = Calendar.from_ical(part.get_content()).events
                to = str(event["ATTENDEE"]).removeprefix("mailto:")
                assert to == row.recipient == message["To"].addresses[0].addr_spec
                method = str(part["Content-Type"].params["method"])
                found.append((to, method, str(event["UID"]), int(str(event["SEQUENCE"]))))
    return sorted(found, key=lambda one: one[-1])


def test_an_invitation_that_went_is_taken_out_there_and_comes_here(database: Database) -> None:
    office = Office(database, lived(accepted))
    _all_sent(office)

    old, new = _amended(office)

    (first, uid), *_ = [(to, uid) for to, _, uid, _ in _calendar_letters(office)]
    assert (first, uid.startswith(f"{office.entity.pairing.id}.induction.1@")) == (old, True)
    assert _calendar_letters(office) == [
        (old, "REQUEST", uid, 0),
        (old, "CANCEL", uid, 1),
        (new, "REQUEST", uid, 2),
    ]
    assert [
        row.name for row in office.rows() if row.recipient == old and row.state == LetterState.PENDING
    ] == [LetterName.INVITATION_WITHDRAWN]


def test_what_has_not_gone_goes_to_the_new_address_alone(database: Database) -> None:
    office = Office(database, lived(accepted))

    _, new = _amended(office)

    waiting = [row for row in office.rows() if row.id in office.waiting() and row.role == Role.MENTOR]
    assert {row.recipient for row in waiting} == {new}
    assert LetterName.INVITATION_WITHDRAWN not in office.states_by_name()


def test_an_invitation_that_came_back_is_not_taken_out_where_nobody_is(office: Office) -> None:
    with office.database.begin() as session:
        for row in office.rows():
            if row.state != LetterState.BOUNCED:
                session.get_one(LetterRow, row.id).state = LetterState.SENT

    _, new = _amended(office)

    assert LetterName.INVITATION_WITHDRAWN not in office.states_by_name()
    assert _calendar_letters(office)[-1][:2] == (new, "REQUEST")


def test_a_letter_that_was_held_for_its_address_is_released(database: Database) -> None:
    office = Office(database, introduced())
    held = office.letter(LetterName.INTRODUCTION)
    with database.begin() as session:
        row = session.get_one(LetterRow, held)
        row.state, row.reply, old = LetterState.HELD, COMES_BACK, row.recipient
        new = people.amend(session, old, f"new.{old}", None)

        assert move_waiting(session, new, old, utc(2027, 6, 20)) == (1, [held])

    assert (office.row(held).recipient, office.state(held)) == (new.email, LetterState.PENDING)


def test_one_that_may_have_arrived_keeps_its_address(database: Database) -> None:
    office = Office(database, introduced())
    held = office.letter(LetterName.INTRODUCTION)
    with database.begin() as session:
        row = session.get_one(LetterRow, held)
        row.state, row.unsure, old = LetterState.HELD, 1, row.recipient
        new = people.amend(session, old, f"new.{old}", None)

        assert move_waiting(session, new, old, utc(2027, 6, 20)) == (0, [])

    assert office.row(held).recipient == old
