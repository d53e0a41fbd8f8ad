"""Who has another address gets the link to their page there, and the one before hears that it was changed."""

from datetime import datetime
from email import message_from_bytes
from email.policy import default

import pytest

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Role, Stage
from domain.letter.letter import LetterName
from domain.letter.link_address import tokens_in
from mail import new_address
from mail.mime_text import text_of_mime
from mail.readdressing import move_waiting
from storage import arrivals, links, people, queries
from storage.database import Database
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.letters import BounceRow, LetterRow
from tests.living import accepted, lived, utc
from tests.mail.office import Office
from tests.pages.visiting import SENDER

pytestmark = pytest.mark.store

_BEFORE_ANYTHING, _INVITED = utc(2028, 5, 1), utc(2027, 6, 16)
"""When nothing of theirs is to come, and when the induction is."""


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, lived(accepted))


def _moves(office: Office, now: datetime, bounces: bool = False, sent: bool = True) -> tuple[str, str]:
    """The mentor has another address: that of before, and that of now."""
    with office.database.begin() as session:
        before = queries.pairing(session, office.key).mentor.email
        if bounces:
            session.add(BounceRow(email=before, letter=None, bounced_at=now, status=None, diagnostic=None))
        if sent:
            session.query(LetterRow).update({LetterRow.state: "sent"})
        person = people.amend(session, before, f"new.{before}", None)
        new_address.write(session, person, before, now, SENDER)
    return before, person.email


def _about(office: Office, name: LetterName) -> list[LetterRow]:
    with office.database.begin() as session:
        rows = session.query(LetterRow).where(LetterRow.name == name).order_by(LetterRow.written_at)
        return list(rows)


def test_where_no_other_letter_goes_one_brings_a_link_that_works(office: Office) -> None:
    _, new = _moves(office, _BEFORE_ANYTHING)

    (row,) = _about(office, LetterName.ADDRESS_CHANGED)
    (token,) = tokens_in(text_of_mime(row.mime))
    with office.database.begin() as session:
        found = links.find(session, token)
    assert row.recipient == message_from_bytes(row.mime, policy=default)["To"].addresses[0].addr_spec == new
    assert found is not None
    assert (found.person, found.role, found.address) == (row.person, Role.MENTOR, links.address_digest(new))


def test_what_moves_to_the_new_calendar_brings_the_link_itself(office: Office) -> None:
    _moves(office, _INVITED)

    assert not _about(office, LetterName.ADDRESS_CHANGED)
    assert len(_about(office, LetterName.FORMER_ADDRESS)) == 1


def test_of_a_partner_s_own_application_nothing_is_said_beside_the_pairing(office: Office) -> None:
    with office.database.begin() as session:
        pairing = queries.pairing(session, office.key)
        mentor = ApplicationForm(name=pairing.mentor.name, email=pairing.mentor.email, role=Role.MENTOR)
        _, key = arrivals.upsert(session, pairing.cohort, mentor, _BEFORE_ANYTHING)
        session.get_one(ApplicationRow, key).stage = ApplicationStage.PAIRED

    _moves(office, _BEFORE_ANYTHING)

    (row,) = _about(office, LetterName.ADDRESS_CHANGED)
    assert row.workflow_id == f"address-{office.key}"


def test_the_address_before_hears_of_it_and_neither_the_new_one_nor_a_link(office: Office) -> None:
    before, new = _moves(office, _BEFORE_ANYTHING)

    (row,) = _about(office, LetterName.FORMER_ADDRESS)
    words = text_of_mime(row.mime)
    assert row.recipient == before
    assert new not in words.replace(before, "")
    assert "new." not in words
    assert not tokens_in(words)
    with office.database.begin() as session:
        assert queries.pairing(session, office.key).mentee.name not in words
    assert "reciprocal-mentoring@bristol.example" in words


def test_an_address_from_which_letters_come_back_is_not_written_to(office: Office) -> None:
    _moves(office, _BEFORE_ANYTHING, bounces=True)

    assert not _about(office, LetterName.FORMER_ADDRESS)
    assert len(_about(office, LetterName.ADDRESS_CHANGED)) == 1


def test_each_change_is_told(office: Office) -> None:
    first, _ = _moves(office, _BEFORE_ANYTHING)
    second, _ = _moves(office, utc(2028, 5, 2))

    assert [row.recipient for row in _about(office, LetterName.FORMER_ADDRESS)] == [first, second]


def test_what_the_address_before_is_told_stays_there_whatever_comes_after(office: Office) -> None:
    first, second = _moves(office, _BEFORE_ANYTHING)
    with office.database.begin() as session:
        people.amend(session, second, first, None)
        third = people.amend(session, first, f"third.{first}", None)
        move_waiting(session, third, first, utc(2028, 5, 3))

    (row,) = _about(office, LetterName.FORMER_ADDRESS)
    assert row.recipient == first


def test_when_all_is_over_the_address_before_hears_of_it_all_the_same(office: Office) -> None:
    with office.database.begin() as session:
        session.get_one(PairingRow, office.key).stage = Stage.COMPLETED

    _moves(office, _BEFORE_ANYTHING)

    assert len(_about(office, LetterName.FORMER_ADDRESS)) == 1
    assert not _about(office, LetterName.ADDRESS_CHANGED)
