"""What is written in the wrong shape in a programme file is answered with the right one."""

import re
from pathlib import Path

import pytest

from domain.errors import BadInput
from importing.programme_file import read_programme
from tests.every import every
from tests.importing.slips import INDUCTION, TEXT, problems_of, problems_when

pytestmark = pytest.mark.unit


@every("number", ["true", '"4"', "4.5", "inf"])
def test_what_is_no_whole_number_is_refused(number: str) -> None:
    assert problems_when("minimum = 4", f"minimum = {number}") == (
        "ours.toml: sessions.minimum: write a whole number, such as 4.",
    )


@pytest.mark.parametrize("days", ["true", '"7"', "1.5"])
def test_days_are_whole_numbers(days: str) -> None:
    (problem,) = problems_of(f"{TEXT}\n[patience]\naccept_chasers = [{days}]\n")
    assert problem == "ours.toml: patience.accept_chasers.1: write a whole number, such as 4."


@pytest.mark.parametrize("answer", ['"yes"', "1"])
def test_what_is_neither_true_nor_false_is_refused(answer: str) -> None:
    (problem,) = problems_when("required = false", f"required = {answer}")
    assert problem == "ours.toml: gatherings.information.required: write true or false, without quotes."


@every("day", ['"soon"', "5", "2021-06-14T09:00:00", "09:00:00"])
def test_what_is_no_date_is_refused(day: str) -> None:
    (problem,) = problems_when("on = 2021-06-14", f"on = {day}")
    assert problem == "ours.toml: introductions.on: write a date without quotes, such as 2027-06-30."


@every(
    ("old", "new", "sentence"),
    [
        ('["reciprocal"]', '"reciprocal"', "arrangements: write a list: [...]."),
        ("[[resources]]", "[resources]", "resources: write [[resources]], in two brackets, for each."),
        ("[contact]", "[[contact]]", "contact: write a table: [contact]."),
        ("[applications]", "[applications]\ncolumns = 1", "columns: write a table: [applications.columns]."),
        (INDUCTION, "sittings = [1]", "gatherings.induction.sittings.1: write a table: { ... }."),
        ("[applications]", '[applications]\nfixed = { rolle = "" }', "applications.fixed.rolle: 'rolle' is"),
        ('"Staff Development"', "3", 'contact.name: write a text in quotes: "...".'),
        ('"Staff Development"', f'"{"x" * 2001}"', "contact.name: must not be longer than 2000 characters."),
        ('"https://bristol.example/wellbeing"', '"wellbeing"', "wellbeing.url: write a web address, such as"),
    ],
)
def test_a_value_of_another_shape_is_answered_with_the_right_one(old: str, new: str, sentence: str) -> None:
    (problem,) = problems_when(old, new)
    assert problem.startswith("ours.toml: ")
    assert sentence in problem


def test_an_address_that_is_none_is_said_without_a_second_full_stop() -> None:
    (problem,) = problems_when("reciprocal-mentoring@bristol.example", "bristol")
    assert re.search(r"contact\.email: .*[^.]\.$", problem)


def test_whom_concerns_go_to_is_not_the_contact_alone() -> None:
    (problem,) = problems_when("dignity@bristol.example", "Reciprocal-Mentoring@bristol.example")
    assert problem.startswith("ours.toml: concerns.email: it is the contact's; name somebody else")


def test_several_problems_are_reported_together() -> None:
    text = TEXT.replace("minimum = 4", "minimum = 0").replace('timezone = "Europe/London"\n', "")
    assert {problem.split(": ")[1] for problem in problems_of(text)} == {"sessions.minimum", "timezone"}


def test_several_impossible_dates_are_reported_together() -> None:
    text = TEXT.replace("2021-10-07", "2022-03-01").replace("closes = 2022-02-04", "closes = 2022-01-10")
    assert len(problems_of(text)) == 2


def test_what_is_not_toml_is_said_with_the_line() -> None:
    (problem,) = problems_of("title = Reciprocal\n")
    assert problem == 'ours.toml: line 1: a text stands in quotes: title = "Reciprocal"'


@every("written", ["07/12/2026", "2026/12/07", "7 Dec 2026", "7.12.2026"])
def test_a_date_in_quotes_is_answered_with_the_one_that_is_meant(written: str) -> None:
    (problem,) = problems_when("date = 2021-06-30", f'date = "{written}"')
    assert "2026-12-07 (7 Dec 2026)" in problem
    assert "without quotes" in problem


@every("text", ["Zo\\u001b[31m", "Zo\\u202e", "Zo\\u009b"])
def test_what_nobody_sees_is_no_text(text: str) -> None:
    (problem,) = problems_when('title = "Information session"', f'title = "{text}"')
    assert "type it anew" in problem


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_programme(tmp_path / "nowhere.toml")


def test_a_file_in_another_encoding_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('title = "Café"'.encode("latin-1"))
    with pytest.raises(BadInput, match="save it as UTF-8"):
        read_programme(file)
