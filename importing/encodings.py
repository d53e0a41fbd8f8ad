"""The letters of a file that does not say how it was written: read, and doubted where they may be wrong."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from domain.characters import LOST
from domain.errors import BadInput
from importing.mojibake import strangeness

_SAVE_AS = "save it as 'CSV UTF-8' or as an Excel workbook (.xlsx)."
_GUESSES = {
    "cp1252": "Windows text",
    "mac_roman": "text of a Mac (Mac Roman)",
    "cp1251": "Cyrillic Windows text",
    "cp850": "MS-DOS text",
    "cp1250": "Central European Windows text",
}
"""The first that fits best is taken."""
_NO_TEXT = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf_7"}
_SEQUENCES = re.compile(r"[ÂÃÄÅÐÑâð][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]+")
"""What the two to four bytes of a letter in UTF-8 become when each is read as a letter."""
_MOST_DOUBTS = 3


class DecodedText(NamedTuple):
    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> DecodedText:
    """The text in this encoding; without one what the byte order mark says, else UTF-8, else the best guess.

    A guess of Windows text (cp1252) in which nothing looks strange is noted, any other guess is in doubt.
    """
    if encoding is not None:
        return DecodedText(_without_nul(_named(data, encoding)), encoding)
    for name in _sure(data):
        try:
            return DecodedText(_without_nul(data.decode(name)), name)
        except UnicodeDecodeError:
            continue
    if data.startswith(BOM_UTF8):
        raise BadInput(f"is not the UTF-8 that it says it is; {_SAVE_AS}")
    return _guessed(data)


def misread(cells: Iterable[str]) -> Iterator[str]:
    """A sentence for cells whose letters were read wrongly by the program that wrote the file."""
    found = dict.fromkeys(cell for cell in cells if LOST in cell or _meant(cell) != cell)
    for cell in list(found)[:_MOST_DOUBTS]:
        if LOST in cell:
            yield f"{_shown(cell)} has lost a letter ({LOST}): {_ANEW}"
        else:
            yield f"{_shown(cell)} looks like {_shown(_meant(cell))}, read wrongly by some program: {_ANEW}"
    if len(found) > _MOST_DOUBTS:
        yield f"and {len(found) - _MOST_DOUBTS} more like these."


_ANEW = f"take the file from where it comes, and {_SAVE_AS}"


def _sure(data: bytes) -> tuple[str, ...]:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig",) if data.startswith(BOM_UTF8) else ("utf-8",)


def _named(data: bytes, encoding: str) -> str:
    try:
        if encoding.casefold().replace("-", "_") in _NO_TEXT:
            raise LookupError
        return data.decode(encoding)
    except LookupError:
        known = ", ".join(("utf-8", *_GUESSES))
        raise BadInput(f"--encoding {encoding!r} is not known; write one such as {known}.") from None
    except UnicodeError:
        raise BadInput(f"is not {encoding}: it cannot be read so.") from None


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise BadInput(f"is not a table in text: it holds NUL characters; {_SAVE_AS}")
    return text


def _guessed(data: bytes) -> DecodedText:
    texts = dict(_readings(data))
    scores = {name: strangeness(text) for name, text in texts.items()}
    name = min(scores, key=lambda each: scores[each])
    text = _without_nul(texts[name])
    around = _shown(_around(text))
    if name == "cp1252" and not scores[name]:
        note = (
            "The file is not UTF-8; it was read as Windows text (cp1252). "
            f"Look at the letters here: {around}."
        )
        return DecodedText(text, name, notes=(note,))
    doubt = (
        f"is not UTF-8; it looks like {_GUESSES[name]}. Look at the letters here: {around}. If they are "
        f"right, say so: --encoding {name}. If not, {_SAVE_AS}"
    )
    return DecodedText(text, name, doubts=(doubt,))


def _readings(data: bytes) -> Iterator[tuple[str, str]]:
    for name in _GUESSES:
        with suppress(UnicodeDecodeError):
            yield name, data.decode(name)


def _around(text: str) -> str:
    """Some words with one of the letters that were guessed."""
    at = next(index for index, letter in enumerate(text) if not letter.isascii())
    return " ".join(text[max(0, at - 15) : at + 15].split())


def _meant(cell: str) -> str:
    """The cell as it was before some program read its UTF-8 as Windows text."""
    return cell if cell.isascii() else _SEQUENCES.sub(_put_right, unicodedata.normalize("NFC", cell))


def _put_right(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
