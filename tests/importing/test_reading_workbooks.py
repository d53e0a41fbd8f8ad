"""Workbooks, as a person sees them."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput
from importing.reading import read_table
from tests.importing.files import book_bytes, book_of, cells, numbers, read_book, read_bytes

pytestmark = pytest.mark.unit

PEOPLE = (("Name", "Email"), ("Zoë", "zoe@x.example"), ("Bob", "bob@x.example"))


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def refusal(folder: Path, data: bytes, sheet: str | None = None) -> str:
    with pytest.raises(BadInput) as bad:
        read_bytes(folder, data, "form.xlsx", sheet)
    return str(bad.value)


def test_a_sheet_is_a_table(tmp_path: Path) -> None:
    table = read_book(tmp_path, book_of(Answers=PEOPLE))
    assert (table.columns, *cells(table)) == PEOPLE
    assert (table.sheet, table.encoding, table.delimiter, table.notes) == ("Answers", None, None, ())


def test_the_content_says_what_a_file_is_and_not_its_name(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, book_bytes(book_of(Answers=PEOPLE)), "form.csv").sheet == "Answers"


@pytest.mark.parametrize("ending", ["xls", "xlsb", "ods"])
def test_other_workbooks_are_tables_too(ending: str) -> None:
    table = read_table(Path(__file__).with_name("data") / f"people.{ending}")
    assert (table.columns, *cells(table)) == (("Name", "Email", "Capacity"), ("Zoë", "zoe@x.example", "2"))
    assert (table.sheet, table.notes) == ("People", ())


def test_the_first_sheet_with_anything_in_it_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = book_of(Empty=[[" "]], Answers=PEOPLE, Notes=[["x"]])
    book["Notes"].sheet_state = "hidden"
    table = read_book(tmp_path, book)
    assert table.sheet == "Answers"
    assert table.notes == ("Only the sheet 'Answers' was read, not 'Empty', 'Notes' (hidden).",)


def test_a_hidden_sheet_is_read_only_by_name(tmp_path: Path) -> None:
    book = book_of(Lists=[["a"]], Answers=PEOPLE)
    book["Lists"].sheet_state = "hidden"
    assert read_book(tmp_path, book).sheet == "Answers"
    assert read_book(tmp_path, book, "lists ").columns == ("a",)


def test_a_sheet_that_is_not_there_is_refused_with_those_there_are(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, book_bytes(book_of(Answers=PEOPLE, Notes=[])), "Answer")
    assert sentence == "form.xlsx: has no sheet 'Answer'; there are: 'Answers', 'Notes'."


def test_a_workbook_of_empty_sheets_is_refused(tmp_path: Path) -> None:
    assert "no visible sheet with anything in it" in refusal(tmp_path, book_bytes(book_of(A=[], B=[])))


def test_row_numbers_are_those_on_the_screen(tmp_path: Path) -> None:
    table = read_book(tmp_path, book_of(A=[[], ["Name"], [], ["Zoë"], [None], ["Bob"]]))
    assert (table.heading_row, numbers(table)) == (2, [4, 6])


_SEEN: list[tuple[Any, str, str]] = [
    (2, "General", "2"),
    (2.0, "General", "2"),
    (2.5, "0.00", "2.5"),
    (0.1 + 0.2, "General", "0.3"),
    (7, "00000", "7"),
    (0.5, "0%", "0.5"),
    (True, "General", "TRUE"),
    (date(2027, 6, 30), "dd/mm/yyyy", "2027-06-30"),
    (datetime.fromisoformat("2027-06-30T09:30"), "dd/mm/yyyy hh:mm", "2027-06-30 09:30:00"),
    (time(9, 30), "hh:mm", "09:30:00"),
    ("=1+1", "General", "=1+1"),
    ("one_x000D_\ntwo", "General", "one\ntwo"),
]
"""What is in a cell, its format, and what is read."""


def test_values_are_what_a_person_sees(tmp_path: Path) -> None:
    book = book_of(A=[["Heading"], *([value] for value, _, _ in _SEEN)])
    for row, (_, number_format, _) in enumerate(_SEEN, 2):
        book["A"][f"A{row}"].number_format = number_format
    assert cells(read_book(tmp_path, book)) == [(text,) for _, _, text in _SEEN]


def test_formulas_give_the_results_that_excel_saved(tmp_path: Path) -> None:
    data = rewritten(
        book_bytes(book_of(A=[["Partners"], [7]])),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v>7</v>", b"<f>1+1</f><v>2</v>"),
    )
    assert cells(read_bytes(tmp_path, data, "form.xlsx")) == [("2",)]


def test_a_formula_whose_result_is_empty_text_is_empty(tmp_path: Path) -> None:
    data = rewritten(
        book_bytes(book_of(A=[["Name", "Partners"], ["Zoë", 7]])),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb't="n"><v>7</v>', b't="str"><f>IF(1,"","")</f><v></v>', xml),
    )
    assert cells(read_bytes(tmp_path, data, "form.xlsx")) == [("Zoë", "")]


def test_a_formula_without_a_result_is_refused(tmp_path: Path) -> None:
    book = book_of(A=[["Name", "Partners"], ["Zoë", 7]])
    book["A"]["B2"] = "=1+1"
    assert "holds formulas without results (B2); open it in Excel" in refusal(tmp_path, book_bytes(book))


def hide_row(book: Any) -> None:
    book["A"].row_dimensions[3].hidden = True


def hide_column(book: Any) -> None:
    book["A"].column_dimensions["B"].hidden = True


@pytest.mark.parametrize("hide", [hide_row, hide_column])
def test_what_is_hidden_is_read_and_said(tmp_path: Path, hide: Callable[[Any], None]) -> None:
    book = book_of(A=PEOPLE)
    hide(book)
    table = read_book(tmp_path, book)
    assert (table.columns, *cells(table)) == PEOPLE
    assert table.notes == (
        "Some rows or columns are hidden or filtered away; they were read like the others.",
    )


def test_cells_with_an_error_are_empty_which_is_said(tmp_path: Path) -> None:
    book = book_of(A=[["Name", "Site"], ["Zoë", "x"]])
    book["A"]["B2"].value, book["A"]["B2"].data_type = "#N/A", "e"
    table = read_book(tmp_path, book)
    assert cells(table) == [("Zoë", "")]
    assert table.notes == ("Cells with an error, such as #N/A, were read as empty (B2).",)


def test_headings_are_found_under_a_title(tmp_path: Path) -> None:
    table = read_book(tmp_path, book_of(A=[["Mentors of 2027"], [], ["as of May", "secret"], *PEOPLE]))
    assert (table.columns, table.heading_row, numbers(table)) == (PEOPLE[0], 4, [5, 6])
    assert table.notes == ("The headings were taken from row 4; what stands above them was not read.",)


@pytest.mark.parametrize("size", [b"A1", b"A1:XFD1048576"])
def test_a_wrong_note_of_the_sheet_s_size_is_not_believed(tmp_path: Path, size: bytes) -> None:
    data = rewritten(
        book_bytes(book_of(A=PEOPLE)),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + size + b'"', xml),
    )
    assert len(read_bytes(tmp_path, data, "form.xlsx").rows) == 2


def test_formatting_to_the_end_of_the_sheet_does_no_harm(tmp_path: Path) -> None:
    book = book_of(A=PEOPLE)
    book["A"]["XFD1048576"].number_format = "0.00"
    assert len(read_book(tmp_path, book).rows) == 2


@pytest.mark.parametrize(
    "names",
    [
        ["mimetype", "content.xml"],
        ["[Content_Types].xml", "word/document.xml"],
        ["[Content_Types].xml", "xl/workbook.bin"],
        ["[Content_Types].xml", "xl/workbook.xml"],
    ],
)
def test_other_archives_are_refused_with_what_to_save_as(tmp_path: Path, names: list[str]) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    assert "is damaged, protected with a password, or no workbook" in refusal(tmp_path, data.getvalue())


def test_an_archive_that_ends_early_is_refused(tmp_path: Path) -> None:
    assert "is damaged" in refusal(tmp_path, book_bytes(book_of(A=PEOPLE))[:500])


def test_an_unusual_packing_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "x")
    assert "packed in a way that no spreadsheet program uses" in refusal(tmp_path, data.getvalue())
