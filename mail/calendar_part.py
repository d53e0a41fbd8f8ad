"""Calendar parts that Outlook, Google and Apple take, update in place and cancel (RFC 5545, RFC 5546).

Times are in UTC: a VTIMEZONE is one more thing to be wrong, and the letter's text says local time.
"""

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from domain.enums import BOTH
from domain.letter.letter import Letter, Method
from mail.facts import Facts, Recipient, Sender

PRODUCT = "-//Tandem//Mentoring programmes//EN"


def uid_of(uid: str, store: str) -> str:
    """Unique in the world: two institutions with a cohort of one name are not each other's."""
    return f"{uid}@{store}.tandem"


def calendar_part(letter: Letter, to: Recipient, sender: Sender, written: datetime) -> tuple[str, Method]:
    """The iCalendar text for this letter, and the method that its MIME part must name, too."""
    part, facts = letter.calendar, to.facts
    assert part
    event = Event()
    event.add("uid", uid_of(part.uid, sender.store))
    event.add("sequence", part.sequence)
    event.add("dtstamp", written)
    event.add("dtstart", letter.starts)
    event.add("dtend", letter.ends)
    event.add("summary", _summary(facts))
    event.add("status", "CANCELLED" if part.method is Method.CANCEL else "CONFIRMED")
    add_place(event, facts.where, facts.link)
    event["organizer"] = _organizer(facts, sender)
    event.add("attendee", _attendee(letter, to, part.method), encode=False)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", part.method.value)
    calendar.add_component(event)
    return calendar.to_ical().decode(), part.method


def add_place(event: Event, where: str | None, link: str | None) -> None:
    """Where there is no place, the link is it: few calendars show a CONFERENCE (RFC 7986) yet."""
    if place := where or link:
        event.add("location", place)
    if link:
        event.add("conference", vUri(link), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})


def _organizer(facts: Facts, sender: Sender) -> vCalAddress:
    """The coordinator, who gets the answers; a letter that comes from elsewhere is sent on her behalf."""
    organizer = _address(facts.contact_email, facts.contact_name)
    if sender.address.lower() != facts.contact_email.lower():
        organizer.params["sent-by"] = vText(f"mailto:{sender.address}")
    return organizer


def _attendee(letter: Letter, to: Recipient, method: Method) -> vCalAddress:
    """The reader. An answer is of use where somebody is expected who has not asked for the date."""
    attendee = _address(to.email, to.name)
    is_asked = method is Method.REQUEST and letter.gathering is not None and letter.role in BOTH
    if method is Method.REQUEST:
        attendee.params["partstat"] = vText("NEEDS-ACTION" if is_asked else "ACCEPTED")
    attendee.params["rsvp"] = vText("TRUE" if is_asked else "FALSE")
    return attendee


def _summary(facts: Facts) -> str:
    """Neutral: a calendar is read over shoulders."""
    return facts.gathering or f"Session {facts.session} with {facts.partner}"


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name)
    return address
