"""Changing a cohort's dates: as somebody, in the store and in its workflow, or in neither."""

from datetime import date

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage
from domain.errors import Refused
from domain.programme.dates import Place, read_slot
from domain.programme.programme import Programme
from services.cohorts import changes, sittings
from services.reports.status import history
from storage import cohorts, messages, queries
from storage.database import Database
from storage.tables.entities import CohortRow
from tests.living import bristol, utc
from tests.services.asking import asking, storing
from tests.world import World
from tests.worlds import open_cohort

pytestmark = pytest.mark.server


def _programme(world: World, key: str) -> Programme:
    with world.database.begin() as session:
        return queries.cohort(session, key).programme


def _by(world: World, key: str, kind: OutcomeKind) -> list[str]:
    """Who did what the cohort has recorded of this kind."""
    found = history(asking(world), key)
    return [found.actors[o.actor or ""] for o in found.outcomes if o.kind is kind]


async def test_the_last_day_moves_in_the_store_and_is_recorded_with_who_moved_it(world: World) -> None:
    key = await open_cohort(world, bristol())

    cohort = await changes.extend(asking(world, "Sam"), key, date(2027, 6, 10))

    assert cohort.stage is CohortStage.OPEN
    applying = _programme(world, key).applications
    assert applying
    assert applying.closes == date(2027, 6, 10)
    assert _by(world, key, OutcomeKind.EXTENDED) == ["Sam"]


async def test_a_sitting_that_moves_is_told_as_it_is_now(world: World) -> None:
    key = await open_cohort(world, bristol())
    to = read_slot("2027-07-01 10:00-12:00")

    moved = await sittings.reschedule(asking(world), key, "induction", to, place=Place("Room 1"))
    again = await sittings.reschedule(asking(world), key, "induction", to)

    assert (moved.sitting.key, moved.sitting.starts, moved.date.where) == ("1", utc(2027, 7, 1, 9), "Room 1")
    assert (moved.is_new, again.is_new) == (True, False)
    assert again.date.where == "Room 1"


async def test_one_more_sitting_has_the_next_key(world: World) -> None:
    key = await open_cohort(world, bristol())

    added = await sittings.add_sitting(
        asking(world, "Sam"), key, "induction", read_slot("2027-07-08 10:00-12:00")
    )

    assert (added.sitting.key, added.date.on) == ("2", date(2027, 7, 8))
    assert _by(world, key, OutcomeKind.SITTING_ADDED) == ["Sam"]


async def test_a_cohort_is_ended_by_somebody_once(world: World) -> None:
    key = await open_cohort(world, bristol())

    ended = [await changes.end(asking(world, actor), key) for actor in ("Sam", "Jo")]

    assert [cohort.stage for cohort in ended] == [CohortStage.ENDED, CohortStage.ENDED]
    with pytest.raises(Refused, match="has ended; nothing more can be changed in it"):
        await changes.close_applications(asking(world), key)


@pytest.fixture
def kept(database: Database) -> str:
    """A cohort in the store alone."""
    with database.begin() as session:
        cohorts.open_cohort(session, "spring", bristol(), utc(2027, 5, 1), is_demo=False)
    return "spring"


async def test_what_the_rules_refuse_is_refused_without_the_server_and_leaves_nothing(
    database: Database, kept: str
) -> None:
    context = storing(database, utc(2027, 6, 20))

    with pytest.raises(Refused, match="is over"):
        await changes.extend(context, kept, date(2027, 6, 9))
    with pytest.raises(Refused, match="has passed"):
        await sittings.reschedule(context, kept, "induction", read_slot("2027-06-01 10:00-12:00"))

    with database.begin() as session:
        assert queries.cohort(session, kept).programme == bristol()
        assert messages.waiting(session, [f"cohort-{kept}"]) == []


async def test_a_cohort_that_has_ended_is_not_told_again(database: Database, kept: str) -> None:
    with database.begin() as session:
        session.get_one(CohortRow, kept).stage = CohortStage.ENDED

    assert (await changes.end(storing(database), kept)).stage is CohortStage.ENDED
