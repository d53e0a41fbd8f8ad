"""Pairs as a coordinator's spreadsheet brings them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from domain.enums import Arrangement
from domain.errors import BadInput
from domain.people import Pair
from importing.pairs import PairsFile, read_pairs
from tests.importing.files import book_bytes, book_of

pytestmark = pytest.mark.unit

RECIPROCAL = (Arrangement.RECIPROCAL,)
EITHER = (Arrangement.REVERSE, Arrangement.RECIPROCAL)
HEADER = "mentor_name,mentor_email,mentee_name,mentee_email"
ADA = "Ada,ada@x.example,Ben,ben@x.example"
CY = "Cy,cy@x.example,Di,di@x.example"


def pairs(
    *lines: str, header: str = HEADER, arrangements: tuple[Arrangement, ...] = RECIPROCAL
) -> list[Pair]:
    return read_bytes("\n".join((header, *lines)).encode(), arrangements).pairs


def read_bytes(data: bytes, arrangements: tuple[Arrangement, ...] = RECIPROCAL) -> PairsFile:
    with TemporaryDirectory() as folder:
        file = Path(folder, "pairs.csv")
        file.write_bytes(data)
        return read_pairs(file, arrangements)


def problems(
    *lines: str, header: str = HEADER, arrangements: tuple[Arrangement, ...] = RECIPROCAL
) -> tuple[str, ...]:
    with pytest.raises(BadInput) as bad:
        pairs(*lines, header=header, arrangements=arrangements)
    return bad.value.problems


def mentors(found: list[Pair]) -> list[str]:
    return [pair.mentor.name for pair in found]


def test_each_row_is_a_pair() -> None:
    first, second = pairs(ADA, CY)
    assert (first.mentor.email, first.mentee.name) == ("ada@x.example", "Ben")
    assert second.mentee.email == "di@x.example"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_all_do(separator: str) -> None:
    assert mentors(pairs(ADA.replace(",", separator), header=HEADER.replace(",", separator))) == ["Ada"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_saved_by_excel_is_read(newline: str, encoding: str) -> None:
    assert mentors(read_bytes(newline.join((HEADER, ADA, "")).encode(encoding)).pairs) == ["Ada"]


def test_windows_text_is_read_and_said() -> None:
    found = read_bytes(f"{HEADER}\nZoë,zoe@x.example,Ben,ben@x.example".encode("latin-1"))
    assert mentors(found.pairs) == ["Zoë"]
    assert "read as Windows text (cp1252)" in found.notes[0]


def test_a_workbook_is_read_from_its_first_sheet_or_the_one_that_is_named(tmp_path: Path) -> None:
    rows = {name: [HEADER.split(","), pair.split(",")] for name, pair in (("A", ADA), ("C", CY))}
    file = tmp_path / "pairs.xlsx"
    file.write_bytes(book_bytes(book_of(**rows)))
    assert mentors(read_pairs(file, RECIPROCAL).pairs) == ["Ada"]
    assert read_pairs(file, RECIPROCAL).notes == ("Only the sheet 'A' was read, not 'C'.",)
    assert mentors(read_pairs(file, RECIPROCAL, "C").pairs) == ["Cy"]


def test_headings_are_found_under_a_title() -> None:
    found = read_bytes(
        f"Pairs of spring 2027\n\n{HEADER.replace(',', ';')}\n{ADA.replace(',', ';')}".encode()
    )
    assert mentors(found.pairs) == ["Ada"]
    assert found.notes == ("The headings were taken from row 3; what stands above them was not read.",)


def test_a_file_of_more_than_10_mb_is_refused() -> None:
    with pytest.raises(BadInput, match="larger than 10 MB"):
        read_bytes(HEADER.encode() + b"\n" * 10_000_000)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_pairs(tmp_path / "nowhere.csv", RECIPROCAL)


def test_accents_stay_as_they_are_written() -> None:
    (pair,) = pairs("Zoë Müller,zoe@x.example,José Ñandú,jose@x.example")
    assert (pair.mentor.name, pair.mentee.name) == ("Zoë Müller", "José Ñandú")


def test_a_quoted_name_may_hold_the_separator() -> None:
    assert mentors(pairs('"Lovelace, Ada",ada@x.example,Ben,ben@x.example')) == ["Lovelace, Ada"]


def test_columns_may_stand_in_any_order_and_in_capitals() -> None:
    header = "Mentee_Email, Mentee_Name, MENTOR_EMAIL, mentor_name"
    assert mentors(pairs("ben@x.example, Ben, ada@x.example, Ada", header=header)) == ["Ada"]


def test_emails_are_compared_without_capitals_and_blanks() -> None:
    (pair,) = pairs("Ada, Ada@X.Example ,Ben,ben@x.example")
    assert pair.mentor.email == "ada@x.example"


def test_blank_lines_are_passed_over() -> None:
    assert mentors(pairs("", ADA, ",,,", "", CY, "")) == ["Ada", "Cy"]


def test_a_missing_column_is_named_with_those_there_are() -> None:
    (problem,) = problems("Ada,ada@x.example,Ben", header="mentor_name,mentor_email,mentee_name")
    assert problem.startswith("pairs.csv, row 1: ")
    assert "missing: mentee_email (there are: mentor_name, mentor_email, mentee_name)" in problem


def test_an_unknown_column_is_named() -> None:
    (problem,) = problems(f"{ADA},Law", header=f"{HEADER},faculty")
    assert "column 'faculty' is not known" in problem


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="is empty"):
        read_bytes(text.encode())


def test_a_file_of_only_a_header_holds_no_pairs() -> None:
    assert problems() == ("pairs.csv, row 1: there are headings, and no pairs below them.",)


def test_a_bad_email_is_reported_with_its_row_and_column() -> None:
    (problem,) = problems(ADA, "Cy,cy@x.example,Di,di at x.example")
    assert problem.startswith("pairs.csv, row 3, 'mentee_email': 'di at x.example' is not an email address")


def test_an_email_that_mail_servers_do_not_take_is_refused() -> None:
    (problem,) = problems("Zoë,zoë@x.example,Ben,ben@x.example")
    assert "row 2, 'mentor_email': 'zoë@x.example' has letters that mail servers do not take" in problem


def test_a_row_that_is_too_short_lacks_its_email() -> None:
    (problem,) = problems("Ada,ada@x.example,Ben")
    assert problem.startswith("pairs.csv, row 2, 'mentee_email': there is no email address.")


@pytest.mark.parametrize("name", ["", "A" * 121, "#N/A", "=1+1", '"Ada\nB"'])
def test_what_is_not_a_name_is_reported_with_its_column(name: str) -> None:
    (problem,) = problems(f"{name},ada@x.example,Ben,ben@x.example")
    assert problem.startswith("pairs.csv, row 2, 'mentor_name': ")


def test_every_bad_row_is_reported_at_once() -> None:
    rows = [
        problem.split(", '")[0] for problem in problems("Ada,nope,Ben,nope", CY, "Ed,nope,Flo,f@x.example")
    ]
    assert rows == ["pairs.csv, row 2", "pairs.csv, row 2", "pairs.csv, row 4"]


def test_a_pair_is_two_people() -> None:
    (problem,) = problems("Ada,ada@x.example,Ada,ADA@x.example")
    assert "row 2, 'mentee_email': ada@x.example is also the mentor's" in problem


def test_one_name_with_two_addresses_is_no_pair() -> None:
    (problem,) = problems("Zoë Ash,zoe@x.example,zoe  ash,ash@x.example")
    assert "row 2, 'mentee_name': 'zoe ash' is the mentor's name, too; a pair is two people" in problem


def test_one_name_with_two_addresses_is_noted() -> None:
    lines = ("Zoë Ash,zoe@x.example,Di,di@x.example", "Cy,cy@x.example,Zoe Ash,ash@x.example")
    (note,) = read_bytes("\n".join((HEADER, *lines)).encode()).notes
    assert "'Zoë Ash' is there with 2 addresses: zoe@x.example (row 2) and ash@x.example (row 3)" in note


def test_an_accent_or_a_blank_makes_no_other_name() -> None:
    assert len(pairs("Zoë Ash,zoe@x.example,Di,di@x.example", "Zoe  Ash,zoe@x.example,Cy,cy@x.example")) == 2


def test_the_same_pair_twice_is_refused() -> None:
    (problem,) = problems(ADA, CY, ADA.upper())
    assert "row 4: ada@x.example and ben@x.example are paired twice, also in row 2" in problem


def test_a_person_may_be_in_two_pairs() -> None:
    assert len(pairs(ADA, "Ada,ada@x.example,Di,di@x.example")) == 2


# The arrangement


def test_the_only_arrangement_need_not_be_named() -> None:
    assert pairs(ADA)[0].arrangement is Arrangement.RECIPROCAL


def test_where_there_are_two_each_row_names_its_own() -> None:
    found = pairs(f"{ADA},reverse", f"{CY},Reciprocal", header=f"{HEADER},arrangement", arrangements=EITHER)
    assert [pair.arrangement for pair in found] == [Arrangement.REVERSE, Arrangement.RECIPROCAL]


def test_where_there_are_two_it_cannot_be_left_out() -> None:
    (problem,) = problems(ADA, arrangements=EITHER)
    assert "row 2: there is no arrangement; write reverse or reciprocal" in problem


def test_an_arrangement_the_programme_does_not_offer_is_refused() -> None:
    (problem,) = problems(f"{ADA},reverse", header=f"{HEADER},arrangement")
    assert "'reverse' is not offered by this programme; write reciprocal" in problem


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    with pytest.raises(BadInput, match="row 2 has a value in column E, which has no heading"):
        pairs(f"{ADA},more")


def test_a_column_named_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="columns B and E are both called 'mentor_email'"):
        pairs(header=f"{HEADER},mentor_email")


def test_one_address_under_two_names_is_refused() -> None:
    (problem,) = problems("A,a@x.example,B,b@x.example", "Ada,a@x.example,C,c@x.example")
    assert "a@x.example is 'A' in one row and 'Ada' in another" in problem
