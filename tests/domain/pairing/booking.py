"""Pairs that meet."""

from datetime import datetime

from domain.pairing.events import BookSession
from tests.living import Life, lived, mentoring, utc

JULY_20 = utc(2027, 7, 20, 14)


def booked(starts: datetime = JULY_20, minutes: int = 60) -> Life:
    """A mentoring pair with session 1 booked."""
    entity = lived(mentoring)
    entity.update(BookSession(starts=starts, minutes=minutes))
    return entity


def in_review() -> Life:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 13))
    return entity
