"""A table as a coordinator's spreadsheet holds it: headings, rows, and the row numbers that she sees."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from domain.characters import harmful_character, without_invisible
from domain.errors import BadInput
from domain.value import Value
from importing.encodings import misread

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_MOST_SENTENCES = 20
_LOOKED_AT = 10
"""Rows among which the headings are."""

Line = tuple[int, Sequence[str]]
"""A row's number in the file and its cells, before anything is known about the columns."""


class Row(Value):
    number: int
    """The number that a spreadsheet program shows for this row."""
    cells: tuple[str, ...]
    """One for each of the table's columns; empty where nothing was written."""


class Problem(Value):
    """What is wrong with one place of a table."""

    row: int
    """The number that a spreadsheet program shows; the headings' row for what concerns the whole file."""
    column: str | None
    """The heading as it is written; None where the file has no such column."""
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}{f', {self.column!r}' if self.column else ''}: {self.sentence}"


class Sheet(Value):
    columns: tuple[str, ...]
    """The headings as written, blanks tidied."""
    rows: tuple[Row, ...]
    heading_row: int
    encoding: str | None = None
    """How the text was read; None for a workbook."""
    delimiter: str | None = None
    sheet: str | None = None
    notes: tuple[str, ...] = ()
    """Sentences about how the file was read, where it could have been read otherwise."""
    doubts: tuple[str, ...] = ()
    """Sentences about letters that may be wrong: a human looks at them before anything is kept."""


def same_heading(text: str) -> str:
    """What is equal for headings that people take for the same: 'E-mail address: *' and 'e-mail Address'.

    Case, kinds of blanks and letters, unseen characters, '_' for a blank, the kind of apostrophe and
    the marks at the end of a question make no difference.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").replace("_", " ")
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(seen.split()).rstrip(" *:?.") or plain.strip()


def shape(lines: Iterable[Line], known: Collection[str] = ()) -> Sheet:
    """The table in these lines; rows that are wholly empty are passed over.

    The headings are in the first row with anything in it, unless one of the next holds more of those
    that are `known` (two or more), as it does under a title. Raises BadInput with a sentence for
    everything that keeps the lines from being a table.
    """
    found = list(_limited(lines))
    _refuse_what_nobody_sees(found)
    cleaned = [(number, tuple(_clean(cell) for cell in cells)) for number, cells in found]
    if not cleaned:
        raise BadInput("is empty.")
    above = _rows_above_headings(cleaned, known)
    (heading_row, headings), *body = cleaned[above:]
    kept = [index for index, heading in enumerate(headings) if heading]
    _refuse_doubles([(index, headings[index]) for index in kept])
    _refuse_values_without_heading(body, set(kept), heading_row)
    rows = tuple(Row(number=number, cells=_picked(cells, kept)) for number, cells in body)
    repeated = [row.number for row in rows if row.cells == _picked(headings, kept)]
    return Sheet(
        columns=tuple(" ".join(headings[index].split()) for index in kept),
        rows=tuple(row for row in rows if row.number not in repeated),
        heading_row=heading_row,
        notes=tuple(_notes(heading_row if above else None, repeated)),
        doubts=tuple(misread(cell for _, cells in cleaned for cell in cells)),
    )


def _notes(heading_row: int | None, repeated: Sequence[int]) -> Iterable[str]:
    if heading_row:
        yield f"The headings were taken from row {heading_row}; what stands above them was not read."
    if repeated:
        yield f"The headings stand again in row {', '.join(map(str, repeated))}, which was passed over."


def _rows_above_headings(lines: Sequence[Line], known: Collection[str]) -> int:
    counts = [_known_in(cells, known) for _, cells in lines[:_LOOKED_AT]]
    if max(counts) > 1:
        return counts.index(max(counts))
    return 0 if counts[0] else _titles([cells for _, cells in lines[:_LOOKED_AT]])


def _titles(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top hold one text each, above one that could be headings: several texts, of which
    none is there twice and none is an address or a number."""
    filled = [[cell for cell in cells if cell] for cells in rows]
    first = next((place for place, cells in enumerate(filled) if len(cells) > 1), 0)
    could_be = filled[first]
    is_plain = all(not any(letter in "@0123456789" for letter in cell) for cell in could_be)
    return first if is_plain and len(set(map(same_heading, could_be))) == len(could_be) else 0


def known_headings(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """How many known headings there are in the one of these rows that is taken for the headings."""
    return max((_known_in(cells, known) for cells in rows[:_LOOKED_AT]), default=0)


def _known_in(cells: Sequence[str], known: Collection[str]) -> int:
    return len({same_heading(cell) for cell in cells}.intersection(known))


def _limited(lines: Iterable[Line]) -> Iterable[Line]:
    count = 0
    for number, cells in lines:
        width = max((at for at, cell in enumerate(cells, 1) if cell and not cell.isspace()), default=0)
        if not width:
            continue
        if width > MOST_COLUMNS:
            raise BadInput(f"row {number} is {width} columns wide; Tandem reads up to {MOST_COLUMNS}.")
        count += 1
        if count > MOST_ROWS + 1:
            raise BadInput(f"has more than {MOST_ROWS:,} rows; split it into several files.")
        yield number, cells[:width]


def _refuse_what_nobody_sees(lines: Iterable[Line]) -> None:
    _refuse(
        f"row {number}, column {letter(index)}: holds {what}, which cannot be seen; type the cell anew."
        for number, cells in lines
        for index, cell in enumerate(cells)
        if (what := harmful_character(cell))
    )


def _clean(cell: str) -> str:
    """The same text, composed (NFC), without what nobody sees and blanks around it, with one kind of line
    break."""
    text = cell if cell.isascii() else unicodedata.normalize("NFC", without_invisible(cell))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _refuse_doubles(headings: list[tuple[int, str]]) -> None:
    seen: dict[str, int] = {}
    problems = []
    for index, heading in headings:
        first = seen.setdefault(same_heading(heading), index)
        if first != index:
            problems.append(
                f"the columns {letter(first)} and {letter(index)} are both called {heading!r}; rename one."
            )
    _refuse(problems)


def _refuse_values_without_heading(body: Sequence[Line], kept: set[int], heading_row: int) -> None:
    _refuse(
        f"row {number} has a value in column {letter(index)}, which has no heading in row {heading_row}; "
        "name the column (in a CSV file: put quotes around a value that holds the separator)."
        for number, cells in body
        for index, cell in enumerate(cells)
        if cell and index not in kept
    )


def _refuse(problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        more = len(found) - _MOST_SENTENCES
        raise BadInput(*found[:_MOST_SENTENCES], *([f"and {more} more like these."] if more > 0 else []))


def _picked(cells: Sequence[str], kept: list[int]) -> tuple[str, ...]:
    return tuple(cells[index] if index < len(cells) else "" for index in kept)


def letter(index: int) -> str:
    """A column's name in a spreadsheet program: A for 0, AA for 26."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
