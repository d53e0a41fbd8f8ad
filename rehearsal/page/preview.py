"""A letter as the page shows it: what its reader would see, out of the bytes that went."""

from email import message_from_bytes
from email.policy import default
from typing import NamedTuple


class SampleLetter(NamedTuple):
    html: str
    text: str
    has_calendar: bool
    """Whether it carries an entry for its reader's calendar."""


def preview(mime: bytes) -> SampleLetter:
    message = message_from_bytes(mime, policy=default)
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    kinds = {part.get_content_type() for part in message.walk()}
    return SampleLetter(
        html=html.get_content() if html else "",
        text=text.get_content() if text else "",
        has_calendar="text/calendar" in kinds,
    )
