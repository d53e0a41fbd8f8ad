"""Pins that no draft could keep are refused when they are made, and what was decided can be taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Arrangement, Role, Stage
from domain.errors import TandemError
from domain.people import Pair, PersonDetails
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from services.context import Context
from services.matching.marks import MarkedPair, forbid, pin, unforbid, unpin
from storage import applications, arrivals, cohorts, drafts, queries
from storage.database import Database
from storage.drafts import Mark
from storage.tables.entities import ApplicationRow, PairingRow
from tests.living import PROGRAMMES, utc
from tests.services.asking import storing

pytestmark = pytest.mark.store

KEY, NOW = "autumn", utc(2027, 8, 1)
ANN, TOM = "ann@x.example", "tom@x.example"


def city() -> Programme:
    """Partners are of different departments, and nobody meets their own line."""
    return starting(read_programme(PROGRAMMES / "city-2021.toml"), date(2027, 9, 1))


PEOPLE: tuple[tuple[str, Role, dict[str, Any]], ...] = (
    ("ann", Role.MENTOR, {"department": "Arts"}),
    ("ann", Role.MENTEE, {"department": "Arts"}),
    ("bea", Role.MENTOR, {"department": "Law", "manager_email": "mid@x.example"}),
    ("mid", Role.MENTOR, {"department": "Law", "manager_email": "tom@x.example"}),
    ("tom", Role.MENTEE, {"department": "Physics"}),
    ("una", Role.MENTEE, {"department": "arts "}),
    ("kim", Role.MENTEE, {"department": "Estates", "conflicts": ("ann@x.example",)}),
)


@pytest.fixture
def context(database: Database) -> Context:
    """In whose store all of these have applied to a cohort; ann in both roles."""
    with database.begin() as session:
        cohorts.open_cohort(session, KEY, city(), NOW, is_demo=False)
        for name, role, answers in PEOPLE:
            one = ApplicationForm(
                name=name, email=f"{name}@x.example", role=role, grade="Grade 8", goals=("a goal",), **answers
            )
            arrivals.upsert(session, KEY, one, NOW)
    return storing(database, NOW)


def marks(context: Context) -> dict[Mark, int]:
    """How many there are of each kind."""
    with context.store() as session:
        return {kind: len(drafts.marks(session, KEY, kind)) for kind in Mark}


def test_a_pin_that_can_never_hold_is_refused(context: Context) -> None:
    cases = {
        ("ann", "una"): "they share something in which the programme wants partners to differ",
        ("ann", "ann"): "they are the same person",
        ("mid", "tom"): "one is in the other's reporting line",
        ("bea", "tom"): "one is in the other's reporting line",
        ("ann", "kim"): "one of them has declared a conflict of interest",
        ("tom", "una"): "has not applied as mentor, but as mentee; name the mentor first",
        ("ann", "bea"): "has not applied as mentee, but as mentor; name the mentor first",
        ("ann", "nobody"): "Nobody has applied to",
    }

    assert {two for two, why in cases.items() if why not in _refusal(context, *two)} == set()
    assert marks(context) == {Mark.PIN: 0, Mark.FORBID: 0}


def _refusal(context: Context, mentor: str, mentee: str) -> str:
    with pytest.raises(TandemError) as refusal:
        pin(context, KEY, f"{mentor}@x.example", f"{mentee}@x.example")
    return str(refusal.value)


def test_a_pin_that_can_hold_is_kept(context: Context) -> None:
    pin(context, KEY, "ANN@x.example", TOM)

    assert marks(context) == {Mark.PIN: 1, Mark.FORBID: 0}


def test_who_was_a_pair_before_is_not_pinned_again(context: Context) -> None:
    pair = Pair(
        mentor=PersonDetails(name="tom", email=TOM),
        mentee=PersonDetails(name="ann", email=ANN),
        arrangement=Arrangement.RECIPROCAL,
    )
    with context.store() as session:
        cohort = cohorts.open_cohort(session, "earlier", city(), NOW, is_demo=False)
        cohorts.add_pairs(session, cohort, [pair], NOW)

    assert "they were a pair before" in _refusal(context, "ann", "tom")


def test_two_who_have_parted_in_this_cohort_are_paired_again_another_way(context: Context) -> None:
    pair = Pair(
        mentor=PersonDetails(name="ann", email=ANN),
        mentee=PersonDetails(name="tom", email=TOM),
        arrangement=Arrangement.RECIPROCAL,
    )
    with context.store() as session:
        cohort = queries.cohort(session, KEY)
        (pairing,) = cohorts.add_pairs(session, cohort, [pair], NOW)
    assert "once more" not in _refusal(context, "ann", "tom")
    with context.store() as session:
        session.get_one(PairingRow, pairing).stage = Stage.ENDED

    assert f"To pair them once more all the same: ⟦pairing again {pairing}⟧" in _refusal(
        context, "ann", "tom"
    )


def test_whose_application_is_over_is_not_pinned(context: Context) -> None:
    with context.store() as session:
        (tom,) = applications.by_email(session, KEY, TOM)
        session.get_one(ApplicationRow, tom.id).stage = ApplicationStage.WITHDRAWN

    assert _refusal(context, "ann", "tom") == f"{TOM} is in no draft: the application is withdrawn."


def test_a_forbidden_pair_can_be_pinned_since_the_later_word_counts(context: Context) -> None:
    forbid(context, KEY, ANN, TOM)
    pin(context, KEY, ANN, TOM)

    assert marks(context) == {Mark.PIN: 1, Mark.FORBID: 0}


@pytest.mark.parametrize(
    ("make", "take_back", "other"), [(pin, unpin, unforbid), (forbid, unforbid, unpin)], ids=["pin", "forbid"]
)
def test_what_was_decided_is_taken_back_once_and_nothing_else(
    context: Context,
    make: Callable[..., None],
    take_back: Callable[..., MarkedPair],
    other: Callable[..., MarkedPair],
) -> None:
    two = (KEY, ANN, TOM)
    make(context, *two)

    done = [each(context, *two).is_changed for each in (other, take_back, take_back)]

    assert done == [False, True, False]
    assert marks(context) == {Mark.PIN: 0, Mark.FORBID: 0}
