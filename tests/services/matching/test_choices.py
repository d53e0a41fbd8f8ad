"""What people wished for, who waited, and what a pin asks of somebody: told to whoever drafts."""

from typing import Any

import pytest

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Role
from services.context import Context
from services.matching import drafts as matching
from services.matching.marks import pin
from services.matching.why import why
from storage import arrivals, cohorts, drafts
from storage.database import Database
from storage.drafting import drafted, question
from storage.tables.entities import ApplicationRow
from tests.living import bristol, utc
from tests.services.asking import storing

pytestmark = pytest.mark.store

NOW = utc(2027, 6, 20)


@pytest.fixture
def context(database: Database) -> Context:
    with database.begin() as session:
        cohorts.open_cohort(session, "spring", bristol(), NOW, is_demo=False)
        cohorts.open_cohort(session, "autumn", bristol(), NOW, is_demo=False, follows="spring")
    return storing(database, NOW)


def applied(
    context: Context,
    name: str,
    role: Role,
    cohort: str = "autumn",
    stage: ApplicationStage = ApplicationStage.IN_ORDER,
    **said: Any,
) -> None:
    form = ApplicationForm(name=name, email=f"{name.lower()}@x.example", role=role, **said)
    with context.store() as session:
        _, key = arrivals.upsert(session, cohort, form, NOW)
        session.get_one(ApplicationRow, key).stage = stage


def draft(context: Context) -> set[tuple[str, str]]:
    """The names of the pairs of a draft that is kept."""
    with context.store() as session:
        drafts.store_draft(session, "autumn", drafted(question(session, "autumn")), NOW)
    made = matching.latest_draft(context, "autumn")
    return {(made.people[p.mentor].name, made.people[p.mentee].name) for p in made.stored.draft.pairs}


def test_why_says_which_choice_was_met(context: Context) -> None:
    for name in ("Ann", "Bea"):
        applied(context, name, Role.MENTOR)
    applied(context, "Tom", Role.MENTEE, wishes=("bea@x.example",))
    applied(context, "Una", Role.MENTEE)

    assert ("Bea", "Tom") in draft(context)
    assert "Bea is Tom's first choice." in why(context, "autumn", "Tom")


def test_why_says_what_became_of_choices_that_were_not_met(context: Context) -> None:
    applied(context, "Ann", Role.MENTOR, wishes=("Una",))
    applied(context, "Bea", Role.MENTOR)
    applied(context, "Cy", Role.MENTOR, manager_email="tom@x.example")
    applied(context, "Dee", Role.MENTOR, stage=ApplicationStage.WITHDRAWN)
    applied(context, "Tom", Role.MENTEE, wishes=("Nobody", "Cy", "Dee", "Ann", "Bea", "Eve"))
    applied(context, "Una", Role.MENTEE, wishes=("Ann",))

    assert {("Ann", "Una"), ("Bea", "Tom")} <= draft(context)
    assert [line for line in why(context, "autumn", "Tom") if "Tom's" in line] == [
        "Bea is Tom's choice number 5.",
        "Tom's first choice: nobody called 'Nobody' has applied as mentor.",
        "Tom's second choice: Cy cannot be the partner, since one is in the other's reporting line.",
        "Tom's third choice: Dee is not in this draft, not being in order or having no place left.",
        "Tom's choice number 4: Ann has others here: so more people have a partner, or more of all wishes "
        "are met.",
    ]


@pytest.mark.parametrize("waits", ["Tom", "Una"])
def test_whoever_was_kept_from_before_comes_first_among_equals(context: Context, waits: str) -> None:
    applied(context, waits, Role.MENTEE, cohort="spring", stage=ApplicationStage.CARRIED)
    applied(context, "Ann", Role.MENTOR)
    for name in ("Tom", "Una"):
        applied(context, name, Role.MENTEE)

    assert draft(context) == {("Ann", waits)}
    waited = f"{waits} has waited since the last cohort, and comes first among equals."
    assert [waited in why(context, "autumn", name) for name in (waits, "Ann")] == [True, False]


def test_a_pin_beyond_what_somebody_can_take_is_told_and_counts(context: Context) -> None:
    applied(context, "Ann", Role.MENTOR)
    for name in ("Tom", "Una"):
        applied(context, name, Role.MENTEE)

    first = pin(context, "autumn", "Ann", "Tom")
    again = pin(context, "autumn", "Ann", "Tom")
    second = pin(context, "autumn", "Ann", "Una")

    assert (first.beyond, again.beyond) == ([], [])
    assert second.beyond == ["Ann can take 1 partner, and has 2 with this pin. The pin counts."]
    assert draft(context) == {("Ann", "Tom"), ("Ann", "Una")}
