"""A coordinator's pins and forbids, and an approval, as the command line says them."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from domain.application.completeness import beginning
from domain.application.form import ApplicationForm
from domain.enums import Role
from storage import applications, arrivals, drafts, queries
from tests.cli.conftest import Tandem
from tests.services.matching.test_marks import city
from tests.world import World, eventually

pytestmark = pytest.mark.server


@pytest.fixture
async def drafted(tandem: Tandem, world: World) -> str:
    """A running cohort in which ann and tom are in order, and pinned in its draft."""
    soon = date(2027, 9, 1).isoformat()
    key = f"cohort-{uuid4().hex[:8]}"
    opened = await tandem("cohort", "open", "city-2021", "--key", key, "--starting", soon)
    assert opened.code == 0, opened.err
    people = [_person(key, "ann", Role.MENTOR), _person(key, "tom", Role.MENTEE)]
    now = datetime.now(UTC)
    with world.database.begin() as session:
        ids = [arrivals.upsert(session, key, one, now)[1] for one in people]
    for application, one in zip(ids, people, strict=True):
        await world.applications.begin(beginning(application, key, one, city(), now))
    await eventually(lambda: _all_in_order(world, key))
    await tandem("match", "pin", key, f"ann@{key}.example", f"tom@{key}.example")
    done = await tandem("cohort", "draft", key)
    assert "1 pair, 2 people placed, 0 without a partner." in done.out, done.err
    return key


def _person(key: str, name: str, role: Role) -> ApplicationForm:
    return ApplicationForm(
        name=name,
        email=f"{name}@{key}.example",
        role=role,
        department=name,
        grade="Grade 8",
        goals=("a goal",),
    )


def _all_in_order(world: World, key: str) -> bool:
    with world.database.begin() as session:
        return set(applications.counted_by_stage(session, key)) == {"in_order"}


async def test_a_draft_is_approved_through_its_cohort(tandem: Tandem, world: World, drafted: str) -> None:
    asked = [await tandem(noun, "approve", drafted) for noun in ("cohort", "match")]
    with world.database.begin() as session:
        before = queries.pairings(session, drafted)
    done = await tandem("--as", "Jo Coordinator", "cohort", "approve", drafted, "--yes")
    again = await tandem("--as", "Jo Coordinator", "cohort", "approve", drafted, "--yes")

    assert ([one.code for one in asked], before) == ([1, 1], [])
    assert all("both partners of each are written to:\n  ann and tom\n" in one.out for one in asked)
    assert all("add --yes" in one.err for one in asked)
    assert "Begun: ann and tom.\n1 pairing begun." in done.out, done.err
    assert "0 pairings begun." in again.out
    with world.database.begin() as session:
        assert [by for by, _ in drafts.approvals(session, drafted)] == ["Jo Coordinator"]
        assert len(queries.pairings(session, drafted)) == 1


async def test_a_draft_with_a_pin_that_was_taken_back_is_out_of_date(tandem: Tandem, drafted: str) -> None:
    await tandem("match", "unpin", drafted, f"ann@{drafted}.example", f"tom@{drafted}.example")

    done = await tandem("--as", "Jo", "cohort", "approve", drafted, "--yes")

    assert done.code == 1
    assert "make a new one" in done.err


async def test_who_approved_is_seen_in_the_status(tandem: Tandem, drafted: str) -> None:
    await tandem("--as", "Jo Coordinator", "cohort", "approve", drafted, "--yes")

    status = json.loads((await tandem("cohort", "status", drafted, "--json")).out)

    assert [approval["by"] for approval in status["cohort"]["approvals"]] == ["Jo Coordinator"]


async def test_what_is_decided_of_two_people_is_said(tandem: Tandem, drafted: str) -> None:
    ann, tom = f"ann@{drafted}.example", f"tom@{drafted}.example"

    said = [
        (await tandem("match", command, drafted, ann, tom)).out
        for command in ("unpin", "unpin", "forbid", "unforbid", "pin")
    ]

    assert said == [
        "ann (mentor) and tom (mentee) are not pinned any more. It counts from the next draft on.\n",
        "ann (mentor) and tom (mentee) were not pinned.\n",
        "ann (mentor) and tom (mentee) are forbidden: they are never a pair from the next draft on.\n",
        "ann (mentor) and tom (mentee) are not forbidden any more. It counts from the next draft on.\n",
        "ann (mentor) and tom (mentee) are pinned: they are a pair from the next draft on.\n",
    ]


async def test_a_pin_that_is_refused_is_said_with_the_reason(tandem: Tandem, drafted: str) -> None:
    done = await tandem("match", "pin", drafted, f"tom@{drafted}.example", f"ann@{drafted}.example")

    assert done.code == 1
    assert "has not applied as mentor, but as mentee; name the mentor first" in done.err
