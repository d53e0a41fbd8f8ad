"""What is told of a letter when it is handed over for delivery."""

from datetime import timedelta

import pytest

from domain.letter.kinds import QueuedLetter, Urgency
from domain.letter.letter import LetterName
from mail import outbox
from mail.outbox import queued_letter
from tests.mail.office import Office
from tests.mail.outboxes import sad_news

pytestmark = pytest.mark.store


def _waiting(office: Office) -> list[QueuedLetter]:
    with office.database.begin() as session:
        return outbox.waiting(session, office.name)


def test_a_letter_that_waits_says_its_cohort_and_how_urgent_it_is(office: Office) -> None:
    cohort = office.key.rpartition("-")[0]

    assert {(letter.cohort, letter.urgency) for letter in _waiting(office)} == {(cohort, Urgency.NORMAL)}


def test_a_letter_that_is_soon_out_of_date_is_urgent(office: Office) -> None:
    letter = office.letter()
    with office.database.begin() as session:
        row = office.row(letter)
        session.merge(row).expires = row.written_at + timedelta(hours=20)

    with office.database.begin() as session:
        assert queued_letter(session, letter).urgency is Urgency.HIGH


def test_sad_news_does_not_wait_for_introductions(left: Office) -> None:
    (unrecorded_outcomes,) = (letter for letter in _waiting(left) if letter.id == sad_news(left))

    assert unrecorded_outcomes.urgency is Urgency.HIGH
    assert left.row(unrecorded_outcomes.id).name == LetterName.PARTNER_LEFT
