"""Letters that came back, and addresses that nothing more is sent to."""

from datetime import datetime, timedelta

import pytest

from domain.enums import Role
from domain.errors import NotFound, Refused
from domain.letter.bounce_cause import BounceCause
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.suggestion import suggest
from mail import bounces
from mail.bounces import Bounced, bounced, note
from mail.claiming import Claimed, Claims
from mail.dsn import Report, read_report
from mail.moderation import hold
from services.reports import today
from storage import people, queries
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.every import every
from tests.living import utc
from tests.mail.office import ON_BOTH, Office, introduced
from tests.mail.returned import EMPTY, NAMELESS, POSTFIX, eml

pytestmark = pytest.mark.store

_NOW = utc(2027, 6, 15, 12)
_SAID = "5.1.1 550 5.1.1 <{}>: Recipient address rejected: User unknown"


@pytest.fixture
def office(database: Database) -> Office:
    """Two introductions that have been sent."""
    office = Office(database, introduced())
    for row in office.rows():
        _send(office, row.id)
    return office


def _send(office: Office, letter: str, now: datetime = _NOW) -> None:
    steps = Claims(office.database)
    claimed = steps.claim(letter, now)
    assert isinstance(claimed, Claimed)
    steps.sent(claimed, "250 kept", now)


def _note(office: Office, row: LetterRow, text: str = POSTFIX) -> str:
    with office.database.begin() as session:
        report = read_report(eml(text, row.message_id, row.recipient))
        return bounces.note(session, report, _NOW).letter.id


def _bounced(office: Office, cohort: str) -> list[Bounced]:
    with office.database.begin() as session:
        return bounces.bounced(session, cohort)


def _right_again(office: Office, address: str) -> list[str]:
    with office.database.begin() as session:
        return [letter.id for letter in bounces.right_again(session, address)]


@ON_BOTH
def test_the_letter_that_came_back_is_marked_so_with_what_was_said(office: Office) -> None:
    row = office.row(office.letter())

    assert _note(office, row) == row.id

    after = office.row(row.id)
    assert (after.state, after.reply) == (LetterState.BOUNCED, _SAID.format(row.recipient))
    assert office.state(office.letter(role=Role.MENTEE)) is LetterState.SENT


def test_the_address_is_on_the_cohorts_list(office: Office) -> None:
    row = office.row(office.letter())

    _note(office, row)

    (address,) = _bounced(office, row.cohort)
    assert (address.email, address.letter, address.status) == (row.recipient, row.id, "5.1.1")
    assert address.bounced_at == _NOW
    assert _bounced(office, "another") == []


def _report(row: LetterRow, address: str, cause: BounceCause) -> Report:
    return Report((row.message_id,), (address,), "5.0.0", None, cause)


@every("cause", BounceCause)
def test_a_full_mailbox_or_a_fault_of_ours_bars_nobody(office: Office, cause: BounceCause) -> None:
    row = office.row(office.letter())
    with office.database.begin() as session:
        noted = note(session, _report(row, row.recipient, cause), _NOW)
        bars = [address.email for address in bounced(session, row.cohort)]
        session.rollback()

    assert (noted.is_new, noted.is_barred) == (True, cause.bars_address)
    assert noted.letter.state is LetterState.BOUNCED
    assert bars == [row.recipient] * cause.bars_address


@every("moves", [True, False])
def test_whose_address_has_been_put_right_meanwhile_is_told(office: Office, moves: bool) -> None:
    row = office.row(office.letter())
    with office.database.begin() as session:
        if moves:
            people.amend(session, row.recipient, f"new.{row.recipient}", None)
        noted = note(session, _report(row, row.recipient, BounceCause.ADDRESS), _NOW)

    assert (noted.letter.state, noted.has_moved) == (LetterState.BOUNCED, moves)


def test_a_report_is_about_the_letter_that_it_names_or_it_is_a_guess(office: Office) -> None:
    row = office.row(office.letter())
    with office.database.begin() as session:
        named = bounces.find(session, read_report(eml(POSTFIX, row.message_id, row.recipient)))
        guessed = bounces.find(session, read_report(eml(NAMELESS, row.message_id, row.recipient)))

    assert (named.letter.id, named.is_named) == (row.id, True)
    assert (guessed.letter.id, guessed.is_named) == (row.id, False)


def test_a_report_that_is_noted_twice_is_noted_once(office: Office) -> None:
    row = office.row(office.letter())

    assert _note(office, row) == _note(office, row)

    assert len(_bounced(office, row.cohort)) == 1


def test_a_report_that_names_no_letter_is_about_the_last_to_that_address(office: Office) -> None:
    office.entity.until(utc(2027, 6, 22))
    office.record()
    chaser = office.row(office.letter(LetterName.INTRODUCTION_CHASER))
    _send(office, chaser.id, _NOW + timedelta(days=7))

    assert _note(office, chaser, NAMELESS) == chaser.id

    assert office.state(office.letter()) is LetterState.SENT
    (address,) = _bounced(office, chaser.cohort)
    assert address.letter is None


def test_a_report_about_somebody_whom_nobody_wrote_to_is_refused(office: Office) -> None:
    sentence = r"about a letter to ann@uni\.example, to whom Tandem has sent none"
    with pytest.raises(NotFound, match=sentence), office.database.begin() as session:
        bounces.note(session, read_report(eml(POSTFIX)), _NOW)

    assert office.states(row.id for row in office.rows()) == {LetterState.SENT}


def test_of_a_report_that_names_nobody_and_no_letter_nothing_is_noted(office: Office) -> None:
    sentence = "names neither the letter nor whom it was to"
    with pytest.raises(NotFound, match=sentence), office.database.begin() as session:
        bounces.note(session, read_report(eml(EMPTY)), _NOW)


def test_a_letter_that_has_not_gone_is_not_what_came_back(database: Database) -> None:
    office = Office(database, introduced())

    with pytest.raises(NotFound):
        _note(office, office.row(office.letter()), NAMELESS)


def test_a_report_of_the_time_before_does_not_stop_a_letter_that_is_sent_again(office: Office) -> None:
    _note(office, office.row(office.letter()))
    office.resend(office.letter())

    with pytest.raises(Refused, match="has been sent again since"):
        _note(office, office.row(office.letter()))

    assert office.state(office.letter()) is LetterState.PENDING


def test_a_report_about_another_address_bars_nobody(office: Office) -> None:
    """As in a trial, where all letters go to one address."""
    row = office.row(office.letter())
    with office.database.begin() as session:
        note(session, _report(row, "trial@uni.example", BounceCause.ADDRESS), _NOW)

    assert office.state(office.letter()) is LetterState.BOUNCED
    with office.database.begin() as session:
        assert bounced(session, row.cohort) == []


def _held(office: Office) -> str:
    """A chaser that is held since the introduction came back."""
    _note(office, office.row(office.letter()))
    office.entity.until(utc(2027, 6, 22))
    office.record()
    chaser = office.letter(LetterName.INTRODUCTION_CHASER)
    assert Claims(office.database).claim(chaser, _NOW) is LetterState.HELD
    return chaser


@ON_BOTH
def test_once_the_address_is_right_again_what_was_held_for_it_goes(office: Office) -> None:
    chaser = _held(office)
    row = office.row(chaser)

    assert _right_again(office, row.recipient.upper()) == [chaser]

    assert _bounced(office, row.cohort) == []
    assert isinstance(Claims(office.database).claim(chaser, _NOW), Claimed)


def test_what_the_coordinator_holds_stays_held_when_the_address_is_right_again(office: Office) -> None:
    chaser = _held(office)
    with office.database.begin() as session:
        hold(session, chaser)

    assert _right_again(office, office.row(chaser).recipient) == []
    assert office.state(chaser) is LetterState.HELD


def test_an_address_that_nothing_came_back_from_cannot_be_put_right(office: Office) -> None:
    with pytest.raises(NotFound, match=r"No letter to nobody@uni\.example has come back"):
        _right_again(office, "nobody@uni.example")


def test_what_waits_for_the_coordinator_names_the_address(office: Office) -> None:
    row = office.row(office.letter())
    _note(office, row)

    with office.database.begin() as session:
        sections = today.sections(session, queries.cohort(session, row.cohort), _NOW)

    (letters,) = (section for section in sections if section.title == "Letters")
    (item,) = letters.items
    assert item.suggestion == suggest("person amend", row.recipient, "--email", "EMAIL")
    assert f"{suggest('mail unbounce', row.recipient)}." in item.text
