"""The Civil Service sample: a thousand applications from a programme that is not ours."""

import pytest

from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm, BackgroundWish
from domain.enums import Role
from importing.reading import read_table
from importing.validation import FormRow, ValidatedFile, validate
from tests.importing.files import ROOT, programme

pytestmark = pytest.mark.unit

SAMPLE = ROOT / "tests" / "domain" / "matching" / "data" / "civil-service"
COLUMNS = {
    "email address": F.EMAIL,
    "organisation": F.EMPLOYER,
    "characteristics": F.BACKGROUND,
    "both mentor and mentee": F.IGNORED,
    "match with similar identity": F.BACKGROUND_WISH,
    "identity to match": F.BACKGROUND_ASKED,
    "biography": F.IGNORED,
    "job title": F.IGNORED,
}


def imported(role: Role) -> ValidatedFile:
    ours = programme(columns=COLUMNS).replace(
        grades=("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
    )
    return validate(read_table(SAMPLE / f"{role}s.csv"), ours, role)


@pytest.mark.parametrize("role", Role)
def test_all_of_them_are_in_order(role: Role) -> None:
    outcome = imported(role)
    assert (outcome.problems, outcome.notes, len(outcome.applications)) == ((), (), 500)
    assert {row.form.role for row in outcome.applications} == {role}


def test_they_say_what_the_files_say() -> None:
    assert imported(Role.MENTOR).applications[0] == FormRow(
        2,
        ApplicationForm(
            name="mentor 000",
            email="mentor.000@gov.uk",
            role=Role.MENTOR,
            grade="EO",
            employer="Department of Truth",
            profession="DDaT",
            background=("Asexual or aromantic", "Gay"),
        ),
    )
    row, second, _ = imported(Role.MENTEE).applications[1]
    assert (row, second.background_wish, second.background_asked) == (
        3,
        BackgroundWish.SIMILAR,
        ("Non-binary",),
    )
