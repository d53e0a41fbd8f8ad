"""Cohorts and applications in a world, as tests begin them."""

from datetime import UTC, date, datetime
from functools import cache
from uuid import uuid4

from domain.application.completeness import beginning
from domain.application.form import ApplicationForm
from domain.cohort.cohort import CohortStart
from domain.enums import ApplicationStage, Role
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, rules_of, starting
from importing.programme_file import read_programme
from storage import arrivals, cohorts, queries
from storage.views import PairingView
from tests.living import PROGRAMMES
from tests.world import World, eventually, pair

RECEIVED = datetime(2027, 5, 18, 10, tzinfo=UTC)


@cache
def south_west() -> Programme:
    """Closes on 11 June 2027; awareness sessions on 3 and 8 June and 6 July; managers are asked."""
    return starting(read_programme(PROGRAMMES / "south-west-2022.toml"), date(2027, 6, 3))


async def apply_to_south_west(
    world: World,
    received: datetime | None = RECEIVED,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
    key: str | None = None,
) -> str:
    """The id of an application to a new cohort, begun."""
    key, programme = key or _new_key(), south_west()
    person = ApplicationForm(
        name="Canary Applicant",
        email=f"canary@{key}.example",
        role=Role.MENTOR,
        manager_email=f"canary-manager@{key}.example",
        goals=("canary goal",),
    )
    with world.database.begin() as session:
        cohorts.open_cohort(session, key, programme, datetime.now(UTC), is_demo=False)
        _, application = arrivals.upsert(session, key, person, datetime.now(UTC), stage)
    await world.applications.begin(beginning(application, key, person, programme, received, stage))
    return application


async def open_cohort(world: World, programme: Programme, pairs: int = 0, key: str | None = None) -> str:
    """The key of a new cohort that has begun, as the store knows, with so many pairs made by hand."""
    key, now = key or _new_key(), datetime.now(UTC)
    with world.database.begin() as session:
        cohort = cohorts.open_cohort(session, key, programme, now, is_demo=False)
        cohorts.add_pairs(session, cohort, [pair(n, key) for n in range(pairs)], now)
    await world.cohorts.begin(
        CohortStart(cohort=key, rules=rules_of(programme), calendar=calendar_of(programme))
    )
    await eventually(lambda: has_begun(world, key))
    return key


def has_begun(world: World, key: str) -> bool:
    """Whether the store has heard of this cohort from its workflow."""
    with world.database.begin() as session:
        return queries.cohort(session, key).revision > 0


def _new_key() -> str:
    return f"cohort-{uuid4().hex[:8]}"


def pairings_of(world: World, key: str) -> list[PairingView]:
    with world.database.begin() as session:
        return queries.pairings(session, cohort=key)


def all_begun(world: World, key: str) -> bool:
    return all(pairing.revision for pairing in pairings_of(world, key))
