"""What a row may say, and the sentence for everything it may not."""

import pytest

from domain.application.form import ApplicationForm, ArrangementWish, BackgroundWish
from domain.enums import Arrangement, Role
from tests.every import every
from tests.importing.files import judged, only, problem, programme
from tests.living import utc

pytestmark = pytest.mark.unit

WHO = "Name|Email"
ADA = "Ada|ada@x.example"


def said(heading: str, answer: str, **more: object) -> str:
    """What is wrong with this answer, which is in row 2 and nowhere else."""
    sentence = problem(judged(f"{WHO}|{heading}", f"{ADA}|{answer}", **more))  # type: ignore[arg-type]
    beginning = f"row 2, {heading!r}: "
    assert sentence.startswith(beginning)
    return sentence.removeprefix(beginning)


def answered(heading: str, answer: str, **more: object) -> ApplicationForm:
    return only(judged(f"{WHO}|{heading}", f"{ADA}|{answer}", **more))  # type: ignore[arg-type]


def test_a_row_may_say_everything() -> None:
    found = only(
        judged(
            "Name|Email|Role|Arrangement|Capacity|Grade|Employer|Department|Site|Profession|Manager email"
            "|Timezone|Goals|Offers|Availability|Background|Background wish|Background asked|Conflicts",
            "Ada|Ada@X.example|mentee|Reverse|2|grade  8|City|Law|Here|HR|Boss@x.example"
            "|Europe/Paris|a;b|c|Mon, Tue|Gay|Similar|Gay|Bob@x.example; cy@x.example",
        )
    )
    assert found == ApplicationForm(
        name="Ada",
        email="ada@x.example",
        role=Role.MENTEE,
        arrangement=ArrangementWish.REVERSE,
        capacity=2,
        grade="Grade 8",
        employer="City",
        department="Law",
        site="Here",
        profession="HR",
        manager_email="boss@x.example",
        timezone="Europe/Paris",
        goals=("a", "b"),
        offers=("c",),
        availability=("Mon", "Tue"),
        background=("Gay",),
        background_wish=BackgroundWish.SIMILAR,
        background_asked=("Gay",),
        conflicts=("bob@x.example", "cy@x.example"),
    )


def test_a_row_need_say_no_more_than_who() -> None:
    assert only(judged(WHO, ADA)) == ApplicationForm(name="Ada", email="ada@x.example", role=Role.MENTOR)


def test_all_that_is_wrong_is_said_at_once_and_good_rows_are_there_too() -> None:
    outcome = judged(f"{WHO}|Capacity", "|nope|0", f"{ADA}|1", "Cy|cy@x.example|x")
    assert [(found.row, found.column) for found in outcome.problems] == [
        (2, "Email"),
        (2, "Name"),
        (2, "Capacity"),
        (4, "Capacity"),
    ]
    assert [row.row for row in outcome.applications] == [3]


# Names


def test_blanks_in_names_and_texts_are_single() -> None:
    found = only(judged(f"{WHO}|Department", "Ada \u00a0  Lee|ada@x.example|Arts  and\nLaw"))
    assert (found.name, found.department) == ("Ada Lee", "Arts and Law")


@every("heading", ["Department", "Site", "Profession", "Employer", "Goals", "Offers", "Background"])
def test_no_text_is_a_formula(heading: str) -> None:
    for formula in ("=1+1", "＝HYPERLINK(1)", '=cmd|" /C calc"!A0'):
        assert "begins with '=', like a formula; write words." in said(heading, formula)


@every("name", ["Zoë O'Neill-Ñandú", "محمد عبد‌الله", "李小龍", "Å", "J.R. St. John", "mentor 000"])
def test_names_stay_as_they_are_written(name: str) -> None:
    assert only(judged(WHO, f"{name}|ada@x.example")).name == name


@every(
    ("name", "why"),
    [
        ("", "there is no name"),
        ("=1+1", "begins with '=', '+', '-' or '@'"),
        ("+44 20 7946 0000", "begins with"),
        ("＝HYPERLINK(1)", "begins with"),
        ("-Ada", "begins with"),
        ("@Ada", "begins with"),
        ("#N/A", "is not a name"),
        ("1234", "is not a name"),
        ("Please sign in at https://evil.example", "looks like an address of the web"),
        ("Your pay at www.evil", "looks like an address of the web"),
        ("Ada at evil.example", "looks like an address of the web"),
        ("Ada\nBcc: x", "has a line break"),
        ("Ada\u2028x", "has a line break"),
        ("Ad\ufffd", "has lost a letter"),
        ("A" * 121, "is longer than 120 characters"),
    ],
)
def test_what_is_not_a_name_is_refused(name: str, why: str) -> None:
    sentence = problem(judged(WHO, f"{name}|ada@x.example"))
    assert sentence.startswith("row 2, 'Name': ")
    assert why in sentence
    assert len(sentence) < 200


def test_a_part_of_a_name_is_judged_too() -> None:
    sentence = problem(judged("First name|Surname|Email", "Ada|=1+1|ada@x.example"))
    assert sentence.startswith("row 2, 'Surname': '=1+1' begins with")


# Addresses


@every(
    ("email", "why"),
    [
        ("", "there is no email address."),
        ("ada at x", "'ada at x' is not an email address."),
        ("a@x.example; b@x.example", "is not an email address."),
        ("zoë@x.example", "has letters that mail servers do not take"),
        ("ada@büro.example", "has letters that mail servers do not take"),
        ("anonymous", "is not an email address"),
        ("a" * 5000, "is not an email address"),
        ("=1+1@x.example", "'=1+1@x.example' begins with '=', like a formula"),
    ],
)
def test_what_is_not_an_address_is_refused(email: str, why: str) -> None:
    sentence = problem(judged(WHO, f"Ada|{email}"))
    assert sentence.startswith("row 2, 'Email': ")
    assert why in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize("manager", ["n/a", "boss"])
def test_a_manager_s_address_is_an_address(manager: str) -> None:
    assert said("Manager email", manager) == f"'{manager}' is not an email address."


def test_nobody_is_their_own_manager() -> None:
    assert said("Manager email", "ADA@x.example").startswith("ada@x.example is the applicant's own")


def test_a_manager_who_is_not_named_is_asked_for_later() -> None:
    ours = programme(mentor={"manager_support": True})
    assert answered("Manager email", "", by=ours).manager_email is None


def test_a_conflict_is_an_address() -> None:
    assert said("Conflicts", "bob@x.example, Bob") == "'Bob' is not an email address."


# The role


@every(
    ("answer", "role"),
    [
        ("mentor", Role.MENTOR),
        ("MENTEE", Role.MENTEE),
        ("partner", Role.MENTOR),
        ("Senior\u00a0Partner", Role.MENTEE),
    ],
)
def test_a_role_is_said_in_the_programme_s_words_or_ours(answer: str, role: Role) -> None:
    assert answered("Role", answer, role=None).role is role


@every(
    "answer",
    [
        "Both",
        "both roles",
        "mentor and mentee",
        "Mentee; Mentor;",
        "mentor/mentee",
        "partner+senior partner",
    ],
)
def test_both_roles_are_two_applications_of_one_person(answer: str) -> None:
    outcome = judged(f"{WHO}|Role|Goals", f"{ADA}|{answer}|reading", role=None)
    assert outcome.problems == ()
    forms = [row.form for row in outcome.applications]
    assert [(form.role, form.email, form.goals) for form in forms] == [
        (role, "ada@x.example", ("reading",)) for role in Role
    ]
    assert outcome.notes == ("Applying in both roles: rows 2.",)


@pytest.mark.parametrize("answer", ["coach", "either", "mentor and coach"])
def test_any_other_role_is_refused(answer: str) -> None:
    assert said("Role", answer) == (
        f"'{answer}' is not a role of this programme; write mentor (Partner) or mentee (Senior partner), "
        "or both."
    )


def test_a_row_without_a_role_takes_the_fixed_one_and_else_the_given_one() -> None:
    fixed = programme(fixed={"role": "Senior partner"})
    assert answered("Role", "", by=fixed, role=Role.MENTOR).role is Role.MENTEE
    assert answered("Role", "", role=Role.MENTEE).role is Role.MENTEE
    assert "there is no role" in said("Role", "", role=None)


def test_a_fixed_role_that_is_none_is_said() -> None:
    sentence = problem(judged(WHO, ADA, by=programme(fixed={"role": "coach"})))
    assert sentence.startswith("row 1: the programme's applications.fixed.role: 'coach' is not a role")


def test_rows_that_contradict_the_given_role_are_noted() -> None:
    outcome = judged(f"{WHO}|Role", f"{ADA}|mentee", "Bob|bob@x.example|")
    assert outcome.notes == ("Not mentor, since their rows say otherwise: rows 2.",)


# Wishes and numbers


@every(
    ("answer", "wish"),
    [("Reciprocal mentoring", "reciprocal"), ("reverse", "reverse"), ("Both", "either"), ("", "either")],
)
def test_an_arrangement_is_wished(answer: str, wish: str) -> None:
    assert answered("Arrangement", answer).arrangement == ArrangementWish(wish)


def test_an_arrangement_that_is_not_offered_is_refused() -> None:
    ours = programme(Arrangement.RECIPROCAL)
    assert said("Arrangement", "reverse", by=ours).endswith("by this programme; write reciprocal.")
    assert said("Arrangement", "chat").endswith("write reverse or reciprocal or either.")


def test_open_to_either_is_the_only_one_where_there_is_one() -> None:
    ours = programme(Arrangement.REVERSE)
    assert answered("Arrangement", "either", by=ours).arrangement is ArrangementWish.REVERSE
    assert only(judged(WHO, ADA, by=ours)).arrangement is ArrangementWish.REVERSE


def test_an_arrangement_may_be_fixed_for_everybody() -> None:
    ours = programme(fixed={"arrangement": "reverse"})
    assert only(judged(WHO, ADA, by=ours)).arrangement is ArrangementWish.REVERSE


@every("answer", ["0", "21", "two", "1.5", "-1", "２", "2 people"])
def test_a_capacity_is_a_number_from_1_to_20(answer: str) -> None:
    assert "write a number from 1 to 20" in said("Capacity", answer)


@pytest.mark.parametrize("answer", ["America/New_York", "america/new york"])
def test_a_timezone_is_one_that_clocks_know(answer: str) -> None:
    assert answered("Your time zone", answer).timezone == "America/New_York"


@pytest.mark.parametrize("answer", ["Mars/Olympus", "London", "+01:00"])
def test_what_is_not_a_timezone_is_refused(answer: str) -> None:
    assert said("Timezone", answer).endswith("is not a timezone; write one such as Europe/London.")


def test_a_grade_is_on_the_ladder() -> None:
    assert answered("Grade", "GRADE 7").grade == "Grade 7"
    assert (
        said("Grade", "Grad 9") == "'Grad 9' is not one of the programme's grades; the nearest is 'Grade 9'."
    )
    assert "the nearest is 'Grade 8'" in said("Grade", "8")


def test_without_a_ladder_a_grade_is_a_text() -> None:
    assert answered("Grade", "Band 8a", by=programme().replace(grades=())).grade == "Band 8a"


def test_a_grade_below_the_lowest_is_no_mistake_of_the_file() -> None:
    ours = programme(mentor={"minimum_grade": "Grade 8"})
    assert answered("Grade", "Grade 7", by=ours).grade == "Grade 7"
    assert answered("Grade", "", by=ours).grade is None


@pytest.mark.parametrize(("answer", "wish"), [("yes", "similar"), ("No", "none"), ("different", "different")])
def test_a_background_is_wished(answer: str, wish: str) -> None:
    assert answered("Background wish", answer).background_wish == BackgroundWish(wish)


def test_another_wish_is_refused() -> None:
    assert said("Background wish", "perhaps") == "'perhaps' is not a wish; write similar, different or none."


@every(
    ("answer", "items"),
    [
        ("a;b;", ("a", "b")),
        ("a, b", ("a", "b")),
        ("a, b;c", ("a, b", "c")),
        ("b,a,B,,", ("b", "a")),
        ("", ()),
    ],
)
def test_a_list_is_split_at_semicolons_or_else_at_commas(answer: str, items: tuple[str, ...]) -> None:
    assert answered("Goals", answer).goals == items


@every("heading", ["Department", "Site", "Employer", "Profession", "Goals"])
def test_a_text_is_not_endless_and_no_error_of_the_spreadsheet(heading: str) -> None:
    assert "is too long; write up to 200 characters" in said(heading, "x" * 201)
    assert "is an error of the spreadsheet" in said(heading, "#REF!")


def test_a_list_is_not_endless() -> None:
    assert said("Goals", ",".join(map(str, range(51)))).startswith("lists 51 things")


# The same address twice


def test_of_a_form_that_was_sent_twice_the_latest_counts_which_is_noted() -> None:
    headings = f"{WHO}|Goals"
    outcome = judged(headings, f"{ADA}|old", "Bob|bob@x.example|", "ada|ADA@x.example|new")
    assert outcome.problems == ()
    assert [(row.row, row.form.goals) for row in outcome.applications] == [(3, ()), (4, ("new",))]
    assert outcome.notes == (
        "ada@x.example has sent the form more than once (rows 2, 4): row 4 counts, which is the latest.",
    )


def test_the_latest_is_so_by_its_time_and_came_when_the_first_did() -> None:
    outcome = judged(
        f"{WHO}|Timestamp|Goals",
        f"{ADA}|2027-05-20 10:00|new",
        f"{ADA}|2027-05-10 10:00|old",
        now=utc(2027, 6, 1),
    )
    (row,) = outcome.applications
    assert (row.form.goals, row.received) == (("new",), utc(2027, 5, 10, 9))


def test_what_was_wrong_in_a_form_that_was_sent_again_is_wrong_no_longer() -> None:
    assert only(judged(f"{WHO}|Capacity", f"{ADA}|many", f"{ADA}|2")).capacity == 2


def test_one_name_with_two_addresses_is_noted() -> None:
    outcome = judged(WHO, "Ada Lee|ada@x.example", "ada  lee|lee@y.example")
    assert len(outcome.applications) == 2
    assert outcome.notes[0].startswith(
        "'Ada Lee' is there with 2 addresses: ada@x.example (row 2) and lee@y.example (row 3)."
    )


def test_the_same_person_may_apply_in_both_roles_which_is_noted() -> None:
    outcome = judged(f"{WHO}|Role", f"{ADA}|mentor", "ada|ada@x.example|mentee", role=None)
    assert (outcome.problems, len(outcome.applications)) == ((), 2)
    assert outcome.notes == ("Applying in both roles: rows 2 and 3.",)


def test_an_address_does_not_belong_to_two_people() -> None:
    outcome = judged(f"{WHO}|Role", f"{ADA}|mentor", "Bob|ada@x.example|mentee", role=None)
    assert "is also in row 2, with another name ('Ada')" in problem(outcome)


def test_an_invitation_is_not_asked_for_here() -> None:
    assert only(judged(WHO, ADA, by=programme(mentor={"enters_by": "invitation"})))
