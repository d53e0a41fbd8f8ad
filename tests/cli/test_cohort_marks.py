"""Pins that no draft could keep are refused when they are made, and what was decided can be taken back."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from domain.application.completeness import beginning
from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Arrangement, Role
from domain.people import Pair, PersonDetails
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from storage import applications, cohorts, drafts, queries
from storage.drafts import Mark
from storage.tables import ApplicationRow
from tests.cli.conftest import Tandem
from tests.living import PROGRAMMES
from tests.world import World, eventually


def city() -> Programme:
    """Partners are of different departments, and nobody meets their own line."""
    return starting(read_programme(PROGRAMMES / "city-2021.toml"), date(2027, 9, 1))


PEOPLE: dict[str, dict[str, Any]] = {
    "ann": {"role": Role.MENTOR, "department": "Arts"},
    "bea": {"role": Role.MENTOR, "department": "Law", "manager_email": "mid@x.example"},
    "mid": {"role": Role.MENTOR, "department": "Law", "manager_email": "tom@x.example"},
    "tom": {"role": Role.MENTEE, "department": "Physics"},
    "una": {"role": Role.MENTEE, "department": "arts "},
    "kim": {"role": Role.MENTEE, "department": "Estates", "conflicts": ("ann@x.example",)},
}


def person(name: str, key: str, role: Role, **answers: Any) -> ApplicationForm:
    told = {"grade": "Grade 8", "goals": ("a goal",), **answers}
    told = {k: _of_cohort(v, key) for k, v in told.items()}
    return ApplicationForm(name=name, email=f"{name}@{key}.example", role=role, **told)


def _of_cohort(value: Any, key: str) -> Any:
    """Addresses in the cohort's own domain: every test has people of its own."""
    if isinstance(value, tuple):
        return tuple(_of_cohort(item, key) for item in value)
    return value.replace("@x.example", f"@{key}.example")


@pytest.fixture
def key(world: World) -> str:
    """A cohort, in the store alone, to which all of these have applied; ann in both roles."""
    key, now = f"cohort-{uuid4().hex[:8]}", datetime.now(UTC)
    people = [person(name, key, **answers) for name, answers in PEOPLE.items()]
    people.append(person("ann", key, Role.MENTEE, department="Arts"))
    with world.database.begin() as session:
        cohorts.open_cohort(session, key, city(), now, is_demo=False)
        for one in people:
            applications.upsert(session, key, one, now)
    return key


def marks(world: World, key: str, kind: Mark) -> int:
    with world.database.begin() as session:
        return len(drafts.marks(session, key, kind))


@pytest.mark.parametrize(
    ("mentor", "mentee", "sentence"),
    [
        ("ann", "una", "they share something in which the programme wants partners to differ"),
        ("ann", "ann", "they are the same person"),
        ("mid", "tom", "one is in the other's reporting line"),
        ("bea", "tom", "one is in the other's reporting line"),
        ("ann", "kim", "one of them has declared a conflict of interest"),
        ("tom", "una", "has not applied as mentor, but as mentee; name the mentor first"),
        ("ann", "bea", "has not applied as mentee, but as mentor; name the mentor first"),
        ("ann", "nobody", "Nobody has applied to"),
    ],
)
async def test_a_pin_that_can_never_hold_is_refused(
    tandem: Tandem, world: World, key: str, mentor: str, mentee: str, sentence: str
) -> None:
    done = await tandem("match", "pin", key, f"{mentor}@{key}.example", f"{mentee}@{key}.example")

    assert done.code == 1
    assert sentence in done.err
    assert marks(world, key, Mark.PIN) == 0


async def test_a_pin_that_can_hold_is_kept(tandem: Tandem, world: World, key: str) -> None:
    done = await tandem("match", "pin", key, f"ANN@{key}.example", f"tom@{key}.example")

    assert done.code == 0, done.err
    assert marks(world, key, Mark.PIN) == 1


async def test_who_was_a_pair_before_is_not_pinned_again(tandem: Tandem, world: World, key: str) -> None:
    earlier = f"{key}-earlier"
    pair = Pair(
        mentor=PersonDetails(name="tom", email=f"tom@{key}.example"),
        mentee=PersonDetails(name="ann", email=f"ann@{key}.example"),
        arrangement=Arrangement.RECIPROCAL,
    )
    with world.database.begin() as session:
        cohort = cohorts.open_cohort(session, earlier, city(), datetime.now(UTC), is_demo=False)
        cohorts.add_pairs(session, cohort, [pair], datetime.now(UTC))

    done = await tandem("match", "pin", key, f"ann@{key}.example", f"tom@{key}.example")

    assert "they were a pair before" in done.err


async def test_whose_application_is_over_is_not_pinned(tandem: Tandem, world: World, key: str) -> None:
    with world.database.begin() as session:
        (tom,) = applications.by_email(session, key, f"tom@{key}.example")
        session.get_one(ApplicationRow, tom.id).stage = ApplicationStage.WITHDRAWN

    done = await tandem("match", "pin", key, f"ann@{key}.example", f"tom@{key}.example")

    assert f"tom@{key}.example is in no draft: the application is withdrawn." in done.err


async def test_a_forbidden_pair_can_be_pinned_since_the_later_word_counts(
    tandem: Tandem, world: World, key: str
) -> None:
    two = (key, f"ann@{key}.example", f"tom@{key}.example")
    await tandem("match", "forbid", *two)

    done = await tandem("match", "pin", *two)

    assert done.code == 0, done.err
    assert (marks(world, key, Mark.PIN), marks(world, key, Mark.FORBID)) == (1, 0)


@pytest.mark.parametrize(
    ("make", "take_back", "other", "word"),
    [("pin", "unpin", "unforbid", "pinned"), ("forbid", "unforbid", "unpin", "forbidden")],
)
async def test_what_was_decided_is_taken_back_and_nothing_else(
    tandem: Tandem, world: World, key: str, make: str, take_back: str, other: str, word: str
) -> None:
    two = (key, f"ann@{key}.example", f"tom@{key}.example")
    await tandem("match", make, *two)

    await tandem("match", other, *two)
    kept = marks(world, key, Mark(make))
    done, again = await tandem("match", take_back, *two), await tandem("match", take_back, *two)

    assert kept == 1
    assert f"are not {word} any more" in done.out
    assert f"were not {word}." in again.out
    assert marks(world, key, Mark(make)) == 0


@pytest.fixture
async def drafted(tandem: Tandem, world: World) -> str:
    """A running cohort in which ann, bea and tom are in order, and ann and tom are pinned in its draft."""
    soon = date(2027, 9, 1).isoformat()
    key = f"cohort-{uuid4().hex[:8]}"
    opened = await tandem("cohort", "open", "city-2021", "--key", key, "--starting", soon)
    assert opened.code == 0, opened.err
    people = [person(n, key, r, department=n) for n, r in (("ann", Role.MENTOR), ("tom", Role.MENTEE))]
    now = datetime.now(UTC)
    with world.database.begin() as session:
        ids = [applications.upsert(session, key, one, now)[1] for one in people]
    for application, one in zip(ids, people, strict=True):
        await world.applications.begin(beginning(application, key, one, city(), now))
    await eventually(lambda: _all_in_order(world, key))
    await tandem("match", "pin", key, f"ann@{key}.example", f"tom@{key}.example")
    done = await tandem("cohort", "draft", key)
    assert "1 pair, 2 people placed, 0 without a partner." in done.out, done.err
    return key


def _all_in_order(world: World, key: str) -> bool:
    with world.database.begin() as session:
        return set(applications.counted_by_stage(session, key)) == {"in_order"}


async def test_a_draft_is_approved_through_its_cohort(tandem: Tandem, world: World, drafted: str) -> None:
    done = await tandem("--as", "Jo Coordinator", "cohort", "approve", drafted)
    again = await tandem("--as", "Jo Coordinator", "cohort", "approve", drafted)

    assert "1 pairing begun." in done.out, done.err
    assert "0 pairings begun." in again.out
    with world.database.begin() as session:
        assert [by for by, _ in drafts.approvals(session, drafted)] == ["Jo Coordinator"]
        assert len(queries.pairings(session, drafted)) == 1


async def test_a_draft_with_a_pin_that_was_taken_back_is_out_of_date(tandem: Tandem, drafted: str) -> None:
    await tandem("match", "unpin", drafted, f"ann@{drafted}.example", f"tom@{drafted}.example")

    done = await tandem("--as", "Jo", "cohort", "approve", drafted)

    assert done.code == 1
    assert "make a new one" in done.err


async def test_who_approved_is_seen_in_the_status(tandem: Tandem, drafted: str) -> None:
    await tandem("--as", "Jo Coordinator", "cohort", "approve", drafted)

    status = json.loads((await tandem("cohort", "status", drafted, "--json")).out)

    assert [approval["by"] for approval in status["cohort"]["approvals"]] == ["Jo Coordinator"]
