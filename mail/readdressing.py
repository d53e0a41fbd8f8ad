"""Letters to the address that their reader has now: those that wait, and, as letters of their own, those that
have gone, so that what became of the first stays known.
"""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from typing import cast
from uuid import NAMESPACE_URL, uuid4, uuid5

from icalendar import Calendar, vCalAddress
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.entity.entity import Entry
from domain.errors import Refused
from domain.letter.kinds import OF_FORMER_ADDRESS
from domain.letter.letter import Letter
from domain.letter.machine import TRUST_ADDRESS
from domain.letter.states import UNDECIDED, WAITING, LetterState
from domain.suggestion import suggest
from mail import moderation
from mail.claiming import COMES_BACK
from mail.facts import Recipient
from mail.message import POLICY, address_of
from mail.page_links import relink
from mail.putting_right import Address
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow
from storage.views import PersonView, person_of


def readdressed(session: Session, letter_id: str, now: datetime) -> str:
    """The id of this letter to its reader's present address, which waits to be delivered; the same one if
    it is asked for again. Raises Refused."""
    row = session.get_one(LetterRow, letter_id, with_for_update=True)
    moderation.check_is_kept(row)
    person = session.get(PersonRow, row.person) if row.person else None
    if person is None:
        raise Refused(f"Letter {row.id[:8]} went to nobody who takes part, so no other address is known.")
    if person.email == row.recipient.lower():
        again = suggest("mail resend", row.id[:8])
        raise Refused(f"{row.recipient} is the address of today. To send it there once more: {again}")
    key = f"{row.key}:{uuid5(NAMESPACE_URL, person.email).hex}"
    known = session.scalar(select(LetterRow.id).where(LetterRow.key == key))
    if known is None:
        session.add(copy := _copy(session, row, person_of(person), key, now))
        session.flush()
        return copy.id
    moderation.resend(session, known)
    return known


def move_waiting(session: Session, person: PersonView, before: str, now: datetime) -> tuple[int, list[str]]:
    """Have this person's letters that have not gone to the address before go to the one of now: how many, and
    the ids of those that were held because letters there come back, and wait now."""
    to = (LetterRow.person == person.id, func.lower(LetterRow.recipient) == before)
    has_not_gone = (LetterRow.state.in_((*WAITING, *UNDECIDED)), LetterRow.unsure == 0)
    theirs = LetterRow.name.not_in(OF_FORMER_ADDRESS)
    found = session.scalars(select(LetterRow).where(*to, *has_not_gone, theirs).with_for_update())
    rows = [row for row in found if row.mime]  # what stood in the others is not kept any more
    held = [row for row in rows if row.state == LetterState.HELD and row.reply == COMES_BACK]
    for row in rows:
        row.recipient = person.email
        row.mime = _addressed_to(session, row.mime, person, row.message_id, now)
    for row in held:
        row.state, row.reply = TRUST_ADDRESS.after(row.state), None
    return len(rows), [row.id for row in held]


def to_former_address(session: Session, entry: Entry, address: Address) -> Address:
    """The same, where a letter goes to the address to which an earlier one went; to none if that is the one
    of now."""

    def former(letter: Letter) -> Recipient:
        to = address(letter)
        if not letter.to_former:
            return to
        key = f"{entry.id}:{letter.puts_right[0]}"
        went = session.scalar(select(LetterRow.recipient).where(LetterRow.key == key)) or ""
        return replace(to, email="" if went.lower() == to.email.lower() else went)

    return former


def _copy(session: Session, row: LetterRow, person: PersonView, key: str, now: datetime) -> LetterRow:
    domain = row.message_id.rpartition("@")[2]
    message_id = f"<{uuid5(NAMESPACE_URL, f'{row.message_id}:{person.email}')}@{domain}"
    told = {column.key: getattr(row, column.key) for column in LetterRow.__mapper__.column_attrs}
    fresh = {
        "id": uuid4().hex,
        "key": key,
        "recipient": person.email,
        "message_id": message_id,
        "mime": _addressed_to(session, row.mime, person, message_id, now),
        "state": LetterState.PENDING,
        "asked_for": True,
        "unwanted": False,
        "attempts": 0,
        "unsure": 0,
    }
    nothing_yet = dict.fromkeys(("claim", "first_attempt_at", "sent_at", "reply", "timezone", "not_before"))
    return LetterRow(**told | fresh | nothing_yet)


def _addressed_to(session: Session, mime: bytes, person: PersonView, message_id: str, now: datetime) -> bytes:
    message = message_from_bytes(mime, policy=POLICY)
    message.replace_header("To", address_of(person.name, person.email))
    message.replace_header("Message-ID", message_id)
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            _invite(cast(EmailMessage, part), person.email)
    relink(session, cast(EmailMessage, message), person.email, now)
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
