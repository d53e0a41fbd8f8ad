"""A coordinator's list of what happened: each row understood, or named with what is wrong in it."""

from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from domain.application.facts import ApplicantFact, ApplicantFactKind
from domain.enums import EndReason, ReviewChoice
from domain.errors import BadInput
from domain.pairing.facts import Fact, FactKind
from importing.facts import FactsFile, read_facts
from tests.every import every
from tests.importing.files import book_bytes, book_of

pytestmark = pytest.mark.unit

HEADER = "pairing,who,what,when,gathering,minutes,choice,reason"
JULY_20 = date(2027, 7, 20)


def read_bytes(data: bytes) -> FactsFile:
    with TemporaryDirectory() as folder:
        file = Path(folder, "facts.csv")
        file.write_bytes(data)
        return read_facts(file)


def read(*lines: str, header: str = HEADER) -> FactsFile:
    return read_bytes("\n".join((header, *lines)).encode())


def fact(line: str, header: str = HEADER) -> Fact | ApplicantFact:
    found = read(line, header=header)
    assert found.problems == []
    return found.rows[0].fact


def problem(line: str, header: str = HEADER) -> str:
    (found,) = read(line, header=header).problems
    return str(found)


@every(
    ("line", "meant"),
    [
        ("k-1,both,accepted,2027-07-20", Fact(kind=FactKind.ACCEPTED, day=JULY_20)),
        (
            "k-1,,Attended,2027-07-20,induction",
            Fact(kind=FactKind.ATTENDED, day=JULY_20, gathering="induction"),
        ),
        (
            "k-1,mentee,did not come,2027-07-20,induction",
            Fact(kind=FactKind.MISSED, day=JULY_20, gathering="induction"),
        ),
        ("k-1,,met,2027-07-20,,90", Fact(kind=FactKind.MET, day=JULY_20, minutes=90)),
        ("k-1,,met,2027-07-20 10:30", Fact(kind=FactKind.MET, day=JULY_20, at=time(10, 30))),
        ("k-1,,not met,2027-07-20T10:30:00", Fact(kind=FactKind.NOT_MET, day=JULY_20, at=time(10, 30))),
        (
            "k-1,mentor,reviewed,2027-07-20,,,Adjust",
            Fact(kind=FactKind.REVIEWED, day=JULY_20, choice=ReviewChoice.ADJUST),
        ),
        (
            "k-1,,ended,2027-07-20,,,,no contact",
            Fact(kind=FactKind.ENDED, day=JULY_20, reason=EndReason.NO_CONTACT),
        ),
        ("k-1,mentor,accepted,2027-07-20 14:05", Fact(kind=FactKind.ACCEPTED, day=JULY_20)),
    ],
)
def test_a_row_says_who_what_and_when(line: str, meant: Fact) -> None:
    assert fact(line) == meant


_OF_APPLICANTS = "application,who,what,when,gathering,condition"


@every(
    ("line", "meant"),
    [
        ("k-a01,,supported,2027-07-20", ApplicantFact(kind=ApplicantFactKind.SUPPORTED, day=JULY_20)),
        (
            "k-a01,,Manager does not support,2027-07-20",
            ApplicantFact(kind=ApplicantFactKind.NOT_SUPPORTED, day=JULY_20),
        ),
        (
            "k-a01,,confirmed,2027-07-20,,experience",
            ApplicantFact(kind=ApplicantFactKind.CONFIRMED, day=JULY_20, condition="experience"),
        ),
        (
            ",Ann,signed_up,2027-07-20,awareness",
            ApplicantFact(kind=ApplicantFactKind.SIGNED_UP, day=JULY_20, gathering="awareness"),
        ),
        ("k-a01,,took up,2027-07-20", ApplicantFact(kind=ApplicantFactKind.TOOK_UP, day=JULY_20)),
    ],
)
def test_a_row_says_what_happened_to_an_applicant(line: str, meant: ApplicantFact) -> None:
    assert fact(line, _OF_APPLICANTS) == meant


def test_a_condition_must_be_named() -> None:
    says = problem("k-a01,,confirmed,2027-07-20", _OF_APPLICANTS)
    assert says.startswith("row 2, 'condition': it is not said which condition")


def test_an_encoding_that_is_said_is_read() -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "facts.csv")
        file.write_bytes(f"{HEADER}\n,Zo\u00eb,accepted,2027-07-20".encode("mac_roman"))
        (row,) = read_facts(file, encoding="mac_roman").rows
    assert row.who == "Zo\u00eb"


@every(
    ("line", "says"),
    [
        (
            "k-1,,partied,2027-07-20",
            "row 2, 'what': 'partied' is nothing that can be recorded; write accepted,",
        ),
        ("k-1,,,2027-07-20", "row 2, 'what': it is not said what happened"),
        ("k-1,,met,", "row 2, 'when': there is no date; write it as 2027-06-30"),
        ("k-1,,met,the 20th", "row 2, 'when': 'the 20th' is not a date; write it as 2026-12-11"),
        ("k-1,,met,07/08/2027", "row 2, 'when': '07/08/2027' may be 7 Aug 2027 or 8 Jul 2027, and nothing"),
        ("k-1,,attended,2027-07-20", "row 2, 'gathering': it is not said which gathering"),
        ("k-1,,met,2027-07-20,,ages", "row 2, 'minutes': 'ages' is not a number of minutes"),
        ("k-1,mentor,reviewed,2027-07-20,,,maybe", "row 2, 'choice': 'maybe' is no answer of the review"),
        ("k-1,,ended,2027-07-20,,,,bored", "row 2, 'reason': 'bored' is not a reason"),
        ("k-1,,accepted,2027-07-20,induction", "row 2, 'gathering': 'accepted' has no gathering"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(line: str, says: str) -> None:
    assert problem(line).startswith(says)


def test_dates_are_read_as_the_column_writes_them() -> None:
    found = read("k-1,,met,07/08/2027", "k-1,,met,20/07/2027 10:30", "k-1,,met,20 July 2027")
    assert [(row.fact.day, getattr(row.fact, "at", None)) for row in found.rows] == [
        (date(2027, 8, 7), None),
        (JULY_20, time(10, 30)),
        (JULY_20, None),
    ]


def test_all_problems_are_found_at_once() -> None:
    found = read("k-1,,partied,2027-07-20", "k-1,,met,2027-07-20", "k-2,,met,yesterday")
    assert [problem.row for problem in found.problems] == [2, 4]
    assert [row.row for row in found.rows] == [3]


def test_rows_in_which_nothing_is_told_are_passed_over() -> None:
    found = read("k-1,Ada,Ben,,", "k-2,Cy,Di,met,2027-07-20", header="pairing,mentor,mentee,what,when")
    assert (len(found.rows), found.empty, found.problems) == (1, 1, [])


def test_a_column_that_means_nothing_here_is_said() -> None:
    found = read("k-1,met,2027-07-20,sunny", header="pairing,what,when,weather")
    assert found.notes == ("Not read: the columns 'weather'.",)


@every(
    ("header", "says"),
    [
        ("who,when", "missing: what (there are: who, when)"),
        ("what,when", "missing: who (there are: what, when)"),
        ("who,what,when,date", "two columns mean 'when'; rename one."),
    ],
)
def test_what_is_no_such_list_is_refused(header: str, says: str) -> None:
    with pytest.raises(BadInput) as bad:
        read("a,b,c,d"[: 2 * header.count(",") + 1], header=header)
    assert says in str(bad.value)


def test_a_workbook_is_read_like_text() -> None:
    book = book_of(facts=[["pairing", "what", "when"], ["k-1", "met", JULY_20]])
    (row,) = read_bytes(book_bytes(book)).rows
    assert row.fact == Fact(kind=FactKind.MET, day=JULY_20)
