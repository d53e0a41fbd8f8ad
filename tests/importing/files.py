"""Files as people's programs write them, and the programme that they apply to."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.application.form import ApplicationField, ApplicationForm
from domain.enums import Arrangement, Role
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.programme import Programme
from domain.programme.roles import Roles
from importing.columns import known_headings
from importing.programme_file import read_programme
from importing.reading import read_table
from importing.table import Row, Sheet
from importing.validation import ValidatedFile, validate

ROOT = Path(__file__).parents[2]
GRADES = ("Grade 6", "Grade 7", "Grade 8", "Grade 9")


def programme(*arrangements: Arrangement, mentor: dict[str, Any] | None = None, **form: Any) -> Programme:
    """Bristol's, whose labels are Partner and Senior partner, with a ladder of grades and this form."""
    bristol = read_programme(ROOT / "programmes" / "bristol-2021.toml")
    assert bristol.applications
    return bristol.replace(
        arrangements=arrangements or (Arrangement.REVERSE, Arrangement.RECIPROCAL),
        grades=GRADES,
        roles=Roles(mentor=bristol.roles.mentor.replace(**mentor or {}), mentee=bristol.roles.mentee),
        applications=ApplicationsPlan(closes=bristol.applications.closes, **form),
    )


def csv_text(*rows: Sequence[str], delimiter: str = ",", newline: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return text.getvalue()


def read_bytes(folder: Path, data: bytes, name: str = "form.csv", sheet: str | None = None) -> Sheet:
    file = folder / name
    file.write_bytes(data)
    return read_table(file, sheet, known_headings(programme(), {}))


def read_text(folder: Path, text: str, encoding: str = "utf-8") -> Sheet:
    return read_bytes(folder, text.encode(encoding))


def book_of(**sheets: Sequence[Sequence[Any]]) -> Any:
    """An openpyxl workbook; every text is a text, also one that looks like a formula."""
    from openpyxl import Workbook  # type: ignore[import-untyped,unused-ignore]

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    return book


def book_bytes(book: Any) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read_book(folder: Path, book: Any, sheet: str | None = None) -> Sheet:
    return read_bytes(folder, book_bytes(book), "form.xlsx", sheet)


def cells(table: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def numbers(table: Sheet) -> list[int]:
    return [row.number for row in table.rows]


def table_of(headings: Sequence[str], *rows: Sequence[str]) -> Sheet:
    return Sheet(
        columns=tuple(headings),
        rows=tuple(Row(number=number, cells=tuple(row)) for number, row in enumerate(rows, 2)),
        heading_row=1,
    )


def judged(
    headings: str,
    *rows: str,
    by: Programme | None = None,
    role: Role | None = Role.MENTOR,
    mapping: dict[str, ApplicationField] | None = None,
    now: datetime | None = None,
) -> ValidatedFile:
    """Headings and cells are written with | between them."""
    table = table_of(headings.split("|"), *(row.split("|") for row in rows))
    return validate(table, by or programme(), role, mapping, now)


def only(outcome: ValidatedFile) -> ApplicationForm:
    """The one application of a file that is in order."""
    assert outcome.problems == ()
    (row,) = outcome.applications
    return row.form


def problem(outcome: ValidatedFile) -> str:
    """The one problem of a file, with its row and column."""
    (found,) = outcome.problems
    return str(found)
