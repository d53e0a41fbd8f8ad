"""A reader's dates as a calendar that can be subscribed to (RFC 5545)."""

from collections.abc import Iterator

from icalendar import Calendar, Event

from domain.entity.entity import CalendarEntry
from domain.enums import Role
from domain.programme.gathering_plan import SittingDate
from mail.calendar_part import PRODUCT, add_place, uid_of
from services.context import Context
from services.links import Reader
from storage.views import PairingView

_HALF_A_DAY = "PT12H"
"""How often a calendar program looks again (RFC 7986, and Outlook's own name for it)."""


def calendar_of(context: Context, reader: Reader) -> str:
    """Everything that we have invited this reader to and that holds still, under the UIDs of the letters."""
    store = context.database.identity()
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", reader.programme.title)
    calendar.add("refresh-interval", _HALF_A_DAY, parameters={"VALUE": "DURATION"}, encode=False)
    calendar.add("x-published-ttl", _HALF_A_DAY)
    for entry in _entries(reader):
        calendar.add_component(_event(entry, reader, store))
    feed: str = calendar.to_ical().decode()
    return feed


def _entries(reader: Reader) -> Iterator[CalendarEntry]:
    for entry in reader.entity.calendar_entries if reader.entity else ():
        if entry.role == reader.role and not entry.cancelled:
            yield entry


def _event(entry: CalendarEntry, reader: Reader, store: str) -> Event:
    event = Event()
    event.add("uid", uid_of(entry.uid, store))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.written)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", _summary(entry, reader))
    if sitting := _sitting(entry, reader):
        add_place(event, sitting.where, str(sitting.link) if sitting.link else None)
    return event


def _sitting(entry: CalendarEntry, reader: Reader) -> SittingDate | None:
    return reader.programme.gathering(entry.gathering).sitting(entry.sitting) if entry.gathering else None


def _summary(entry: CalendarEntry, reader: Reader) -> str:
    """As in the letters: neutral, since a calendar is read over shoulders."""
    if entry.gathering:
        return reader.programme.gathering(entry.gathering).title
    assert isinstance(reader.subject, PairingView)
    partner = reader.subject.person(Role(reader.role).partner)
    return f"Session {entry.session} with {partner.name}"
