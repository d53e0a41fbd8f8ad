"""People who have applied, in a store, and the letters that they and their line managers have had."""

from datetime import datetime, timedelta
from uuid import uuid4

from domain.application.application import Application, begin
from domain.application.completeness import beginning
from domain.application.due import due
from domain.application.events import ApplicationEvent
from domain.application.form import ApplicationForm
from domain.application.machine import APPLICATION
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Role
from domain.programme.programme import Programme
from rehearsal.simulator import Simulation
from storage import applications, arrivals, cohorts, queries
from storage.database import Database
from storage.entities import load_entity, start_of
from tests.living import utc
from tests.mail.application_stories import demanding
from tests.pages.visiting import keep

APPLIED = utc(2027, 5, 3, 10)
NOW = APPLIED + timedelta(hours=1)


def form(role: Role = Role.MENTEE, **told: object) -> ApplicationForm:
    """All that Bristol's programme asks for."""
    name = f"canary-{uuid4().hex[:8]}"
    facts = {
        "name": "Canary Applicant",
        "email": f"{name}@uni.example",
        "department": "Physics",
        "manager_email": f"boss-of-{name}@uni.example",
        "goals": ("listening",),
        "grade": "Grade 9",
    }
    return ApplicationForm.model_validate({**facts, "role": role, **told})


def applied(
    database: Database,
    told: ApplicationForm | None = None,
    programme: Programme | None = None,
    asked_first: ApplicationStage | None = None,
) -> str:
    """The id of an application to a new cohort that has just arrived, with the letters about it.
    `asked_first`: the stage of somebody who has not applied themselves."""
    key = f"cohort-{uuid4().hex[:8]}"
    with database.begin() as session:
        cohorts.open_cohort(session, key, programme or demanding("bristol"), APPLIED, is_demo=False)
        _, made = arrivals.upsert(session, key, told or form(), APPLIED)
        view, cohort = applications.application(session, made), queries.cohort(session, key)
        start = start_of(view, cohort)
        if asked_first:
            start = beginning(view.id, key, view.application, cohort.programme, None, asked_first)
    life = Simulation(begin(start, APPLIED), APPLIED, APPLICATION.apply, due)
    for entry in life.entries:
        keep(database, entry)
    return made


def happens(database: Database, application: str, event: ApplicationEvent, now: datetime) -> None:
    """Record what has happened to this application, with the letters about it."""
    with database.begin() as session:
        entity = load_entity(session, EntityKind.APPLICATION, application)
    assert isinstance(entity, Application)
    life = Simulation(entity, now, APPLICATION.apply, due)
    life.apply(event)
    for entry in life.entries:
        keep(database, entry)
