"""Which column fills which field."""

import pytest

from domain.application.form import ApplicationField as F
from domain.enums import Role
from tests.every import every
from tests.importing.files import judged, only, problem, programme
from tests.living import utc

pytestmark = pytest.mark.unit

ADA = "Ada|ada@x.example"


@every(
    "heading",
    ["Email", "E-MAIL", "email_address", "Your\u00a0email address: *", "e-mail?", "Your e-mail address:"],
)
def test_common_names_of_a_field_are_known(heading: str) -> None:
    assert only(judged(f"Name|{heading}", ADA)).email == "ada@x.example"


def test_the_programme_says_how_its_form_calls_a_field() -> None:
    ours = programme(columns={"Which area do you work in?": F.DEPARTMENT})
    assert only(judged("Name|Email|which area do you work in", f"{ADA}|Law", by=ours)).department == "Law"


def test_the_coordinator_goes_before_the_programme_and_both_before_common_names() -> None:
    ours = programme(columns={"Home email": F.EMAIL})
    row = "Ada|a@x.example|b@x.example|c@x.example"
    headings = "Name|Email|Home email|Work address"
    by_programme = judged(headings, row, by=ours)
    by_coordinator = judged(headings, row, by=ours, mapping={"work ADDRESS ": F.EMAIL})
    assert only(by_programme).email == "b@x.example"
    assert only(by_coordinator).email == "c@x.example"
    assert "'Email' was not used for email, since 'Home email' is named for it." in by_programme.notes


def test_a_column_that_nothing_knows_is_ignored_and_named() -> None:
    outcome = judged("Name|Email|Shoe size|Colour", f"{ADA}|5|red")
    assert outcome.notes == ("Not used, since nothing says what they mean: 'Shoe size', 'Colour'.",)


def test_a_column_that_is_not_wanted_needs_no_note() -> None:
    outcome = judged("Name|Email|Site", f"{ADA}|Here", mapping={"Site": F.IGNORED})
    assert (outcome.notes, only(outcome).site) == ((), None)


def test_a_mapping_for_a_column_that_is_not_there_is_refused() -> None:
    said = problem(judged("Name|Email", ADA, mapping={"Mail": F.EMAIL}))
    assert said == "row 1: there is no column 'Mail'; there are: 'Name', 'Email'."


def test_two_columns_of_one_meaning_are_for_the_coordinator_to_choose() -> None:
    said = problem(judged("Name|Email|Work email", f"{ADA}|ada@y.example"))
    assert said == (
        "row 1, 'Work email': 'Email' and 'Work email' both mean email; say which one does, or that one is "
        "ignored."
    )


def test_several_columns_may_fill_one_list() -> None:
    mapping = {"Goal 1": F.GOALS, "Goal 2": F.GOALS}
    found = only(judged("Name|Email|Goal 1|Goal 2", f"{ADA}|leading|speaking", mapping=mapping))
    assert found.goals == ("leading", "speaking")


def test_first_and_last_name_are_one_name() -> None:
    assert only(judged("First name|Last name|Email", "Ada|Lovelace|ada@x.example")).name == "Ada Lovelace"
    assert only(judged("First name|Surname|Email", "Ada||ada@x.example")).name == "Ada"


def test_the_whole_name_goes_before_its_parts() -> None:
    assert only(judged("Name|First name|Email", "Ada L|Ada|ada@x.example")).name == "Ada L"


def test_a_file_without_a_needed_column_is_told_once() -> None:
    outcome = judged("Site", "Here", "There", role=None)
    assert [(found.row, found.column, found.sentence.split(";")[0]) for found in outcome.problems] == [
        (1, None, "the file has no column for the role"),
        (1, None, "the file has no column for the email address"),
        (1, None, "the file has no column for the name"),
    ]


def test_a_file_without_applications_is_told() -> None:
    assert problem(judged("Name|Email")) == "row 1: there are headings, and no applications below them."


# Forms


MICROSOFT = "ID|Start time|Completion time|Email|Name|Full name|Your email|Goals"


def test_an_anonymous_form_of_microsoft_is_read_by_its_questions() -> None:
    row = "1|2027-05-01|2027-05-01|anonymous||Ada|ada@x.example|listening;leading, boldly;"
    outcome = judged(MICROSOFT, row)
    assert (only(outcome).name, only(outcome).email) == ("Ada", "ada@x.example")
    assert only(outcome).goals == ("listening", "leading, boldly")
    assert outcome.notes[0].endswith(": 'ID', 'Start time', 'Email', 'Name'.")


def test_a_form_of_microsoft_for_people_who_are_signed_in_is_read_by_its_own_columns() -> None:
    found = only(
        judged("ID|Start time|Completion time|Email|Name", "1|2027-05-01|2027-05-01|ada@x.example|Ada")
    )
    assert (found.name, found.email) == ("Ada", "ada@x.example")


def test_questions_that_excel_had_to_call_name2_and_email2() -> None:
    headings = "ID|Start time|Completion time|Email|Name|Name2|Email2"
    found = only(judged(headings, "1|x|y|anonymous||Ada|ada@x.example"))
    assert (found.name, found.email) == ("Ada", "ada@x.example")


@every(
    ("heading", "cells"),
    [
        ("Timestamp", ("27/05/2027 09:30:00", "05/06/2027 10:00:00")),
        ("Completion time", ("5/27/27 9:30:00", "6/5/27 10:00:00")),
    ],
)
def test_the_form_s_own_time_is_when_it_was_sent(heading: str, cells: tuple[str, str]) -> None:
    rows = (f"{who}|{at}" for who, at in zip((ADA, "Bob|bob@x.example"), cells, strict=True))
    outcome = judged(f"Name|Email|{heading}", *rows, now=utc(2027, 7, 1))
    assert outcome.problems == ()
    assert [row.received for row in outcome.applications] == [
        utc(2027, 5, 27, 8, 30),
        utc(2027, 6, 5, 9),
    ]


def test_a_time_that_may_be_two_is_asked_about_once_for_the_column() -> None:
    rows = ("Ada|a@x.example|03/04/2027", "Bob|b@x.example|04/05/2027")
    said = problem(judged("Name|Email|Timestamp", *rows, now=utc(2027, 7, 1)))
    assert said.startswith("row 2, 'Timestamp': '03/04/2027' may be 3 Apr 2027 or 4 Mar 2027")


def test_choices_are_ranked_by_their_headings() -> None:
    found = only(judged("Name|Email|Second choice|My first choice", f"{ADA}|Bob; Cy|dee@x.example"))
    assert found.wishes == ("dee@x.example", "Bob", "Cy")


def test_a_form_of_google_is_read() -> None:
    headings = "Timestamp|Email Address|Full name|I would like to be a|Goals"
    row = "01/05/2027 09:30:00|ada@x.example|Ada|Mentee|listening, leading"
    outcome = judged(headings, row, role=None)
    assert (only(outcome).role, only(outcome).goals) == (Role.MENTEE, ("listening", "leading"))
    assert outcome.notes == ()
