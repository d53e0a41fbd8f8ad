"""Tables in text, as Excel, Google and LibreOffice write them."""

from pathlib import Path

import pytest

from domain.errors import BadInput
from importing.reading import read_table
from tests.every import every
from tests.importing.files import cells, csv_text, numbers, read_bytes, read_text

pytestmark = pytest.mark.unit

PEOPLE = (("Name", "Email"), ("Zoë", "zoe@x.example"), ("Bob", "bob@x.example"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "called"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_usual_shapes_are_the_same_table(
    tmp_path: Path, delimiter: str, newline: str, encoding: str, called: str
) -> None:
    table = read_text(tmp_path, csv_text(*PEOPLE, delimiter=delimiter, newline=newline), encoding)
    assert (table.columns, *cells(table)) == PEOPLE
    assert (table.encoding, table.delimiter, table.sheet) == (called, delimiter, None)


def test_utf_16_of_either_order_is_known_by_its_mark(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, b"\xfe\xff" + csv_text(*PEOPLE).encode("utf-16-be"))
    assert table.rows[0].cells[0] == "Zoë"


def test_windows_text_is_read_and_said(tmp_path: Path) -> None:
    (note,) = read_text(tmp_path, csv_text(*PEOPLE), "cp1252").notes
    assert "read as Windows text (cp1252)" in note
    assert "Zoë" in note


@every(
    ("encoding", "name"),
    [
        ("mac_roman", "Zoë O’Neill"),
        ("mac_roman", "José"),
        ("mac_roman", "Björn"),
        ("cp1251", "Иван Петров"),
        ("cp850", "Jürgen Groß"),
        ("cp1250", "Michał"),
    ],
)
def test_any_other_guess_is_in_doubt_and_shows_the_letters(tmp_path: Path, encoding: str, name: str) -> None:
    table = read_text(tmp_path, csv_text(PEOPLE[0], (name, "x")), encoding)
    (doubt,) = table.doubts
    assert (table.encoding, table.rows[0].cells[0]) == (encoding, name)
    assert name in doubt
    assert f"--encoding {encoding}" in doubt


def test_an_encoding_that_is_named_leaves_no_doubt(tmp_path: Path) -> None:
    file = tmp_path / "form.csv"
    file.write_bytes(csv_text(*PEOPLE).encode("mac_roman"))
    table = read_table(file, encoding="mac_roman")
    assert (cells(table)[0][0], table.notes, table.doubts) == ("Zoë", (), ())
    for encoding, sentence in {
        "klingon": "is not known",
        "utf-8": "is not utf-8",
        "idna": "not known",
    }.items():
        with pytest.raises(BadInput, match=sentence):
            read_table(file, encoding=encoding)


@every(("cell", "meant"), [("ZoÃ«", "Zoë"), ("Oâ€™Neill", "O’Neill"), ("Ð˜Ð²Ð°Ð½", "Иван")])
def test_letters_that_some_program_has_read_wrongly_are_in_doubt(
    tmp_path: Path, cell: str, meant: str
) -> None:
    (doubt,) = read_text(tmp_path, csv_text(PEOPLE[0], (cell, "x"))).doubts
    assert cell in doubt
    assert meant in doubt


def test_a_letter_that_was_lost_is_in_doubt(tmp_path: Path) -> None:
    assert "has lost a letter" in read_text(tmp_path, csv_text(PEOPLE[0], ("Zo\ufffd", "x"))).doubts[0]


@every("name", ["JOÃO", "SÃO PAULO", "Åse Ñandú", "Ελένη", "Ðorđe"])
def test_letters_that_are_right_are_in_no_doubt(tmp_path: Path, name: str) -> None:
    assert read_text(tmp_path, csv_text(PEOPLE[0], (name, "x"))).doubts == ()


@every(
    ("name", "sentence"),
    [
        ("~$mentors.xlsx", "is no list: Excel keeps it beside a file that is open."),
        ("~$mentors.xlsx", "Close that file there, and take it itself: mentors.xlsx"),
        (".~lock.mentors.ods#", "LibreOffice keeps it beside a file that is open"),
    ],
)
def test_a_lock_is_no_list(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / name).write_bytes(b"\x03Jo" + b" " * 50)
    with pytest.raises(BadInput) as bad:
        read_table(tmp_path / name)
    assert sentence in str(bad.value)


def test_a_title_is_known_where_no_heading_is(tmp_path: Path) -> None:
    table = read_text(tmp_path, "Mentors of 2027\n\nWho,How reached\nZoë,z@x.example\n")
    assert (table.columns, table.heading_row) == (("Who", "How reached"), 3)
    assert table.notes == ("The headings were taken from row 3; what stands above them was not read.",)


def test_a_row_of_people_is_no_row_of_headings(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="row 2 has a value in column B, which has no heading"):
        read_text(tmp_path, "Mentors\nZoë,z@x.example\n")


def test_headings_that_come_again_are_passed_over_and_noted(tmp_path: Path) -> None:
    table = read_text(tmp_path, csv_text(*PEOPLE, PEOPLE[0], ("Cy", "cy@x.example")))
    assert numbers(table) == [2, 3, 5]
    assert table.notes == ("The headings stand again in row 4, which was passed over.",)


def test_what_is_only_in_the_way_is_dropped(tmp_path: Path) -> None:
    table = read_text(tmp_path, csv_text(PEOPLE[0], ("\u200bZo\u00adë\u200e", "z@x.example\u2060")))
    assert cells(table) == [("Zoë", "z@x.example")]


def test_other_encodings_need_no_note(tmp_path: Path) -> None:
    assert read_text(tmp_path, csv_text(*PEOPLE)).notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_sep_line_rules_and_has_no_row_number(tmp_path: Path, delimiter: str) -> None:
    table = read_text(tmp_path, f"sep={delimiter}\r\n" + csv_text(*PEOPLE, delimiter=delimiter))
    assert (table.delimiter, table.heading_row, numbers(table)) == (delimiter, 1, [2, 3])


@pytest.mark.parametrize(
    "text",
    [
        'Name;"Goals, such as listening, leading, speaking";Email\nZoë;listening;z@x.example\n',
        "Name;Goals, such as listening, leading, speaking;Email\nZoë;listening;z@x.example\n",
    ],
)
def test_commas_in_a_long_question_do_not_make_columns(tmp_path: Path, text: str) -> None:
    assert read_text(tmp_path, text).columns[2] == "Email"


def test_semicolons_in_answers_do_not_make_columns(tmp_path: Path) -> None:
    assert cells(read_text(tmp_path, "Name,Goals\nZoë,a;b;c;\n")) == [("Zoë", "a;b;c;")]


def test_a_line_break_inside_a_cell_is_kept_and_is_no_row(tmp_path: Path) -> None:
    table = read_text(tmp_path, csv_text(("Name", "Why"), ("Zoë", "one\r\ntwo"), ("Bob", "")))
    assert cells(table) == [("Zoë", "one\ntwo"), ("Bob", "")]
    assert numbers(table) == [2, 3]


def test_empty_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    table = read_text(tmp_path, "\nName,Email\n\nZoë,z@x.example\n , \n,\nBob,b@x.example\n\n")
    assert (table.heading_row, numbers(table)) == (2, [4, 7])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("title", ["Mentors, as of 1 May 2027", "Mentors", '"Mentors; all, of\n2027"'])
def test_headings_are_found_under_a_title(tmp_path: Path, title: str, delimiter: str) -> None:
    table = read_text(tmp_path, f"{title}\n\n" + csv_text(*PEOPLE, delimiter=delimiter, newline="\n"))
    assert (table.columns, *cells(table)) == PEOPLE
    assert (table.heading_row, numbers(table)) == (3, [4, 5])
    assert table.notes == ("The headings were taken from row 3; what stands above them was not read.",)


def test_the_first_row_holds_the_headings_unless_a_later_one_is_known_better(tmp_path: Path) -> None:
    table = read_text(tmp_path, "Name,Email,Which is it?\nEmail,Name,x\nSite,Grade,y\n")
    assert (table.heading_row, table.notes) == (1, ())
    assert read_text(tmp_path, "Who,Where\nName,x\n").columns == ("Who", "Where")


def test_empty_columns_at_the_end_are_passed_over(tmp_path: Path) -> None:
    assert read_text(tmp_path, "Name,Email,,\nZoë,z@x.example,,\n").columns == ("Name", "Email")


def test_a_short_row_has_empty_cells(tmp_path: Path) -> None:
    assert cells(read_text(tmp_path, "Name,Email,Site\nZoë\n")) == [("Zoë", "", "")]


def test_blanks_around_are_dropped_and_letters_composed(tmp_path: Path) -> None:
    table = read_text(tmp_path, "\u00a0Full\u00a0 name ,Email\n  Zoe\u0308\u00a0,z@x.example\n")
    assert table.columns == ("Full name", "Email")
    assert table.rows[0].cells[0] == "Zoë"


@pytest.mark.parametrize("name", ["O’Neill-Ó Súilleabháin", "محمد عبد‌الله", "=1+1", "+44", 'D\'Arcy "Jo"'])
def test_cells_are_data_whatever_they_look_like(tmp_path: Path, name: str) -> None:
    assert cells(read_text(tmp_path, csv_text(("Name", "Email"), (name, "x")))) == [(name, "x")]


REFUSED = {
    "is empty": b"",
    "form.csv: is empty": b"\n , \n",
    "both called 'email'; rename one": b"Email,Name, email \na,b,c\n",
    "columns A and C": "E-mail,Name,e\u00a0mail\na,b,c\n".replace("\u00a0", "-").encode(),
    "row 3 has a value in column C, which has no heading in row 1": b"Name,Email\na,b\nc,d,e\n",
    "row 2 has a value in column B, which has no heading": b"Name,,Email\na,b,c\n",
    "holds NUL characters": b"Name,Email\n\0a,b\n",
    "row 3, column A: holds a control character": b"Name,Email\na,b\nc\x07,d\n",
    "row 2, column B: holds a character that turns": "Name,Email\na,b\u202e\n".encode(),
    "row 1, column A: holds a control character": b"Na\x1b[2Jme,Email\na,b\n",
    "save it as 'CSV UTF-8'": b"\xef\xbb\xbfName\n\xff\n",
    "row 3 is not CSV": b'Name,Email\na,b\n"c,d\ne,f\n',
    "row 2 is not CSV": b'Name,Email\n"a"b,c\n',
    "is damaged, protected with a password, or no workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more",
    "save it as an Excel workbook (.xlsx)": b"%PDF-1.7",
    "is a web page or XML": b"\xef\xbb\xbf  <HTML><table>",
    "is a text document": b"{\\rtf1}",
}


@pytest.mark.parametrize(("sentence", "data"), REFUSED.items())
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, sentence: str, data: bytes) -> None:
    with pytest.raises(BadInput) as bad:
        read_bytes(tmp_path, data)
    assert sentence in str(bad.value)
    assert all(problem.startswith("form.csv: ") for problem in bad.value.problems)


def test_every_such_row_is_named_up_to_a_point(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        read_text(tmp_path, "Name\n" + "a,b\n" * 50)
    assert len(bad.value.problems) == 21
    assert bad.value.problems[-1] == "form.csv: and 30 more like these."


def test_a_table_may_be_large_but_not_larger(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, "Name\n" + "a\n\n" * 20_000).rows) == 20_000
    with pytest.raises(BadInput, match="more than 20,000 rows; split it"):
        read_text(tmp_path, "Name\n" + "a\n" * 20_001)


def test_a_table_may_be_wide_but_not_wider(tmp_path: Path) -> None:
    headings = [f"Question {number}" for number in range(201)]
    assert len(read_text(tmp_path, csv_text(headings[:200])).columns) == 200
    with pytest.raises(BadInput, match="row 1 is 201 columns wide; Tandem reads up to 200"):
        read_text(tmp_path, csv_text(headings))


def test_a_file_of_more_than_10_mb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="larger than 10 MB"):
        read_bytes(tmp_path, b"Name\n" + b"a" * 10_000_000)


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path, Path("nul\0.csv")):
        with pytest.raises(BadInput, match="cannot be read"):
            read_table(path)


def test_a_text_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not an Excel workbook, so it has no sheet 'Answers'"):
        read_bytes(tmp_path, b"Name\n", sheet="Answers")
