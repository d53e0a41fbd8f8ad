"""One letter a day: what nobody waits for today does not come on top of another letter.

A letter that answers somebody goes at once, on whatever day it is. Any other waits for the first working
morning on which its reader has not been written to, unless that would be too late for it.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.clock import mornings_after
from domain.enums import Correspondent, Role
from domain.letter.kinds import LETTERS, Urgency, is_answer
from domain.letter.letter import LastWritten, Letter

_IN_TIME = timedelta(days=1)
"""A letter comes so long before it is out of date, or does not wait."""
_READERS = (Role.MENTOR, Role.MENTEE, Correspondent.APPLICANT)
"""Line managers and coordinators are written to about many people."""


def one_a_day(
    letters: Sequence[Letter], written: Iterable[LastWritten], now: datetime, zone: ZoneInfo
) -> list[Letter]:
    """These letters, none of which has been written or is out of date, each at the moment at which it goes:
    no reader gets two of them on one day, but for answers and what cannot wait.

    `written`: who was last written to when; `zone`: by whose days they are counted."""
    last = {one.role: _day(one.at, zone) for one in written}
    taken: dict[Role | Correspondent, set[date]] = defaultdict(set)
    for letter in letters:
        if is_answer(letter.name, letter.role) and letter.at <= now:
            taken[letter.role].add(_day(now, zone))
    going = {}
    waiting = (
        letter for letter in letters if letter.role in _READERS and not is_answer(letter.name, letter.role)
    )
    for letter in sorted(waiting, key=lambda one: _turn(one, now, zone)):
        at = _first_free(letter, last.get(letter.role), taken[letter.role], now, zone)
        taken[letter.role].add(_day(max(at, now), zone))
        going[letter.key] = at
    return [_going_at(letter, going.get(letter.key, letter.at)) for letter in letters]


def with_last_written(
    written: tuple[LastWritten, ...], letters: Iterable[Letter], now: datetime
) -> tuple[LastWritten, ...]:
    """The same once these letters have been written, now."""
    roles = dict.fromkeys(letter.role for letter in letters)
    others = (last for last in written if last.role not in roles)
    return (*others, *(LastWritten(role=role, at=now) for role in roles))


def _turn(letter: Letter, now: datetime, zone: ZoneInfo) -> tuple[bool, date, bool, datetime, str]:
    """What is urgent comes first, then what is due first, then what would be out of date first."""
    can_wait = LETTERS[letter.name].urgency is not Urgency.HIGH
    lasts, until = letter.expires is None, letter.expires or letter.at
    return can_wait, _day(max(letter.at, now), zone), lasts, until, letter.key


def _first_free(
    letter: Letter, last: date | None, taken: Container[date], now: datetime, zone: ZoneInfo
) -> datetime:
    """The letter's own moment if its day is free, else nine o'clock on the first working day that is."""
    at = letter.at
    while (last and _day(at, zone) <= last) or _day(max(at, now), zone) in taken:
        at = mornings_after(at, 1, zone)
    in_time = letter.expires is None or at + _IN_TIME <= letter.expires
    return at if in_time else letter.at


def _going_at(letter: Letter, at: datetime) -> Letter:
    return letter if at == letter.at else letter.replace(at=at)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
