"""The letter that a failure report is about, as it gives it back: whole, its headers, or in a text."""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from html import unescape

_WHOLE = (
    "message/rfc822",
    "message/global",
    "message/rfc822-headers",
    "message/global-headers",
    "message/partial",
)
_HEADERS = ("text/rfc822-headers", "text/rfc822-header")
_RETURNED = (*_WHOLE, *_HEADERS)
_COPY = re.compile(
    r"^(?:(?:return-path|received(?:-spf)?|message-id|x-[\w-]+|date|from|to|cc|sender|reply-to|errors-to"
    r"|subject|in-reply-to|references|mime-version|content-[\w-]+|user-agent|auto-submitted|precedence"
    r"|list-[\w-]+|(?:dkim|domainkey)-signature|arc-[\w-]+|authentication-results|(?:delivered|envelope)-to"
    r"|thread-[\w-]+|importance|organization)[ \t]*:.*\n(?:[ \t].*\n)*){3,}",
    re.IGNORECASE | re.MULTILINE,
)
"""Three fields of a head or more, one below the other."""
_BELOW = re.compile(
    r"^[^\w\n]{0,80}(?:"
    r"(?:here|below|this|enclosed|attached)\b[\w ,]{0,30}\bcopy of (?:the|your)"
    r"|a copy of the original message"
    r"|(?:(?:the )?(?:old|original|(?:start of )?returned) (?:message|mail)|message (?:headers?|text))"
    r"(?: headers?)?(?: follows?| attached)?[^\w\n]*$"
    r"|unsent message below)",
    re.IGNORECASE | re.MULTILINE,
)
"""The line below which the letter stands, with or without its head."""
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_LINE_ENDS = re.compile(r"<br\b[^<>]*>|</(?:p|div|tr|li|h\d)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<(?:style|script)\b[^<>]*>[^<]*|<[^<>]*>", re.IGNORECASE)


def returned(message: Message) -> Iterator[Message]:
    """The letter, or its headers, from each part that holds it; or that has them for its own."""
    for part in message.walk():
        if part.get_content_type() in _RETURNED:
            yield _of_part(part)
            if part is not message and part["Message-ID"]:
                yield part


def headers_below(message: Message) -> Iterator[Message]:
    """The same, and what stands as text below the words of the report."""
    yield from returned(message)
    for copy in _COPY.finditer(_texts(message)):
        yield message_from_string(copy[0])


def text_of(message: Message) -> str:
    """The words of the report, without what they say the letter was."""
    text = _texts(message)
    ends = [found.start() for found in (_COPY.search(text), _BELOW.search(text)) if found]
    return text[: min(ends, default=None)]


def _texts(message: Message) -> str:
    parts = list(_own_parts(message))
    plain = [_decoded(part) for part in parts if part.get_content_type() != "text/html"]
    text = "\n".join(plain)
    if not text.strip():
        text = "\n".join(_without_tags(_decoded(part)) for part in parts)
    return _QUOTED.sub("", text.replace("\r\n", "\n")) + "\n"


def _without_tags(text: str) -> str:
    return unescape(_TAG.sub(" ", _LINE_ENDS.sub("\n", text)))


def _own_parts(message: Message) -> Iterator[Message]:
    """The texts of the report, and not those of the letter within it."""
    if message.get_content_type() in _RETURNED:
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _own_parts(part)
    elif (
        message.get_content_type() in ("text/plain", "text/html")
        or message.get_content_maintype() == "multipart"
    ):
        yield message  # a multipart whose parts could not be told from each other is read as it stands


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _of_part(part: Message) -> Message:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    content = part.get_payload(decode=True)
    return message_from_bytes(content if isinstance(content, bytes) else b"")
