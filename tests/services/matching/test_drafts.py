"""Drafting matches and approving them: as values, and as somebody."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from domain.application.completeness import beginning
from domain.application.form import ApplicationForm
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role
from domain.errors import NotFound, Refused
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from services.matching import drafts, marks
from services.matching.why import why
from services.reports.status import history
from storage import applications, arrivals, queries
from storage.database import Database
from tests.living import PROGRAMMES, bristol
from tests.services.asking import asking, storing
from tests.world import World, eventually, written_down
from tests.worlds import open_cohort

pytestmark = pytest.mark.server


@pytest.fixture
async def key(world: World) -> str:
    """A cohort in which one mentor and two mentees are in order; the mentor offers what Mia looks for."""
    programme = starting(read_programme(PROGRAMMES / "bristol-2021.toml"), date(2027, 9, 1))
    key = await open_cohort(world, programme, key=f"cohort-{uuid4().hex[:8]}")
    people = [
        ApplicationForm(name="Ann", role=Role.MENTOR, offers=("singing",), **_said(key, "ann", "Arts")),
        ApplicationForm(name="Mia", role=Role.MENTEE, **_said(key, "mia", "Law")),
        ApplicationForm(name="Tom", role=Role.MENTEE, **_said(key, "tom", "Law", "sleep")),
    ]
    now = datetime.now(UTC)
    with world.database.begin() as session:
        ids = [arrivals.upsert(session, key, one, now)[1] for one in people]
    for application, one in zip(ids, people, strict=True):
        await world.applications.begin(beginning(application, key, one, programme, now))
    await eventually(lambda: _in_order(world, key))
    return key


def _said(key: str, name: str, department: str, goal: str = "singing") -> dict[str, object]:
    return {"email": f"{name}@{key}.example", "department": department, "goals": (goal,)}


def _in_order(world: World, key: str) -> bool:
    with world.database.begin() as session:
        return applications.counted_by_stage(session, key) == {"in_order": 3}


async def test_a_draft_comes_with_the_people_in_it(world: World, key: str) -> None:
    made = await drafts.make_draft(asking(world), key)

    (pair,) = made.stored.draft.pairs
    (unplaced,) = made.stored.draft.unplaced
    who = [made.people[each].name for each in (pair.mentor, pair.mentee, unplaced.id)]
    assert who == ["Ann", "Mia", "Tom"]
    assert made == drafts.latest_draft(asking(world), key)


async def test_why_is_told_of_whoever_has_a_partner_and_of_whoever_has_none(world: World, key: str) -> None:
    context = asking(world)
    await drafts.make_draft(context, key)

    assert "singing" in " ".join(why(context, key, f"mia@{key}.example"))
    assert "Tom" in why(context, key, f"tom@{key}.example")[0]


async def test_a_draft_is_approved_by_whoever_asks_first_and_begins_its_pairs_once(
    world: World, key: str
) -> None:
    await drafts.make_draft(asking(world), key)

    new = [await drafts.approve(asking(world, actor), key) for actor in ("Jo", "Sam")]

    assert new == [1, 0]
    assert drafts.latest_draft(asking(world), key).stored.approved_by == "Jo"
    with world.database.begin() as session:
        assert [pairing.revision > 0 for pairing in queries.pairings(session, key)] == [True]
    found = history(asking(world), key)
    approved = [outcome for outcome in found.outcomes if outcome.kind is OutcomeKind.APPROVED]
    assert [found.actors[outcome.actor or ""] for outcome in approved] == ["Jo", "Sam"]


async def test_a_draft_older_than_a_forbid_is_not_approved(world: World, key: str) -> None:
    await drafts.make_draft(asking(world), key)
    marks.forbid(asking(world), key, f"ann@{key}.example", f"mia@{key}.example")

    with pytest.raises(Refused, match="Something has changed since this draft"):
        await drafts.approve(asking(world), key)


async def test_where_nobody_has_applied_the_server_is_not_asked_for_a_draft(database: Database) -> None:
    key = written_down(database, programme=bristol())[0].rpartition("-")[0]

    with pytest.raises(Refused, match="Nobody has applied yet"):
        await drafts.make_draft(storing(database), key)
    with pytest.raises(NotFound, match="There is no draft"):
        drafts.latest_draft(storing(database), key)
