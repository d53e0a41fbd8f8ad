"""A letter once more, to the address that its reader has now: as a letter of its own, so that what became
of the first stays known."""

from email import message_from_bytes
from email.message import EmailMessage
from typing import cast
from uuid import NAMESPACE_URL, uuid4, uuid5

from icalendar import Calendar, vCalAddress
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.letter.states import LetterState
from domain.suggestion import suggest
from mail import moderation
from mail.message import POLICY, address_of
from storage.tables import LetterRow, PersonRow


def readdressed(session: Session, letter_id: str) -> str:
    """The id of this letter to its reader's present address, which waits to be delivered; the same one if
    it is asked for again. Raises Refused."""
    row = session.get_one(LetterRow, letter_id, with_for_update=True)
    person = session.get(PersonRow, row.person) if row.person else None
    if person is None:
        raise Refused(f"Letter {row.id[:8]} went to nobody who takes part, so no other address is known.")
    if person.email == row.recipient.lower():
        again = suggest("mail resend", row.id[:8])
        raise Refused(f"{row.recipient} is the address of today. To send it there once more: {again}")
    key = f"{row.key}:{uuid5(NAMESPACE_URL, person.email).hex}"
    known = session.scalar(select(LetterRow.id).where(LetterRow.key == key))
    if known is None:
        session.add(copy := _copy(row, person, key))
        session.flush()
        return copy.id
    moderation.resend(session, known)
    return known


def _copy(row: LetterRow, person: PersonRow, key: str) -> LetterRow:
    domain = row.message_id.rpartition("@")[2]
    message_id = f"<{uuid5(NAMESPACE_URL, f'{row.message_id}:{person.email}')}@{domain}"
    told = {column.key: getattr(row, column.key) for column in LetterRow.__mapper__.column_attrs}
    fresh = {
        "id": uuid4().hex,
        "key": key,
        "recipient": person.email,
        "message_id": message_id,
        "mime": _addressed_to(row.mime, person, message_id),
        "state": LetterState.PENDING,
        "asked_for": True,
        "unwanted": False,
        "attempts": 0,
        "unsure": 0,
    }
    nothing_yet = dict.fromkeys(("claim", "first_attempt_at", "sent_at", "reply", "timezone"))
    return LetterRow(**told | fresh | nothing_yet)


def _addressed_to(mime: bytes, person: PersonRow, message_id: str) -> bytes:
    message = message_from_bytes(mime, policy=POLICY)
    message.replace_header("To", address_of(person.name, person.email))
    message.replace_header("Message-ID", message_id)
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            _invite(cast(EmailMessage, part), person.email)
    return message.as_bytes()


def _invite(part: EmailMessage, email: str) -> None:
    """Make this person's address the attendee."""
    calendar = Calendar.from_ical(part.get_content())
    for event in calendar.events:
        attendee = vCalAddress(f"mailto:{email}")
        attendee.params = event["ATTENDEE"].params
        event["ATTENDEE"] = attendee
    method = {"method": str(calendar["METHOD"])}
    part.set_content(calendar.to_ical().decode(), subtype="calendar", params=method)
