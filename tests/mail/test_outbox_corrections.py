"""A slip that is taken back, in the outbox: what has not gone does not go, what went is put right."""

import pytest

from domain.entity.entity import TakeBack
from domain.entity.taking_back import slips
from domain.enums import Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import Withdraw
from domain.pairing.machine import PAIRING
from mail.claiming import Claims
from storage import queries
from storage.database import Database
from tests.living import lived, mentoring
from tests.mail.office import Office
from tests.mail.outboxes import NOW, in_data

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
    with database.begin() as session:
        words = queries.letter(session, correction)[1].decode()
    assert "Please take no notice of it" in words.replace("=\r\n", "").replace("=\n", "")
    assert "Tuesday 6 July 2027" in words
