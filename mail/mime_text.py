"""All words of a letter, as one reads them: whatever encoding, markup or folding they were sent in."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_FOLD = re.compile(r"\r?\n[ \t]")


def text_of_mime(mime: bytes) -> str:
    """Headers first, then each part. A whole store's letters are read so, in a fifth of the time that the
    newer kind of message takes, which understands what it reads."""
    return "\n".join(_parts(message_from_bytes(mime)))


def _parts(message: Message) -> Iterator[str]:
    for name, value in message.items():
        yield f"{name}: {make_header(decode_header(value)) if '=?' in value else value}"
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield _read(part.get_content_subtype(), _decoded(part))


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode(part.get_content_charset("utf-8"), "replace")


def _read(subtype: str, content: str) -> str:
    if subtype == "html":
        return f"{unescape(content)}\n{unescape(_TAG.sub('', content))}"
    return _FOLD.sub("", content).replace("\\", "") if subtype == "calendar" else content
