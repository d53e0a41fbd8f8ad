"""Keeping each person's own calendar true.

What a calendar should hold is worked out from the entity, what it does hold was noted when our letters
went; each difference is one letter: new, moved or cancelled. A UID never changes, the sequence grows
by one with every letter about it (RFC 5546).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from domain.entity.entity import CalendarEntry, Entity
from domain.enums import Correspondent, Role
from domain.letter.letter import CalendarPart, Letter, LetterName, Method
from domain.programme.rules import Gathering, Sitting
from domain.value import Moment, Value

L = TypeVar("L", bound=Entity)


class WantedEvent(Value):
    """An event that should be in this person's calendar from `at` on."""

    entry: CalendarEntry
    at: Moment
    instead_of: CalendarEntry | None = None
    """What the calendar holds and is to move there: the person comes to this sitting, and not to that."""


def wanted_event(
    entity: Entity, gathering: Gathering, sitting: Sitting, role: Role | Correspondent, at: datetime
) -> WantedEvent:
    entry = CalendarEntry(
        uid=f"{entity.id}.{gathering.key}.{sitting.key}",
        role=role,
        sequence=0,
        starts=sitting.starts,
        ends=sitting.ends,
        written=entity.since,
        gathering=gathering.key,
        sitting=sitting.key,
        place=sitting.place,
    )
    return WantedEvent(entry=entry, at=at, instead_of=_other_sitting(entity, entry))


_ABOUT_TO_SET_OUT = timedelta(hours=1)


def differences(
    entity: Entity,
    wanted: Iterable[WantedEvent],
    nothing_new: bool = False,
    cleared_from: datetime | None = None,
) -> Iterator[Letter]:
    """The letters that make the calendars hold what is wanted; `nothing_new`: nobody is asked to come
    to anything they have not heard of; `cleared_from`: from when calendars are cleared of what is no longer
    wanted, unless it begins so soon that somebody would set out for it."""
    keep = set[tuple[str, Role | Correspondent]]()
    for wish in wanted:
        held = _held(entity, wish)
        if held is None or held.cancelled:
            if not nothing_new:
                yield _new(wish, sequence=held.sequence + 1 if held else 0)
            continue
        keep.add((held.uid, held.role))
        if _says(held) != _says(wish.entry):
            yield _moved(wish, held, now=entity.since)
    for entry in entity.calendar_entries:
        if not entry.cancelled and (entry.uid, entry.role) not in keep:
            soon = cleared_from is None or entry.starts <= cleared_from + _ABOUT_TO_SET_OUT
            yield _cancelled(entry, now=entity.since if soon or cleared_from is None else cleared_from)


def with_calendar_entry(entity: L, letter: Letter, now: datetime) -> L:
    """The entity after this letter, written now, has changed its recipient's calendar."""
    part, starts, ends = letter.calendar, letter.starts, letter.ends
    if part is None or starts is None or ends is None:
        return entity
    entry = CalendarEntry(
        uid=part.uid,
        role=letter.role,
        sequence=part.sequence,
        starts=starts,
        ends=ends,
        written=now,
        gathering=letter.gathering,
        sitting=letter.sitting,
        session=letter.session,
        place=part.place,
        cancelled=part.method is Method.CANCEL,
    )
    others = tuple(e for e in entity.calendar_entries if (e.uid, e.role) != (entry.uid, entry.role))
    return entity.replace(calendar_entries=(*others, entry))


def calendar_key(uid: str, sequence: int, role: Role | Correspondent) -> str:
    """The business key of the letter that brings this change of an event to this person."""
    return f"calendar:{uid}:{sequence}:{role}"


def _held(entity: Entity, wish: WantedEvent) -> CalendarEntry | None:
    """What the calendar holds, or has held, of this event. One that has moved to another sitting keeps the
    UID that it had."""
    what = _event(wish.entry)
    of_reader = [entry for entry in entity.calendar_entries if entry.role == wish.entry.role]
    live = next((entry for entry in of_reader if not entry.cancelled and _event(entry) == what), None)
    known = next((entry for entry in of_reader if entry.uid == wish.entry.uid), None)
    return live or wish.instead_of or known


def _other_sitting(entity: Entity, wanted: CalendarEntry) -> CalendarEntry | None:
    """The sitting of the same gathering that this person has been invited to."""
    return next(
        (
            entry
            for entry in entity.calendar_entries
            if not entry.cancelled and (entry.role, entry.gathering) == (wanted.role, wanted.gathering)
        ),
        None,
    )


def _event(entry: CalendarEntry) -> tuple[str | None, str | None, int | None]:
    return entry.gathering, entry.sitting, entry.session


def _says(entry: CalendarEntry) -> tuple[datetime, datetime, str | None]:
    return entry.starts, entry.ends, entry.place


def _new(wish: WantedEvent, sequence: int) -> Letter:
    name = LetterName.SESSION_BOOKED if wish.entry.session else LetterName.GATHERING_INVITATION
    return _letter(name, wish.entry, Method.REQUEST, sequence, wish.at)


def _moved(wish: WantedEvent, held: CalendarEntry, now: datetime) -> Letter:
    name = LetterName.SESSION_MOVED if wish.entry.session else LetterName.GATHERING_MOVED
    moved = wish.entry.replace(uid=held.uid)
    return _letter(name, moved, Method.REQUEST, held.sequence + 1, now)


def _cancelled(entry: CalendarEntry, now: datetime) -> Letter:
    name = LetterName.SESSION_CANCELLED if entry.session else LetterName.GATHERING_CANCELLED
    return _letter(name, entry, Method.CANCEL, entry.sequence + 1, now)


def _letter(name: LetterName, entry: CalendarEntry, method: Method, sequence: int, at: datetime) -> Letter:
    part = CalendarPart(uid=entry.uid, method=method, sequence=sequence, place=entry.place)
    return Letter(
        name=name,
        role=entry.role,
        key=calendar_key(entry.uid, sequence, entry.role),
        at=at,
        gathering=entry.gathering,
        sitting=entry.sitting,
        session=entry.session,
        starts=entry.starts,
        ends=entry.ends,
        expires=entry.starts,
        calendar=part,
    )
