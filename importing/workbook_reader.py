"""Reads one workbook from standard input and writes its rows as JSON: the only file that knows calamine.

A workbook of a few kilobytes can claim a sheet of many gigabytes, and no check from outside knows every
way to do that in .xlsx, .xls, .xlsb and .ods. So it is read in a process of its own, with a limit on its
memory and time, and the system ends it there.
"""

import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, time
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from domain.errors import BadInput
from importing.archive import check_archive

MOST_MEMORY = 512 * 1024**2
"""Bytes; the largest table that is read takes about half of it."""
MOST_SECONDS = 30
"""Of the processor; the largest table takes a few."""
_MOST_TEXT = 60_000_000
"""Characters of all rows together: one long text can be in many cells."""

Line = tuple[int, list[str]]


def main(wanted: str | None) -> None:
    """Write what was read, or what is wrong, and then a line for each row."""
    _limit_resources()
    try:
        sys.stdout.write("\n".join(_answers(sys.stdin.buffer.read(), wanted)))
    except BadInput as problem:
        sys.stdout.write(json.dumps({"problem": str(problem)}))
    except MemoryError:
        os.abort()  # as calamine does where memory ends


def _limit_resources() -> None:
    limits = {resource.RLIMIT_AS: MOST_MEMORY, resource.RLIMIT_CPU: MOST_SECONDS, resource.RLIMIT_CORE: 0}
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # macOS has none on memory; and there may be a lower one
            resource.setrlimit(limit, (most, most))


def _answers(data: bytes, wanted: str | None) -> list[str]:
    try:
        notes = check_archive(data) if data.startswith(b"PK") else ()
        return _read(data, wanted, notes)
    except (BadInput, MemoryError):
        raise
    except BaseException:  # noqa: BLE001  a damaged workbook fails anywhere, even in a panic of Rust
        raise BadInput(
            "is damaged, protected with a password, or no workbook (.xlsx, .xls, .xlsb or .ods); open it in "
            "Excel and save it as a new .xlsx without a password."
        ) from None


def _read(data: bytes, wanted: str | None, notes: Iterable[str]) -> list[str]:
    book = load_workbook(BytesIO(data))
    sheet = _named(book, wanted) if wanted is not None else _first_with_data(book)
    rows = [json.dumps(line) for line in _within_text(_lines(sheet))]
    head = {"sheet": sheet.name, "notes": [*notes, *_other_sheets(book, sheet.name)]}
    return [json.dumps(head), *rows]


def _named(book: CalamineWorkbook, wanted: str) -> CalamineSheet:
    for name in book.sheet_names:
        if name.strip().casefold() == wanted.strip().casefold():
            return book.get_sheet_by_name(name)
    there = ", ".join(map(repr, book.sheet_names))
    raise BadInput(f"has no sheet {wanted!r}; there are: {there}.")


def _first_with_data(book: CalamineWorkbook) -> CalamineSheet:
    for name in _visible(book):
        sheet = book.get_sheet_by_name(name)
        if any(True for _ in _lines(sheet)):
            return sheet
    raise BadInput("has no visible sheet with anything in it.")


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _other_sheets(book: CalamineWorkbook, read: str) -> Iterator[str]:
    others = [name for name in book.sheet_names if name != read]
    visible = set(_visible(book))
    if others:
        names = ", ".join(f"{name!r}{'' if name in visible else ' (hidden)'}" for name in others)
        yield f"Only the sheet {read!r} was read, not {names}."


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    """The rows with anything in them, with the numbers and at the columns that the screen shows."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            yield number, left + texts


def _within_text(lines: Iterable[Line]) -> Iterator[Line]:
    size = 0
    for number, texts in lines:
        size += sum(map(len, texts))
        if size > _MOST_TEXT:
            raise MemoryError
        yield number, texts


def _text(cell: Any) -> str:
    """What the cell holds: results of formulas, not formulas; dates as 2027-06-30."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.isoformat(" ", "seconds")
    return str(cell.date() if isinstance(cell, datetime) else cell)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
