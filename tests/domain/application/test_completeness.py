"""What is missing in a form, by each of the five programmes."""

from typing import Any

import pytest

from domain.application.completeness import beginning, is_eligible, missing
from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Role
from domain.programme.applications_plan import Need
from tests.applying import programme, rules_for
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

PROGRAMMES = ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")
FULL: dict[str, Any] = {
    "grade": "Grade 8",
    "employer": "The Trust",
    "department": "Estates",
    "site": "North",
    "profession": "Nursing",
    "manager_email": "manager@staff.example",
    "goals": ("career planning",),
    "offers": ("listening",),
    "availability": ("Monday morning",),
}


def somebody(role: Role = Role.MENTOR, **answers: Any) -> ApplicationForm:
    return ApplicationForm(name="Ada", email="ada@staff.example", role=role, **answers)


@every(
    ("key", "needed"),
    [
        ("bristol-2021", ("department", "goals")),
        ("bucks", ("goals",)),
        ("city-2021", ("grade", "department", "goals")),
        ("exco-2020", ()),
        ("south-west-2022", ("manager_email", "goals")),
    ],
)
@every("role", Role)
def test_an_empty_form_lacks_what_the_programme_needs(key: str, needed: tuple[Need, ...], role: Role) -> None:
    assert missing(somebody(role), programme(key)) == needed


@every("key", PROGRAMMES)
def test_a_full_form_lacks_nothing(key: str) -> None:
    assert missing(somebody(**FULL), programme(key)) == ()


@pytest.mark.parametrize("field", ["manager_email", "goals"])
def test_one_field_that_is_left_out_is_named(field: str) -> None:
    answers = {name: value for name, value in FULL.items() if name != field}
    assert missing(somebody(**answers), programme("south-west-2022")) == (field,)


def test_a_role_that_needs_the_managers_support_needs_the_address() -> None:
    """Even if the file does not say so, and once if it does."""
    south_west = programme("south-west-2022")
    assert south_west.applications
    silent = south_west.replace(applications=south_west.applications.replace(needs=("goals",)))
    assert missing(somebody(), silent) == ("goals", "manager_email")


def test_a_role_with_a_minimum_grade_needs_the_grade() -> None:
    city = programme("city-2021")
    assert missing(somebody(), city.replace(applications=None)) == ("grade",)


# Grades


@every(
    ("grade", "eligible"),
    [("Grade 7", False), ("Grade 8", True), ("Senior leader", True), ("Grade 3", False), (" grade 8 ", True)],
)
@every("role", Role)
def test_city_begins_at_grade_eight(grade: str, eligible: bool, role: Role) -> None:
    assert is_eligible(somebody(role, grade=grade), programme("city-2021")) is eligible


def test_a_grade_that_is_not_said_is_missing_and_not_too_low() -> None:
    assert is_eligible(somebody(), programme("city-2021"))


@every("key", [key for key in PROGRAMMES if key != "city-2021"])
def test_other_programmes_ask_for_no_grade(key: str) -> None:
    assert is_eligible(somebody(grade="Apprentice"), programme(key))


# What the workflow begins with


def test_a_form_that_is_there_begins_incomplete_until_it_is_looked_at() -> None:
    received = utc(2027, 9, 1)
    start = beginning("c-a01", "c", somebody(grade="Grade 7"), programme("city-2021"), received)
    assert (start.application, start.cohort, start.role) == ("c-a01", "c", Role.MENTOR)
    assert (start.stage, start.received) == (ApplicationStage.INCOMPLETE, received)
    assert (start.missing, start.eligible, start.invited) == (("department", "goals"), False, False)
    assert start.rules == rules_for("city-2021", Role.MENTOR)


@pytest.mark.parametrize("stage", [ApplicationStage.INVITED, ApplicationStage.OFFERED])
def test_whoever_is_asked_first_is_invited(stage: ApplicationStage) -> None:
    start = beginning("c-a01", "c", somebody(), programme("bucks"), None, stage)
    assert (start.stage, start.received, start.invited) == (stage, None, True)


def test_nothing_about_the_person_travels_with_the_workflow() -> None:
    answers = {**FULL, "background": ("something private",), "conflicts": ("rival@staff.example",)}
    start = beginning("c-a01", "c", somebody(**answers), programme("south-west-2022"), utc(2027, 6, 1))
    travels = start.model_dump_json()
    told = ("Ada", "@", "Estates", "Nursing", "career", "listening", "private", "Trust")
    assert [word for word in told if word in travels] == []
