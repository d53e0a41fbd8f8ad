"""A table in a file, as Excel opens it."""

import csv
import io
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from cli.exports.csv_file import as_csv
from cli.exports.table import Cell, Table, at_local
from cli.exports.xlsx_file import as_xlsx
from tests.every import every

pytestmark = pytest.mark.unit

_NINE = datetime.combine(date(2027, 6, 15), time(9, 5))
_FORMULAS = ("=1+1", "+44 117", "-1", "@SUM(A1)", "\t=1", "＝1")


def _table(*cells: Cell, title: str = "People") -> Table:
    return Table.of(title, [f"column {number}" for number, _ in enumerate(cells)], [cells])


def _read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _opened(*tables: Table) -> Workbook:
    return load_workbook(io.BytesIO(as_xlsx(tables)))


def test_csv_has_the_mark_of_utf_8_and_crlf_for_excel() -> None:
    assert as_csv(_table("Zoë", None, 3)) == (
        b"\xef\xbb\xbfcolumn 0,column 1,column 2\r\n" + "Zoë,,3\r\n".encode()
    )


def test_csv_has_dates_that_every_excel_understands() -> None:
    rows = _read(as_csv(_table(date(2027, 6, 15), _NINE)))

    assert rows[1] == ["2027-06-15", "2027-06-15 09:05"]


def test_what_has_commas_quotes_and_lines_comes_back_as_it_was() -> None:
    said = 'one, "two"\nthree'

    assert _read(as_csv(_table(said)))[1] == [said]


@every("text", _FORMULAS)
def test_no_text_is_a_formula_in_csv(text: str) -> None:
    assert _read(as_csv(_table(text)))[1] == [f"'{text}"]


@every("text", _FORMULAS)
def test_no_text_is_a_formula_in_a_workbook_nor_in_what_is_saved_of_it(text: str) -> None:
    cell = _opened(_table(text)).active["A2"]

    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert _read(as_csv(_table("a\rb\x1b[2J", "name\u202e")))[1] == ["a\\x0db\\x1b[2J", "name\\u202e"]


def test_a_negative_number_is_a_number() -> None:
    assert _read(as_csv(_table(-3)))[1] == ["-3"]
    assert _opened(_table(-3)).active["A2"].value == -3


def test_a_workbook_has_real_dates_and_numbers() -> None:
    sheet = _opened(_table(date(2027, 6, 15), _NINE, 4, 0.5, "text", None)).active

    assert [cell.value for cell in sheet[2]] == [
        *(datetime.combine(date(2027, 6, 15), time()), _NINE, 4, 0.5, "text", None),
    ]
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["B2"].number_format == "yyyy-mm-dd hh:mm"


def test_the_headings_stay_in_view_and_columns_are_as_wide_as_what_is_in_them() -> None:
    sheet = _opened(_table("a", "b" * 30, "c" * 500)).active

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.auto_filter.ref == "A1:C2"
    a, b, c = (sheet.column_dimensions[name].width for name in "ABC")
    assert a < b < c < 65


def test_each_table_has_a_sheet_whose_name_excel_allows() -> None:
    titles = ("Pairs: [all]", "Pairs/ all ", "x" * 40, "X" * 40, "'quoted'", "")
    names = _opened(*(_table("a", title=title) for title in titles)).sheetnames

    assert names == ["Pairs   all", "Pairs  all", "x" * 31, "X" * 29 + " 2", "quoted", "Sheet"]


def test_a_table_without_rows_has_its_headings() -> None:
    empty = Table.of("Nobody", ("name", "email"), [])

    assert _read(as_csv(empty)) == [["name", "email"]]
    assert [cell.value for cell in _opened(empty).active[1]] == ["name", "email"]


def test_a_text_that_is_too_long_for_excel_is_cut_and_not_lost() -> None:
    assert len(_opened(_table("a" * 40_000)).active["A2"].value) == 32_767


def test_a_moment_stands_as_the_clock_on_the_wall_shows_it() -> None:
    at = datetime(2027, 6, 15, 8, 5, 59, tzinfo=UTC)

    assert at_local(at, ZoneInfo("Europe/London")) == _NINE
    assert at_local(None, ZoneInfo("Europe/London")) is None
