"""Which letters carry which: what can be said in one letter is not said in two.

A calendar part holds one event (RFC 5546), so a letter carries one invitation or one cancellation; a
reminder, which has none, carries those of the days that follow.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.letter.letter import Letter, LetterName, Occasion

_INVITATIONS = (LetterName.GATHERING_INVITATION,)
_CANCELLATIONS = (LetterName.SESSION_CANCELLED, LetterName.GATHERING_CANCELLED)
CARRIES: Mapping[LetterName, tuple[LetterName, ...]] = {
    LetterName.BOTH_ACCEPTED: _INVITATIONS,
    LetterName.GATHERING_MISSED: _INVITATIONS,
    LetterName.PAUSED: _CANCELLATIONS,
    LetterName.LEAVING_CONFIRMED: _CANCELLATIONS,
    LetterName.PARTNER_LEFT: _CANCELLATIONS,
    LetterName.PAIRING_CLOSED: _CANCELLATIONS,
}
"""What one letter of each name takes along, of several the one about the earliest event."""
_SOON_AFTER = timedelta(days=7)
"""A reminder speaks of what begins within this time after its own event, too."""


def carried(letters: Sequence[Letter], now: datetime) -> list[Letter]:
    """These letters, none of which has been written or is out of date, with those left out that another of
    them carries."""
    return _reminders_together(_calendar_parts_carried(letters, now))


def _calendar_parts_carried(letters: Sequence[Letter], now: datetime) -> list[Letter]:
    left = {letter.key: letter for letter in letters}
    for carrier in letters:
        if carrier.name not in CARRIES:
            continue
        fitting = [one for one in left.values() if _can_carry(carrier, one, now)]
        if fitting:
            along = min(fitting, key=lambda one: (one.starts, one.key))
            del left[along.key]
            left[carrier.key] = _with_event_of(carrier, along)
    return list(left.values())


def _can_carry(carrier: Letter, other: Letter, now: datetime) -> bool:
    if other.name not in CARRIES[carrier.name] or other.role is not carrier.role:
        return False
    if carrier.gathering and (other.gathering, other.sitting) != (carrier.gathering, carrier.sitting):
        return False
    return other.starts is not None and other.starts > max(carrier.at, now)


def _with_event_of(carrier: Letter, other: Letter) -> Letter:
    return carrier.replace(
        gathering=other.gathering,
        sitting=other.sitting,
        session=other.session,
        starts=other.starts,
        ends=other.ends,
        calendar=other.calendar,
        carries=(other.key,),
    )


def _reminders_together(letters: list[Letter]) -> list[Letter]:
    reminders = [one for one in letters if one.name is LetterName.GATHERING_REMINDER]
    left = {letter.key: letter for letter in letters}
    for reminder in sorted(reminders, key=lambda one: (one.at, one.key)):
        if reminder.key in left:
            following = [one for one in reminders if one.key in left and _follows_soon(one, reminder)]
            for other in following:
                del left[other.key]
            left[reminder.key] = _speaking_of(reminder, following)
    return list(left.values())


def _follows_soon(other: Letter, reminder: Letter) -> bool:
    if other.role is not reminder.role or other.key == reminder.key:
        return False
    assert other.starts
    assert reminder.starts
    return timedelta() <= other.starts - reminder.starts < _SOON_AFTER


def _speaking_of(reminder: Letter, others: Sequence[Letter]) -> Letter:
    """The same that speaks of what these would remind of, too."""
    if not others:
        return reminder
    others = sorted(others, key=lambda one: (one.starts, one.key))
    also = tuple(_occasion(other) for other in others)
    return reminder.replace(also=also, carries=tuple(other.key for other in others))


def _occasion(letter: Letter) -> Occasion:
    assert letter.starts
    assert letter.ends
    assert letter.gathering
    assert letter.sitting
    return Occasion(
        gathering=letter.gathering, sitting=letter.sitting, starts=letter.starts, ends=letter.ends
    )
