"""Why somebody has this partner, or none, and why two people are a pair or are not."""

from collections.abc import Iterator
from typing import Any

import pytest

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Arrangement, Role
from domain.matching.draft import Draft, Proposal, Unplaced, UnplacedReason
from services.context import Context
from services.matching.marks import forbid
from services.matching.why import why
from storage import arrivals, cohorts, drafts
from storage.database import Database
from storage.tables.entities import ApplicationRow
from tests.conftest import emptied
from tests.every import every
from tests.services.asking import storing
from tests.services.matching.test_marks import KEY, NOW, city

pytestmark = pytest.mark.store

PEOPLE: tuple[tuple[str, Role, dict[str, Any]], ...] = (
    ("Ann Lee", Role.MENTOR, {"department": "Arts", "offers": ("singing",)}),
    ("Bea Roe", Role.MENTOR, {"department": "Law", "offers": ("sleep",)}),
    ("Tom Bell", Role.MENTEE, {"department": "Physics", "goals": ("singing",)}),
    ("Una Obi", Role.MENTEE, {"department": "Arts", "goals": ("sleep",)}),
    ("Kim Hay", Role.MENTEE, {"department": "Estates", "goals": ("rest",)}),
    ("Max Fox", Role.MENTEE, {"department": "Estates"}),
    ("Lea Day", Role.MENTEE, {"department": "Estates"}),
)
"""By their ids, a01 to a07; Max was never in order, and Lea came when the draft had been made."""


def _id(number: int) -> str:
    return f"{KEY}-a{number:02}"


def _pair(mentor: int, mentee: int) -> Proposal:
    return Proposal(mentor=_id(mentor), mentee=_id(mentee), arrangement=Arrangement.REVERSE, score=0, met=())


_DRAFT = Draft(
    pairs=(_pair(1, 3), _pair(2, 4)),
    unplaced=(Unplaced(id=_id(5), role=Role.MENTEE, reason=UnplacedReason.ALL_TAKEN, others=2, allowed=2),),
    placed=4,
    score=0,
)


@pytest.fixture
def context(sqlite_store: Database) -> Iterator[Context]:
    for store in emptied(sqlite_store):
        with store.begin() as session:
            cohorts.open_cohort(session, KEY, city(), NOW, is_demo=False)
            for name, role, answers in PEOPLE:
                email = f"{name.split()[0].lower()}@x.example"
                form = ApplicationForm(name=name, email=email, role=role, grade="Grade 8", **answers)
                arrivals.upsert(session, KEY, form, NOW)
            for number in (1, 2, 3, 4, 5, 7):
                session.get_one(ApplicationRow, _id(number)).stage = ApplicationStage.IN_ORDER
            session.get_one(ApplicationRow, _id(6)).missing = ["goals"]
            drafts.store_draft(session, KEY, _DRAFT, NOW)
        yield storing(store, NOW)


@every(
    ("people", "said"),
    [
        (("tom",), "Ann Lee mentors Tom Bell"),
        (
            ("kim",),
            "Kim Hay has no partner: of 2 mentors, the rules allow 2, and every place with them is taken.",
        ),
        (("max",), "Max Fox is not in this draft as mentee: the application is incomplete; it lacks goals."),
        (
            ("lea",),
            "Lea Day is not in this draft as mentee, which is older; make a new one: ⟦match draft autumn⟧",
        ),
        (("ann", "tom"), "Ann Lee mentors Tom Bell"),
        (("tom", "ann"), "Ann Lee mentors Tom Bell"),
        (("ann", "una"), "Ann Lee and Una Obi cannot be a pair: they share something in which the programme"),
        (
            ("ann", "bea"),
            "Ann Lee and Bea Roe have both applied as mentor: a pair is one mentor and one mentee.",
        ),
        (("bea", "tom"), "Bea Roe and Tom Bell are not a pair in this draft, though the rules allow it."),
        (("bea", "tom"), "Bea Roe is with Una Obi: so more people are placed, or more wishes met by all"),
        (("ann", "kim"), "Kim Hay has no partner: so more people are placed,"),
        (
            ("ann", "kim"),
            "To have them together in every draft: ⟦match pin autumn ann@x.example kim@x.example⟧",
        ),
        (("ann", "max"), "Max Fox is not in this draft as mentee: the application is incomplete"),
        (("ann", "lea"), "Lea Day is not in this draft as mentee, which is older"),
    ],
)
def test_why_is_told_of_one_person_and_of_two(context: Context, people: tuple[str, ...], said: str) -> None:
    assert said in "\n".join(why(context, KEY, *people))


def test_the_coordinators_own_ruling_is_a_reason_too(context: Context) -> None:
    forbid(context, KEY, "bea", "tom")

    assert why(context, KEY, "tom", "bea") == [
        "Bea Roe and Tom Bell cannot be a pair: the coordinator has ruled this pair out."
    ]
