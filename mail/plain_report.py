"""Failure reports that are written for people alone, as qmail, Yahoo, IONOS and older Exchanges write them.

flufl.bounce, Mailman's reader, knows the texts of some thirty mail servers. What it does not know is read by
what all have in common: a mail server that writes, words of failure, and the letter with its headers.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from domain.letter.bounce_cause import BounceCause
from mail.delivery_status import Fate, addresses_in, read_fields, recipients
from mail.report_words import reason_in, reason_of
from mail.returned_letter import headers_below, text_of

_SERVER = re.compile(
    r"mailer-?daemon|post[-_]?master|mail[ ._-]?(delivery|administrator)|mail-?daemon|\bmdaemon\b"
    r"|delivery.?sub.?system|system administrator|smtp_mail_service",
    re.IGNORECASE,
)
_FAILURE = re.compile(
    r"undeliver|non-?deliver|(not|n't) (be |been )?deliver|deliver\w*:? .{0,30}fail|fail\w* .{0,30}deliver"
    r"|failure (notice|delivery)|returned mail|mail error|unable to (be )?deliver|did not (reach|receive)"
    r"|returning (message )?to sender|returned to sender|permanent (fatal )?error|message you sent blocked"
    r"|not a valid (user|recipient|address|mailbox)"
    r"|user unknown|automatically rejected|delivery status notification: error|invalid user",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"\bdelay|still being retried|not yet been delivered|will (continue|keep) (trying|to try)|\(delay\)"
    r"|delivery warning|will be retried",
    re.IGNORECASE,
)
_BY_PEOPLE = re.compile(r"^\s*(re|aw|sv|fwd?|wg|automatic reply|auto.?reply|out of office)\b", re.IGNORECASE)
_WRITTEN_TO = re.compile(r"rcpt to:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class PlainReport:
    fate: Fate
    addresses: tuple[str, ...]
    """In lower case; may be empty."""
    status: str | None
    diagnostic: str | None
    cause: BounceCause = BounceCause.UNKNOWN


def read_plain(message: Message) -> PlainReport | None:
    """None if no mail server has written this, or not about a letter that it could not deliver."""
    if not _is_of_a_server(message):
        return None
    said = text_of(message)
    if within := _within(said):
        return within
    subject = _subject(message)
    if _DELAY.search(subject):
        return PlainReport(Fate.DELAYED, (), None, None)
    later, failed = _known(message)
    copied = _copied(message)
    if failed:
        return _failure([address for address in failed if address in copied] or failed, said)
    if later or (_DELAY.search(said) and not _FAILURE.search(subject)):
        return PlainReport(Fate.DELAYED, tuple(later), None, None)
    # a subject alone may be that of a parcel service
    written_to = copied or (_named(message, said) if _is_signed(message) else [])
    has_failed = _FAILURE.search(subject) or _FAILURE.search(said)
    return _failure(written_to, said) if has_failed and (written_to or _is_report(message)) else None


def _is_of_a_server(message: Message) -> bool:
    if any(part.get_content_type() == "message/feedback-report" for part in message.walk()):
        return False  # somebody has called a letter spam
    subject = _subject(message)
    return _is_signed(message) or bool(_FAILURE.search(subject) and not _BY_PEOPLE.search(subject))


def _is_signed(message: Message) -> bool:
    """Whether its head says that a mail server has written it."""
    by_server = _SERVER.search(str(message.get("From", ""))) or message["X-Failed-Recipients"]
    return bool(by_server) or _is_report(message) or _is_of_nobody(message)


def _is_report(message: Message) -> bool:
    return message.get_param("report-type") == "delivery-status"


def _is_of_nobody(message: Message) -> bool:
    """Whether no person can have written it; an empty Return-Path is that of an absent reader, too."""
    return str(message.get("From", "")).strip() == "<>"


def _copied(message: Message) -> list[str]:
    """To whom the letter was, by its own head."""
    return [address for copy in headers_below(message) for address in addresses_in(str(copy["To"]))]


def _named(message: Message, said: str) -> list[str]:
    """Whom the text names, if that is one beside ourselves."""
    if spoken := _WRITTEN_TO.search(said):
        return addresses_in(spoken[1])
    ours = {*addresses_in(str(message["To"])), *addresses_in(str(message["From"]))}
    named = [address for address in addresses_in(said) if address not in ours]
    return named if len(named) == 1 else []


def _within(said: str) -> PlainReport | None:
    """The fields of a delivery status, in the midst of a text."""
    for one in recipients(read_fields(said)):
        if one.fate is not Fate.ARRIVED and one.addresses:
            return PlainReport(one.fate, one.addresses, *reason_of(one, said))
    return None


def _known(message: Message) -> tuple[list[str], list[str]]:
    """Of whom flufl.bounce finds that it is tried again, and of whom that it has failed."""
    from flufl.bounce import all_failures

    logging.getLogger("flufl.bounce").disabled = True  # it would print what it raises
    try:
        later, failed = all_failures(message)
    except Exception:  # noqa: BLE001 - it stumbles over heads without a From, and over bytes that are no ASCII
        return [], []
    return _decoded(later), _decoded(failed)


def _decoded(found: frozenset[bytes]) -> list[str]:
    texts = [address.decode("ascii", "replace").strip(" <>\"'").lower() for address in found]
    return sorted(found for text in texts for found in addresses_in(text) or [text])


def _failure(addresses: Sequence[str], said: str) -> PlainReport:
    return PlainReport(Fate.FAILED, tuple(dict.fromkeys(addresses)), *reason_in(said))


def _subject(message: Message) -> str:
    try:
        return str(make_header(decode_header(str(message.get("Subject", "")))))
    except (LookupError, ValueError, HeaderParseError):
        return str(message.get("Subject", ""))
