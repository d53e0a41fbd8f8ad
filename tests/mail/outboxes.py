"""An outbox at work in a test, and what is in it."""

from datetime import datetime
from typing import Any

from domain.enums import Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import BookSession
from mail.claiming import Claimed, Claims
from tests.living import Life, lived, mentoring, utc
from tests.mail.office import Desk, Office

NOW = utc(2027, 6, 15)


def claim(office: Desk[Any], letter: str, now: datetime = NOW) -> Claimed:
    claimed = Claims(office.database).claim(letter, now)
    assert isinstance(claimed, Claimed)
    return claimed


def in_data(office: Desk[Any], letter: str, now: datetime = NOW) -> Claimed:
    claimed = claim(office, letter, now)
    assert Claims(office.database).handing_over(claimed)
    return claimed


def give_up(office: Office, letter: str) -> Claimed:
    """A claim that still runs, though the next to come took its worker for lost."""
    claimed = in_data(office, letter)
    assert Claims(office.database).claim(letter, NOW) in (LetterState.DEFERRED, LetterState.HELD)
    return claimed


def with_a_session() -> Life:
    """A pair that has booked a session for 09:00 (UTC) on 20 July."""
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    return entity


def sad_news(office: Office) -> str:
    return office.letter(LetterName.PARTNER_LEFT, Role.MENTOR)
