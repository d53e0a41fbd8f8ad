"""Tables as a workbook, a sheet each: dates are dates, numbers are numbers, and the headings stay in view."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from cli.exports.table import Cell, Table, is_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_NARROWEST, _WIDEST = 8, 60
_MOMENT, _DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
_WIDTH_OF_A_MOMENT = 16
_TEXT_ALONE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A table's title becomes the name of its sheet."""
    from xlsxwriter.workbook import Workbook

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, **_TEXT_ALONE}) as book:
        writer = _Writer(book)
        for table in tables:
            writer.add(table)
    return made.getvalue()


class _Writer:
    """Writes sheets into a workbook, which has its formats once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._heading = book.add_format({"bold": True, "bottom": 1})
        self._moment = book.add_format({"num_format": _MOMENT, "align": "left"})
        self._day = book.add_format({"num_format": _DAY, "align": "left"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._quoted = book.add_format({"quote_prefix": True})
        self._names: set[str] = set()

    def add(self, table: Table) -> None:
        sheet: Worksheet = self._book.add_worksheet(self._name(table.title))
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(table.columns):
            sheet.write_string(0, column, heading, self._heading)
            widest = max((_width(row[column]) for row in table.rows), default=0)
            sheet.set_column(column, column, min(max(widest, len(heading), _NARROWEST) + 1, _WIDEST))
        for number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)
        if table.columns:
            sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)

    def _write(self, sheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._day)  # noqa: DTZ001
        elif isinstance(cell, (int, float)):
            sheet.write_number(row, column, cell)
        elif cell:
            sheet.write_string(row, column, cell[:_LONGEST_CELL], self._format(cell))

    def _format(self, text: str) -> "Format | None":
        """What would be a formula if the workbook were saved as CSV keeps its apostrophe."""
        if is_formula(text):
            return self._quoted
        return self._text if len(text) > _WIDEST or "\n" in text else None

    def _name(self, title: str) -> str:
        """A name that Excel allows, and that no other sheet has."""
        wanted = _NOT_IN_A_NAME.sub(" ", title).strip()[:_LONGEST_NAME] or "Sheet"
        name, number = wanted, 2
        while name.lower() in self._names:
            end = f" {number}"
            name, number = wanted[: _LONGEST_NAME - len(end)] + end, number + 1
        self._names.add(name.lower())
        return name


def _width(cell: Cell) -> int:
    if isinstance(cell, date):
        return _WIDTH_OF_A_MOMENT
    return max((len(line) for line in str(cell or "").splitlines()), default=0)
