"""Tables in text: CSV as Excel, Google and LibreOffice write it."""

import csv
import io
import re
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
