"""Reading what mail servers say about a letter that they could not deliver.

Postfix, Exchange and Gmail all send a `message/delivery-status` (RFC 3464), and differ in what is around it:
the letter itself or its headers alone, its Message-ID there, among the fields, or as what is replied to.
Others write a text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from domain.errors import BadInput, Refused
from domain.letter.bounce_cause import BounceCause
from mail.delivery_status import Fate, Fields, RecipientStatus, groups_of_fields, recipients
from mail.plain_report import PlainReport, read_plain
from mail.report_words import reason_of
from mail.returned_letter import headers_below, text_of
from mail.ses_notice import Notice, read_notice

_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_LONGEST_DIAGNOSTIC = 500
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that holds what Microsoft calls a compound file."""
_SAVED_BY_OUTLOOK = (
    "This is a message as Outlook saves it (.msg), which cannot be read here. Save the report as .eml. In "
    "Outlook on the web and in the new Outlook: open it, choose the three dots (More actions), then Download "
    "or Save as, then Download as EML. In Outlook for Mac: drag it onto the desktop. The older Outlook for "
    "Windows saves no .eml: open the same mailbox in Outlook on the web."
)
_HEAD = b"Content-Type: text/plain; charset=utf-8\n\n"
"""What a notification lacks that was saved without its letter."""
_NO_REPORT = (
    "This is no report of a mail server about a letter that it could not deliver; an out-of-office reply, "
    "for instance, is none. Save the report itself from your mail program, as .eml."
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
    cause: BounceCause
    at: datetime | None = field(default=None, compare=False)
    """When it was written, if it says so."""


def read_report(data: bytes) -> Report:
    """Raises BadInput if this is no report, Refused if it says that the letter has not failed."""
    if data.startswith(_OUTLOOK):
        raise BadInput(_SAVED_BY_OUTLOOK)
    data = data.lstrip()
    message = message_from_bytes(_HEAD + data if data.startswith(b"{") else data)
    for one in (message, *_forwarded(message)):
        if report := _read(one):
            return report
    raise BadInput(_NO_REPORT)


def _read(message: Message) -> Report | None:
    groups = groups_of_fields(message)
    if told := list(recipients(groups)):
        return _of_fields(message, groups, told)
    notice = read_notice(text_of(message))
    if notice:
        return _of_notice(message, notice)
    plain = read_plain(message)
    return _of_text(message, plain) if plain else None


def _of_fields(message: Message, groups: Sequence[Fields], told: Sequence[RecipientStatus]) -> Report:
    failed = [one for one in told if one.fate is Fate.FAILED]
    if not failed:
        raise Refused(_DELAYED if any(one.fate is Fate.DELAYED for one in told) else _ARRIVED)
    first = failed[0]
    # of several recipients the text does not say about whom it speaks
    reason = reason_of(first, text_of(message) if len(told) == 1 else "")
    within = [group["x-original-message-id"] for group in groups if "x-original-message-id" in group]
    return Report(
        message_ids=_message_ids(message, within),
        addresses=tuple(dict.fromkeys(address for one in failed for address in one.addresses)),
        status=reason.status,
        diagnostic=_cut(reason.diagnostic),
        cause=reason.cause,
        at=_written(message),
    )


def _of_notice(message: Message, notice: Notice) -> Report:
    if notice.fate is not Fate.FAILED:
        raise Refused(_DELAYED if notice.fate is Fate.DELAYED else _ARRIVED)
    return Report(
        message_ids=tuple(
            dict.fromkeys(one for text in notice.message_ids for one in _MESSAGE_ID.findall(text))
        ),
        addresses=notice.addresses,
        status=notice.status,
        diagnostic=_cut(notice.diagnostic),
        cause=notice.cause,
        at=_written(message),
    )


def _of_text(message: Message, plain: PlainReport) -> Report:
    if plain.fate is Fate.DELAYED:
        raise Refused(_DELAYED)
    return Report(
        message_ids=_message_ids(message),
        addresses=plain.addresses,
        status=plain.status,
        diagnostic=_cut(plain.diagnostic),
        cause=plain.cause,
        at=_written(message),
    )


def _forwarded(message: Message) -> Iterator[Message]:
    """What somebody has attached whole."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
            yield from (one for one in payload if isinstance(one, Message))


def _message_ids(message: Message, within: Sequence[str] = ()) -> tuple[str, ...]:
    named = [str(copy.get("Message-ID", "")) for copy in headers_below(message)]
    replied = [str(message.get(header, "")) for header in ("In-Reply-To", "References")]
    found = (found for text in (*named, *within, *replied) for found in _MESSAGE_ID.findall(text))
    return tuple(dict.fromkeys(found))


def _written(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _cut(diagnostic: str | None) -> str | None:
    return diagnostic[:_LONGEST_DIAGNOSTIC] if diagnostic else None
