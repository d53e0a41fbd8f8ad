"""Pairs as a coordinator's spreadsheet brings them."""

from pathlib import Path

import pytest

from domain.enums import Arrangement
from domain.errors import BadInput
from domain.people import Pair
from importing.pairs import parse_pairs, read_pairs
from tests.every import every

RECIPROCAL = (Arrangement.RECIPROCAL,)
EITHER = (Arrangement.REVERSE, Arrangement.RECIPROCAL)
HEADER = "mentor_name,mentor_email,mentee_name,mentee_email"
ADA = "Ada,ada@x.example,Ben,ben@x.example"
CY = "Cy,cy@x.example,Di,di@x.example"


def pairs(
    *lines: str, header: str = HEADER, arrangements: tuple[Arrangement, ...] = RECIPROCAL
) -> list[Pair]:
    return parse_pairs("\n".join((header, *lines)), "pairs.csv", arrangements)


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
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_saved_by_excel_is_read(tmp_path: Path, newline: str, encoding: str) -> None:
    file = tmp_path / "pairs.csv"
    file.write_bytes(newline.join((HEADER, ADA, "")).encode(encoding))
    assert mentors(read_pairs(file, RECIPROCAL)) == ["Ada"]


def test_a_file_in_another_encoding_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_bytes(f"{HEADER}\nZoë,zoe@x.example,Ben,ben@x.example".encode("latin-1"))
    with pytest.raises(BadInput, match="save it as CSV UTF-8"):
        read_pairs(file, RECIPROCAL)


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
    assert problem.startswith("pairs.csv: ")
    assert "missing: mentee_email (there are: mentor_name, mentor_email, mentee_name)" in problem


def test_an_unknown_column_is_named() -> None:
    (problem,) = problems(f"{ADA},Law", header=f"{HEADER},faculty")
    assert "column 'faculty' is not known" in problem


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_lacks_its_columns(text: str) -> None:
    with pytest.raises(BadInput, match="the first row must name the columns"):
        parse_pairs(text, "pairs.csv", RECIPROCAL)


def test_a_file_of_only_a_header_holds_no_pairs() -> None:
    assert problems() == ("pairs.csv: holds no pairs.",)


def test_a_bad_email_is_reported_with_its_row_and_column() -> None:
    (problem,) = problems(ADA, "Cy,cy@x.example,Di,di at x.example")
    assert problem.startswith("pairs.csv, row 3: mentee_email: 'di at x.example' is not an email address")


def test_an_email_that_mail_servers_do_not_take_is_refused() -> None:
    (problem,) = problems("Zoë,zoë@x.example,Ben,ben@x.example")
    assert "row 2: mentor_email: 'zoë@x.example' has letters that mail servers do not take" in problem


def test_a_row_that_is_too_short_lacks_its_email() -> None:
    (problem,) = problems("Ada,ada@x.example,Ben")
    assert problem.startswith("pairs.csv, row 2: mentee_email: ''")


@every("name", ["", "A" * 121, '"Ada\x07"', '"Ada\nB"'])
def test_what_is_not_a_name_is_reported_with_its_column(name: str) -> None:
    (problem,) = problems(f"{name},ada@x.example,Ben,ben@x.example")
    assert problem.startswith("pairs.csv, row 2: mentor_name: ")


def test_every_bad_row_is_reported_at_once() -> None:
    rows = [problem.split(":")[0] for problem in problems("Ada,nope,Ben,nope", CY, "Ed,nope,Flo,f@x.example")]
    assert rows == ["pairs.csv, row 2", "pairs.csv, row 2", "pairs.csv, row 4"]


def test_a_pair_is_two_people() -> None:
    (problem,) = problems("Ada,ada@x.example,Ada,ADA@x.example")
    assert "row 2: mentee_email: ada@x.example is also the mentor's" in problem


def test_the_same_pair_twice_is_refused() -> None:
    (problem,) = problems(ADA, CY, ADA.upper())
    assert "ada@x.example and ben@x.example are paired twice" in problem


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
    assert "row 2: arrangement: '' is not offered by this programme; write reverse or reciprocal" in problem


def test_an_arrangement_the_programme_does_not_offer_is_refused() -> None:
    (problem,) = problems(f"{ADA},reverse", header=f"{HEADER},arrangement")
    assert "'reverse' is not offered by this programme; write reciprocal" in problem


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    with pytest.raises(BadInput, match=r"row 2: has more cells"):
        parse_pairs(f"{HEADER}\nA,a@x.example,B,b@x.example,more\n", "p.csv", RECIPROCAL)


def test_a_column_named_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="'mentor_email' is there twice"):
        parse_pairs(f"{HEADER},mentor_email\n", "p.csv", RECIPROCAL)


def test_one_address_under_two_names_is_refused() -> None:
    rows = "A,a@x.example,B,b@x.example\nAda,a@x.example,C,c@x.example\n"
    with pytest.raises(BadInput, match=r"a@x.example is 'A' in one row and 'Ada' in another"):
        parse_pairs(f"{HEADER}\n{rows}", "p.csv", RECIPROCAL)
