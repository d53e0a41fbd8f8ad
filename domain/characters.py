"""Characters that nobody sees: some mean harm where they are printed, others are only in the way."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_OR_RETURN = re.compile(rf"{_CONTROL.pattern}|\r")
"""To go back to the beginning of a line is to write over what stands there."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_IN_THE_WAY = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\u27e6\u27e7\ufeff]")
"""Marks of direction, blanks without width and hyphens that show at the end of a line alone; and the two
brackets within which a sentence has a suggestion, so that nobody's name becomes a command. The two joiners
(U+200C, U+200D) are not among them: names in Persian and Indian scripts are written with them."""
LOST = "\ufffd"
"""Stands where a program could not read a letter, which is lost."""


def harmful_character(text: str) -> str | None:
    """What is in this text that cannot be seen and must not be printed, as a sentence names it; tabs and line
    breaks are not. None if there is nothing of the kind."""
    if _CONTROL.search(text):
        return "a control character"
    return "a character that turns the direction of writing" if _TURNING.search(text) else None


def without_invisible(text: str) -> str:
    """The text without the harmless ones, which would make two equal names differ."""
    return text if text.isascii() else _IN_THE_WAY.sub("", text)


def printable(text: str) -> str:
    """The text as a terminal may show it: what must not be printed is written out, as `\\x1b`."""
    return _written_out(text.replace("\r\n", "\n"), r"\x{:02x}", _CONTROL_OR_RETURN)


def printable_json(document: str) -> str:
    """The same JSON document without any such character in it as it is."""
    return _written_out(document, r"\u{:04x}", _CONTROL)


def _written_out(text: str, form: str, control: re.Pattern[str]) -> str:
    seen = control.sub(lambda found: form.format(ord(found[0])), text)
    return _TURNING.sub(lambda found: rf"\u{ord(found[0]):04x}", seen)


def tidy(text: str) -> str:
    """The text on one line, with single blanks and without what nobody sees."""
    return " ".join(without_invisible(text).split())
