"""A slip that is taken back, in the outbox: what has not gone does not go, what went is put right."""

from email import message_from_bytes
from email.policy import default

import pytest

from domain.application.events import TakeUp
from domain.application.machine import APPLICATION
from domain.entity.entity import TakeBack
from domain.entity.taking_back import slips
from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import Withdraw
from domain.pairing.machine import PAIRING
from mail.claiming import Claims
from mail.record import record_with_letters
from storage import queries
from storage.database import Database
from tests.applying import JUNE_1, offered, programme, south_west
from tests.living import lived, mentoring
from tests.mail.office import ApplicationDesk, Office
from tests.mail.outboxes import NOW, in_data
from tests.mail.stories import SENDER

pytestmark = pytest.mark.store


def _left(database: Database) -> Office:
    office = Office(database, lived(mentoring))
    office.entity.update(Withdraw(role=Role.MENTEE))
    office.record()
    return office


def _taken_back(office: Office) -> dict[str, LetterState]:
    event = TakeBack(number=slips(PAIRING, office.entity.pairing, 1)[0].number)
    office.entity.update(event)
    office.record()
    return office.states_by_name()


def test_where_no_letter_of_the_slip_has_gone_none_goes_and_none_puts_it_right(database: Database) -> None:
    states = _taken_back(_left(database))
    assert states[LetterName.LEAVING_CONFIRMED] is LetterState.CANCELLED
    assert LetterName.CORRECTION not in states
    assert LetterName.PARTNER_LEFT not in states


def test_what_the_slip_had_cancelled_and_had_not_gone_waits_again(database: Database) -> None:
    office = _left(database)
    assert office.states_by_name()[LetterName.MENTORING_BEGINS] is LetterState.CANCELLED
    assert _taken_back(office)[LetterName.MENTORING_BEGINS] is LetterState.PENDING
    assert office.letter(LetterName.MENTORING_BEGINS) in office.waiting()


def test_a_letter_of_the_slip_that_has_gone_is_followed_by_one_that_names_it(database: Database) -> None:
    office = _left(database)
    gone = office.letter(LetterName.LEAVING_CONFIRMED, Role.MENTEE)
    Claims(database).sent(in_data(office, gone), "250", NOW)

    assert _taken_back(office)[LetterName.CORRECTION] is LetterState.PENDING

    correction = office.letter(LetterName.CORRECTION, Role.MENTEE)
    assert [row.role for row in office.rows() if row.name == LetterName.CORRECTION] == ["mentee"]
    words = _words(database, correction)
    assert "Please take no notice of it" in words
    assert "Tuesday 6 July 2027" in words


def test_an_applicant_and_the_line_manager_read_what_was_wrong_and_of_which_application(
    database: Database,
) -> None:
    entity = offered(south_west(), JUNE_1)
    entity.update(TakeUp())
    desk = ApplicationDesk(database, entity, programme("south-west-2022"))
    for name, reader in (
        (LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT),
        (LetterName.MANAGER_REQUEST, Correspondent.MANAGER),
    ):
        Claims(database).sent(in_data(desk, desk.letter(name, reader)), "250", NOW)
    entity.update(TakeBack(number=slips(APPLICATION, entity.entity, 1)[0].number))
    with database.begin() as session:
        assert record_with_letters(session, entity.entries[-1].replace(id=desk.key), SENDER)

    applicant, manager = (
        _words(database, desk.letter(LetterName.CORRECTION, reader))
        for reader in (Correspondent.APPLICANT, Correspondent.MANAGER)
    )
    assert "everything about your application stands" in applicant
    assert "a request for your support" in manager
    assert "everything about Ann Adeyemi's application stands" in manager


def _words(database: Database, letter: str) -> str:
    """Its text, on one line."""
    with database.begin() as session:
        mime = queries.letter(session, letter)[1]
    text = message_from_bytes(mime, policy=default).get_body(("plain",))
    assert text
    return " ".join(text.get_content().split())
