"""Reading what mail servers say about a letter that they could not deliver (RFC 3464).

Postfix, Exchange and Gmail all send a `message/delivery-status`, and differ in what is around it: the
letter itself or its headers alone, its Message-ID there, among the fields, or as what is replied to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from domain.errors import BadInput, Refused

_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_RETURNED = ("message/rfc822", "text/rfc822-headers")
_LONGEST_DIAGNOSTIC = 500
_NO_REPORT = (
    "This is no report of a mail server about a letter that it could not deliver (RFC 3464); an "
    "out-of-office reply, for instance, is none. Save the report itself from your mail program, as .eml."
)
_DELAYED = (
    "This report says that the letter is late and that the mail server goes on trying. It has not come back; "
    "if it cannot be delivered in the end, there will be another report."
)
_ARRIVED = "This report says that the letter has arrived, or was passed on. It has not come back."


@dataclass(frozen=True)
class Report:
    """That a letter could not be delivered."""

    message_ids: tuple[str, ...]
    """What may be the letter's Message-ID, the likeliest first."""
    addresses: tuple[str, ...]
    """To whom it was, in lower case, the likeliest first."""
    status: str | None
    """The enhanced status code, as `5.1.1` (RFC 3463)."""
    diagnostic: str | None
    at: datetime | None = field(default=None, compare=False)
    """When it was written, if it says so."""


def _written(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def read_report(data: bytes) -> Report:
    """Raises BadInput if this is no report, Refused if it says that the letter has not failed."""
    message = message_from_bytes(data)
    blocks = list(_status_blocks(message))
    recipients = [block for block in blocks if _value(block, "Action")]
    failed_recipients = _value(message, "X-Failed-Recipients")  # Exim, and Gmail of before
    if not recipients and not failed_recipients:
        raise BadInput(_NO_REPORT)
    failed = next((block for block in recipients if _action(block) == "failed"), None)
    if recipients and failed is None:
        delayed = any(_action(block) == "delayed" for block in recipients)
        raise Refused(_DELAYED if delayed else _ARRIVED)
    return Report(
        message_ids=tuple(dict.fromkeys(_message_ids(message, blocks))),
        addresses=tuple(dict.fromkeys([*_addresses(failed), *_listed(failed_recipients)])),
        status=_status(failed),
        diagnostic=_diagnostic(failed),
        at=_written(message),
    )


def _status_blocks(message: Message) -> Iterator[Message]:
    """The groups of fields: one about the report, and one for each recipient."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Message))


def _message_ids(message: Message, blocks: list[Message]) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() in _RETURNED:
            yield from _MESSAGE_ID.findall(_value(_returned(part), "Message-ID"))
    for block in blocks:
        yield from _MESSAGE_ID.findall(_value(block, "X-Original-Message-ID"))
    for header in ("In-Reply-To", "References"):
        yield from _MESSAGE_ID.findall(_value(message, header))


def _returned(part: Message) -> Message:
    """The letter that came back, or its headers."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    content = part.get_payload(decode=True)
    return message_from_bytes(content if isinstance(content, bytes) else b"")


def _addresses(failed: Message | None) -> Iterator[str]:
    """As `rfc822; somebody@uni.example`, with the address we wrote to before that it was passed on to."""
    for name in ("Original-Recipient", "Final-Recipient"):
        address = _value(failed, name).rpartition(";")[2].strip(" <>").lower()
        if address:
            yield address


def _listed(addresses: str) -> list[str]:
    return [address.strip(" <>").lower() for address in addresses.split(",") if address.strip()]


def _action(block: Message) -> str:
    return _value(block, "Action").split()[0].lower()


def _status(failed: Message | None) -> str | None:
    found = _STATUS.search(_value(failed, "Status"))
    return found[0] if found else None


def _diagnostic(failed: Message | None) -> str | None:
    text = re.sub(r"^smtp\s*;\s*", "", _value(failed, "Diagnostic-Code"), flags=re.IGNORECASE)
    return text[:_LONGEST_DIAGNOSTIC] or None


def _value(message: Message | None, field: str) -> str:
    """On one line; nothing if it is not there."""
    return " ".join(str(message.get(field, "")).split()) if message else ""
