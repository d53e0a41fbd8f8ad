"""The letter that a failure report is about, as it gives it back: whole, its headers, or in a text."""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message

_WHOLE = ("message/rfc822", "message/global", "message/rfc822-headers", "message/global-headers")
_HEADERS = ("text/rfc822-headers", "text/rfc822-header")
_RETURNED = (*_WHOLE, *_HEADERS)
_COPY = re.compile(
    r"^(?:(?:return-path|received|message-id|x-[\w-]+|date|from|to|subject|mime-version|content-type"
    r"|dkim-signature|authentication-results|delivered-to)[ \t]*:.*\n(?:[ \t].*\n)*){3,}",
    re.IGNORECASE | re.MULTILINE,
)
"""Three fields of a head or more, one below the other."""


def returned(message: Message) -> Iterator[Message]:
    """The letter, or its headers, from each part that holds it."""
    for part in message.walk():
        if part.get_content_type() in _RETURNED:
            yield _of_part(part)


def headers_below(message: Message) -> Iterator[Message]:
    """The same, and what stands as text below the words of the report."""
    yield from returned(message)
    for copy in _COPY.finditer(_texts(message)):
        yield message_from_string(copy[0])


def text_of(message: Message) -> str:
    """The words of the report, without what they say the letter was."""
    text = _texts(message)
    copy = _COPY.search(text)
    return text[: copy.start()] if copy else text


def _texts(message: Message) -> str:
    return "\n".join(_decoded(part) for part in _own_parts(message)).replace("\r\n", "\n") + "\n"


def _own_parts(message: Message) -> Iterator[Message]:
    """The texts of the report, and not those of the letter within it."""
    if message.get_content_type() in _RETURNED:
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _own_parts(part)
    elif message.get_content_type() == "text/plain" or message.get_content_maintype() == "multipart":
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
