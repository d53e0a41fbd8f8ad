"""A table as CSV, as Excel opens it: UTF-8 with its mark, CRLF, dates as 2027-06-15 09:00."""

import csv
import io
from datetime import date, datetime

from cli.exports.table import Cell, Table, is_formula


def as_csv(table: Table) -> bytes:
    """With the headings first. Text that would be a formula in a spreadsheet has an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | int | float:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if is_formula(cell) else cell
    return "" if cell is None else cell
