"""Keeping each person's own calendar true.

What a calendar should hold is worked out from the entity, what it does hold was noted when our letters
went; each difference is one letter: new, moved or cancelled. A UID never changes, the sequence grows
by one with every letter about it (RFC 5546).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from domain.entity.entity import CalendarEntry, Entity
from domain.entity.outcomes import OutcomeKind
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
    there = [entry for entry in entity.calendar_entries if entry.former and not entry.cancelled]
    yield from (_withdrawn(entry, now=entity.since) for entry in there)
    wishes = list(wanted)
    for wish in wishes:
        if letter := _for_wish(entity, wish, nothing_new):
            yield letter
    held = (_held(entity, wish) for wish in wishes)
    keep = {(entry.uid, entry.role) for entry in held if entry and not entry.cancelled}
    for entry in entity.calendar_entries:
        if not (entry.cancelled or entry.former) and (entry.uid, entry.role) not in keep:
            soon = cleared_from is None or entry.starts <= cleared_from + _ABOUT_TO_SET_OUT
            yield _cancelled(entry, now=entity.since if soon or cleared_from is None else cleared_from)


def _for_wish(entity: Entity, wish: WantedEvent, nothing_new: bool) -> Letter | None:
    held = _held(entity, wish)
    if held and not held.cancelled:
        return _moved(wish, held, now=entity.since) if _says(held) != _says(wish.entry) else None
    before = _in_former_calendar(entity, wish.entry)
    if before and held is None:
        return _readdressed(wish, before, now=entity.since)
    return None if nothing_new else _new(wish, sequence=held.sequence + 1 if held else 0)


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
        letter=letter.key,
        former=letter.puts_right[0] if letter.to_former else None,
    )
    others = tuple(e for e in entity.calendar_entries if _of_calendar(e) != _of_calendar(entry))
    return entity.replace(calendar_entries=(*others, entry))


def at_another_address(entity: L, role: Role | Correspondent, now: datetime) -> L:
    """The entity once this person's calendar is that of another address: what is to come and was sent to the
    one before is in the calendar there."""

    def moved(entry: CalendarEntry) -> CalendarEntry:
        return entry.replace(former=entry.letter) if _is_to_come(entry, now) else entry

    entries = tuple(moved(entry) if entry.role is role else entry for entry in entity.calendar_entries)
    if entries == entity.calendar_entries:
        return entity
    who = role if isinstance(role, Role) else None
    return entity.replace(calendar_entries=entries).with_outcome(OutcomeKind.ADDRESS_CHANGED, now, role=who)


def has_dates_to_come(entity: Entity, role: Role | Correspondent, now: datetime) -> bool:
    """Whether something that is still to come was sent to this person's calendar, and so moves with their
    address."""
    return any(entry.role is role and _is_to_come(entry, now) for entry in entity.calendar_entries)


def _is_to_come(entry: CalendarEntry, now: datetime) -> bool:
    is_there = not (entry.cancelled or entry.former) and entry.letter is not None
    return is_there and entry.starts > now


def calendar_key(uid: str, sequence: int, role: Role | Correspondent) -> str:
    """The business key of the letter that brings this change of an event to this person."""
    return f"calendar:{uid}:{sequence}:{role}"


def _held(entity: Entity, wish: WantedEvent) -> CalendarEntry | None:
    """What the calendar holds, or has held, of this event. One that has moved to another sitting keeps the
    UID that it had."""
    what = _event(wish.entry)
    of_reader = [e for e in entity.calendar_entries if e.role == wish.entry.role and not e.former]
    live = next((entry for entry in of_reader if not entry.cancelled and _event(entry) == what), None)
    known = next((entry for entry in of_reader if entry.uid == wish.entry.uid), None)
    return live or wish.instead_of or known


def _other_sitting(entity: Entity, wanted: CalendarEntry) -> CalendarEntry | None:
    """The sitting of the same gathering that this person has been invited to."""
    return next(
        (
            entry
            for entry in entity.calendar_entries
            if not (entry.cancelled or entry.former)
            and (entry.role, entry.gathering) == (wanted.role, wanted.gathering)
        ),
        None,
    )


def _in_former_calendar(entity: Entity, wanted: CalendarEntry) -> CalendarEntry | None:
    """The same event in the calendar of an address that the person had before, the latest of them."""
    there = [
        entry
        for entry in entity.calendar_entries
        if entry.former and (entry.role, _event(entry)) == (wanted.role, _event(wanted))
    ]
    return max(there, key=lambda entry: entry.sequence, default=None)


def _of_calendar(entry: CalendarEntry) -> tuple[str, Role | Correspondent, str | None]:
    return entry.uid, entry.role, entry.former


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


def _readdressed(wish: WantedEvent, before: CalendarEntry, now: datetime) -> Letter:
    """After the letter that takes it out of the calendar of the former address."""
    entry = wish.entry.replace(uid=before.uid)
    sequence = before.sequence + (1 if before.cancelled else 2)
    return _letter(LetterName.INVITATION_READDRESSED, entry, Method.REQUEST, sequence, now)


def _withdrawn(entry: CalendarEntry, now: datetime) -> Letter:
    assert entry.former
    taken_out = _letter(LetterName.INVITATION_WITHDRAWN, entry, Method.CANCEL, entry.sequence + 1, now)
    return taken_out.replace(puts_right=(entry.former,), to_former=True)


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
