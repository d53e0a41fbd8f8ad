"""A cohort in a world, with people who have applied to it: their applications live, its pairings do not
unless a test begins them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from domain.application.completeness import beginning
from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage, Arrangement, Role
from domain.people import Pair, PersonDetails
from domain.programme.programme import Programme
from storage import applications, arrivals, cohorts, queries
from storage.views import ApplicationView
from tests.living import bristol
from tests.world import World, eventually

MENTOR, MENTEE = ("canary-ann", Role.MENTOR), ("canary-tom", Role.MENTEE)


def open_in_store(world: World, programme: Programme | None = None) -> str:
    """The key of a new cohort, in the store alone."""
    key = f"cohort-{uuid4().hex[:8]}"
    with world.database.begin() as session:
        cohorts.open_cohort(session, key, programme or bristol(), datetime.now(UTC), is_demo=False)
    return key


async def apply(world: World, key: str, *people: tuple[str, Role]) -> list[str]:
    """The ids of these people's applications, once all are in order."""
    now, ids = datetime.now(UTC), []
    for name, role in people:
        told = ApplicationForm(
            name=name.title(), email=f"{name}@{key}.example", role=role, department=name, goals=("a goal",)
        )
        with world.database.begin() as session:
            programme = queries.cohort(session, key).programme
            _, application = arrivals.upsert(session, key, told, now)
        await world.applications.begin(beginning(application, key, told, programme, now))
        ids.append(application)
    for application in ids:
        await stands(world, application, ApplicationStage.IN_ORDER)
    return ids


def pair_up(world: World, key: str, *pairs: tuple[str, str]) -> list[str]:
    """The ids of these pairings, in the store alone."""
    made = [
        Pair(
            mentor=PersonDetails(name=mentor.title(), email=f"{mentor}@{key}.example"),
            mentee=PersonDetails(name=mentee.title(), email=f"{mentee}@{key}.example"),
            arrangement=Arrangement.RECIPROCAL,
        )
        for mentor, mentee in pairs
    ]
    with world.database.begin() as session:
        return cohorts.add_pairs(session, queries.cohort(session, key), made, datetime.now(UTC))


def view(world: World, application: str) -> ApplicationView:
    with world.database.begin() as session:
        return applications.application(session, application)


async def stands(world: World, application: str, stage: ApplicationStage) -> None:
    """Wait until this application has been recorded in this stage."""
    await eventually(lambda: view(world, application).stage is stage)


def happened(world: World, application: str) -> Sequence[OutcomeKind]:
    """What has happened to an application."""
    with world.database.begin() as session:
        return [o.kind for o in queries.outcomes(session, EntityKind.APPLICATION.workflow_id(application))]


async def happens(world: World, application: str, what: OutcomeKind) -> None:
    """Wait until this has happened to an application."""
    await eventually(lambda: what in happened(world, application))
