"""Tables in Excel workbooks (.xlsx, .xlsm): the only file that knows openpyxl."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from domain.errors import BadInput
from importing.archive import check_archive
from importing.hidden_cells import HiddenCells, find_hidden_cells
from importing.table import Line, Sheet, letter, shape

_MOST_CELLS = 8_000_000
"""Twice the largest table. Formatting that reaches to the sheet's end makes many times as many."""
_LAST_ROW = 1_048_576
"""The last one that Excel has."""

_TIMES = (datetime, date, time)


def read_workbook(data: bytes, sheet: str | None) -> Sheet:
    """The table on this sheet, or on the first visible one with anything in it.

    Cells are what a person sees: results of formulas, not formulas; dates as 2027-06-30. Whatever holds
    something and is hidden is refused: a coordinator must see what she imports.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and styles, which are not read
            check_archive(archive)
            return _table(_opened(data), archive, sheet)
    except BadInput:
        raise
    except Exception:  # noqa: BLE001  a damaged workbook fails anywhere inside openpyxl
        raise BadInput(
            "is damaged, or no Excel workbook; open it in Excel and save it as a new .xlsx."
        ) from None


def _opened(data: bytes) -> Any:
    from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

    return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _table(book: Any, archive: zipfile.ZipFile, wanted: str | None) -> Sheet:
    sheets = [sheet for sheet in book.worksheets if wanted is not None or sheet.sheet_state == "visible"]
    sheet = _named(sheets, wanted) if wanted is not None else _first_with_data(sheets)
    table = shape(_seen(_lines(sheet), _unseen(archive, sheet)))
    return table.replace(sheet=sheet.title, notes=_other_sheets(sheets, sheet))


def _named(sheets: list[Any], wanted: str) -> Any:
    for sheet in sheets:
        if sheet.title.strip().casefold() == wanted.strip().casefold():
            return sheet
    there = ", ".join(repr(sheet.title) for sheet in sheets)
    raise BadInput(f"has no sheet {wanted!r}; there are: {there}.")


def _first_with_data(sheets: list[Any]) -> Any:
    for sheet in sheets:
        if any(cell.strip() for _, cells in _lines(sheet) for cell in cells):
            return sheet
    raise BadInput("has no visible sheet with anything in it.")


def _other_sheets(sheets: list[Any], read: Any) -> tuple[str, ...]:
    others = ", ".join(repr(sheet.title) for sheet in sheets if sheet is not read)
    return (f"Only the sheet {read.title!r} was read, not {others}.",) if others else ()


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # some programs write that the sheet ends at A1
    looked_at = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        looked_at += len(cells)
        if looked_at > _MOST_CELLS or number > _LAST_ROW:
            raise BadInput("has formatting far beyond its rows; copy the applications into a new workbook.")
        if cells:
            yield number, [_text(cell) for cell in cells]


def _unseen(archive: zipfile.ZipFile, sheet: Any) -> HiddenCells:
    with archive.open(sheet._worksheet_path) as content:
        return find_hidden_cells(content)


def _seen(lines: Iterator[Line], unseen: HiddenCells) -> Iterator[Line]:
    if unseen.formulas:
        some = ", ".join(unseen.formulas[:5])
        raise BadInput(f"holds formulas without results ({some}); open it in Excel and save it again.")
    hidden = set()
    for number, cells in lines:
        filled = [index for index, cell in enumerate(cells) if cell]
        if filled and number in unseen.rows:
            hidden.add(f"row {number}")
        hidden |= {f"column {letter(index)}" for index in filled if unseen.column(index + 1)}
        yield number, cells
    if hidden:
        places = ", ".join(sorted(hidden, key=lambda name: (len(name), name))[:10])
        raise BadInput(f"holds something in what is hidden or filtered away ({places}); show or delete it.")


def _text(cell: Any) -> str:
    """What a person sees in this cell."""
    value = cell.value
    if value is None or isinstance(value, str):
        # Excel writes a carriage return inside a cell in this way.
        return (value or "").replace("_x000D_\n", "\n").replace("_x000D_", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return _time(value) if isinstance(value, _TIMES) else str(value)


def _number(value: float, number_format: str) -> str:
    if number_format.strip("0") == "" and float(value).is_integer():
        return f"{int(value):0{max(1, len(number_format))}d}"
    if number_format.endswith("%"):
        return f"{value * 100:.15g}%"
    return f"{value:.15g}"


def _time(value: date | time) -> str:
    """As ISO writes it, which cannot be taken for another day; whole days without an hour."""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat()
