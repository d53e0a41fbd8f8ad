"""A letter that was missed goes to the address that its reader has now."""

from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from domain.enums import Role
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.readdressing import readdressed
from storage import people
from storage.database import Database
from storage.tables import LetterRow
from tests.living import accepted, lived
from tests.mail.office import Office

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
        return readdressed(session, _came_back(office))


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
