"""Opening a cohort: doing it twice harms nothing, and what has passed by then is in the answer."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio.service import RPCError

from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage
from domain.errors import BadInput, Refused
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from services.cohorts.opening import open_cohort
from storage import cohorts
from storage.database import Database
from storage.people import names_of
from tests.living import PROGRAMMES, bristol, utc
from tests.services.asking import asking, storing
from tests.world import World, pair
from tests.worlds import pairings_of

pytestmark = pytest.mark.server


@pytest.fixture
def key() -> str:
    return f"cohort-{uuid4().hex[:8]}"


def under_way() -> Programme:
    """Its first date was seven weeks ago: applications are closed, and the induction is over."""
    day = (datetime.now(UTC) - timedelta(days=50)).date()
    return starting(read_programme(PROGRAMMES / "bristol-2021.toml"), day)


async def test_pairs_matched_by_hand_have_begun_and_are_new_once(world: World, key: str) -> None:
    pairs = [pair(n, key) for n in range(2)]

    first = await open_cohort(asking(world), bristol(), key, pairs)
    again = await open_cohort(asking(world), bristol(), key, [*pairs, pair(2, key)])

    assert (first.new, again.new) == (2, 1)
    assert all(view.revision for view in pairings_of(world, key))
    assert len(pairings_of(world, key)) == 3


async def test_whoever_opens_it_is_known(world: World, key: str) -> None:
    await open_cohort(asking(world, "Sam"), bristol(), key, [pair(0, key)])

    outcomes = world.outcomes_of(world.cohorts, key)
    actors = {outcome.kind: outcome.actor for outcome in outcomes}
    with world.database.begin() as session:
        known = names_of(session, actors.values())
    assert known[actors[OutcomeKind.PROPOSED] or ""] == known[actors[OutcomeKind.APPROVED] or ""] == "Sam"


async def test_what_is_over_already_is_in_the_answer(world: World, key: str) -> None:
    opened = await open_cohort(asking(world), under_way(), key)

    applying = under_way().applications
    assert applying
    assert opened.applications_closed == applying.closes
    assert ("induction", under_way().gathering("induction").title) in opened.gatherings_over


async def test_where_pairs_are_brought_it_does_not_matter_that_applications_are_closed(
    world: World, key: str
) -> None:
    opened = await open_cohort(asking(world), under_way(), key, [pair(0, key)])

    assert opened.applications_closed is None


async def test_a_demonstration_has_no_mornings_and_any_other_cohort_has(world: World, key: str) -> None:
    await open_cohort(asking(world), bristol(), key)
    await open_cohort(asking(world), bristol(), f"{key}-demo", is_demo=True)

    assert await world.client.get_schedule_handle(f"digest-{key}").describe()
    with pytest.raises(RPCError):
        await world.client.get_schedule_handle(f"digest-{key}-demo").describe()


async def test_a_cohort_of_another_programme_keeps_its_key(world: World, key: str) -> None:
    await open_cohort(asking(world), bristol(), key)

    city = starting(read_programme(PROGRAMMES / "city-2021.toml"), date(2027, 9, 1))
    with pytest.raises(Refused, match="is open already, for bristol-2021; choose another"):
        await open_cohort(asking(world), city, key)


async def test_a_programme_that_is_over_is_refused_without_asking_the_server(database: Database) -> None:
    with pytest.raises(BadInput, match="its time for sessions ended on 6 Jan 2028"):
        await open_cohort(storing(database, utc(2028, 2, 1)), bristol(), "late")

    with database.begin() as session:
        assert not cohorts.is_known(session, "late")


async def test_a_cohort_that_has_just_been_opened_stands_before_its_beginning(world: World, key: str) -> None:
    opened = await open_cohort(asking(world), bristol(), key)

    assert (opened.cohort.stage, opened.new) == (CohortStage.ANNOUNCED, 0)
