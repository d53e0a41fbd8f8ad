"""A public sample of 500 and 500, against what others get on it (see its README)."""

import csv
from pathlib import Path

import pytest

from domain.application.form import ApplicationForm, BackgroundWish
from domain.enums import Role
from domain.matching.candidates import Candidate
from domain.matching.drafting import make_draft
from domain.programme.matching_plan import GradeGap, MatchingPlan, Weights

pytestmark = pytest.mark.unit

DATA = Path(__file__).parent / "data" / "civil-service"
LADDER = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
PLAN = MatchingPlan(
    apart=("employer",),
    reporting_line=False,
    grade_gap=GradeGap(minimum=1, maximum=2),
    weights=Weights(goals=0, profession=10, site=0, availability=0, background=6, grade_gap={1: 9, 2: 12}),
)


def test_one_round_places_the_most_and_scores_the_best() -> None:
    draft = make_draft(_candidates(), PLAN, LADDER)
    assert len(draft.pairs) == 484
    assert draft.score == 11_480


def test_only_who_also_said_yes_asks() -> None:
    draft = make_draft(_candidates(said_yes=True), PLAN, LADDER)
    assert len(draft.pairs) == 484
    assert draft.score == 11_155


def test_two_mentees_a_mentor_leave_nobody_out() -> None:
    draft = make_draft(_candidates(places=2), PLAN, LADDER)
    assert not [person for person in draft.unplaced if person.role is Role.MENTEE]


def _candidates(places: int = 1, said_yes: bool = False) -> list[Candidate]:
    """The published figures take an identity that is named as asked for, and disregard whether the
    mentee also said yes to "match with similar identity"; so does this, unless told otherwise."""
    mentors, mentees = _rows("mentors.csv"), _rows("mentees.csv")
    for row in mentees:
        if said_yes and row["match with similar identity"] != "yes":
            row["identity to match"] = ""
    return [
        *(_candidate(row, Role.MENTOR, places) for row in mentors),
        *(_candidate(row, Role.MENTEE, 1) for row in mentees),
    ]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


def _candidate(row: dict[str, str], role: Role, places: int) -> Candidate:
    asked = row.get("identity to match", "")
    application = ApplicationForm(
        name=f"{row['first name']} {row['last name']}",
        email=row["email address"],
        role=role,
        capacity=places,
        grade=row["grade"],
        employer=row["organisation"],
        profession=row["profession"],
        background=tuple(row.get("characteristics", "").split(", ")),
        background_wish=BackgroundWish.SIMILAR if asked else BackgroundWish.NONE,
        background_asked=(asked,) if asked else (),
    )
    return Candidate(id=application.email, application=application)
