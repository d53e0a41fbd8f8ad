"""Tables in text: CSV as Excel, Google and LibreOffice write it."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterator
from itertools import islice

from domain.errors import BadInput
from importing.table import Line, known_headings

_DELIMITERS = ",;\t"
_SEP_LINE = re.compile(r"sep=([,;|\t])(?:\r\n|\r|\n|$)", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LOOKED_AT = 100_000
"""Characters of the beginning that are looked at to find the delimiter."""


def split_off_sep_line(text: str) -> tuple[str | None, str]:
    """The delimiter in Excel's `sep=;` line, and the text below it. No spreadsheet program shows that
    line, so it has no row number either."""
    match = _SEP_LINE.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)


def find_delimiter(text: str, known: Collection[str] = ()) -> str:
    """Comma, semicolon or tab: the one by which a row near the beginning holds most headings that are
    `known`, or one that stands in the first row outside quotes; of several, the one that splits most of
    the next rows into as many cells as there are headings."""
    beginning = text[:_LOOKED_AT]
    headings = re.split(r"[\r\n]", _QUOTED.sub("", beginning).lstrip("\r\n"), maxsplit=1)[0]
    found = [delimiter for delimiter in _DELIMITERS if delimiter in headings]
    best = [known_headings(_first_rows(beginning, delimiter), known) for delimiter in _DELIMITERS]
    if max(best) > 1 and best.count(max(best)) == 1:
        return _DELIMITERS[best.index(max(best))]
    if len(found) < 2:
        return found[0] if found else ","
    return max(found, key=lambda delimiter: _agreement(_first_rows(beginning, delimiter)))


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        return list(islice(filter(any, rows), 50))
    except csv.Error:
        return []


def _agreement(rows: list[list[str]]) -> tuple[int, int]:
    widths = [len(row) for row in rows]
    return (widths.count(widths[0]), widths[0]) if widths else (0, 0)


def lines(text: str, delimiter: str) -> Iterator[Line]:
    """Every row with its number; a row whose cells hold line breaks counts once, as on the screen."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as problem:
        raise BadInput(f"row {number + 1} is not CSV ({problem}); look at its quotes.") from None


_SAVE_AS = "save it as 'CSV UTF-8' or as an Excel workbook (.xlsx)."


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding: what the byte order mark says, else UTF-8, else Windows (cp1252).

    Windows text with accents is not UTF-8, unless every accent in the file is a capital or an ß just
    before a sign such as ’; nothing in the bytes tells those few files apart.
    """
    for encoding in _chain(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise BadInput(f"is not a table in text: it holds NUL characters; {_SAVE_AS}")
        return text, encoding
    raise BadInput(f"is neither UTF-8 nor UTF-16 nor Windows text; {_SAVE_AS}")


def _chain(data: bytes) -> tuple[str, ...]:
    if data.startswith(BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp1252")


def encoding_notes(text: str, encoding: str) -> tuple[str, ...]:
    """That the letters may be wrong, with one of them to look at, where only Windows text was left."""
    if encoding != "cp1252":
        return ()
    at = next(index for index, letter in enumerate(text) if not letter.isascii())
    around = " ".join(text[max(0, at - 15) : at + 15].split())
    return (
        f"The file is not UTF-8; it was read as Windows text (cp1252). Look at the letters here: {around!r}.",
    )
