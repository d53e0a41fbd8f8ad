"""All words of a letter, as one reads them: whatever encoding, markup or folding they were sent in."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_FOLD = re.compile(r"\r?\n[ \t]")


def words_of_mime(mime: bytes) -> str:
    """Headers first, then each part."""
    return "\n".join(_parts(message_from_bytes(mime, policy=default)))


def _parts(message: EmailMessage) -> Iterator[str]:
    for name, value in message.items():
        yield f"{name}: {value}"
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield _read(part.get_content_subtype(), part.get_content())


def _read(subtype: str, content: str) -> str:
    if subtype == "html":
        return f"{unescape(content)}\n{unescape(_TAG.sub('', content))}"
    return _FOLD.sub("", content).replace("\\", "") if subtype == "calendar" else content
