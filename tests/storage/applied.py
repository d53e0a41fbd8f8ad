"""People apply to a cohort."""

from typing import Any

from domain.application.form import ApplicationForm, ArrangementWish, BackgroundWish
from domain.enums import ApplicationStage, Arrangement, Role, Stage
from domain.people import Pair, PersonDetails
from storage import arrivals, cohorts, queries
from storage.arrivals import Imported
from storage.database import Database
from storage.tables.entities import ApplicationRow, PairingRow
from tests.living import bristol, utc

NOW = utc(2027, 6, 1)


def open_cohort(database: Database, key: str) -> str:
    with database.begin() as session:
        return cohorts.open_cohort(session, key, bristol(), NOW, is_demo=False).key


def told_form(name: str = "ann", role: Role = Role.MENTOR, **answers: Any) -> ApplicationForm:
    return ApplicationForm(name=name.title(), email=f"{name}@uni.example", role=role, **answers)


def bring_in(
    database: Database, application: ApplicationForm, cohort: str = "spring", **how: Any
) -> tuple[Imported, str]:
    with database.begin() as session:
        return arrivals.upsert(session, cohort, application, how.pop("now", NOW), **how)


def have_applied(database: Database, *people: tuple[str, Role], **answers: Any) -> list[str]:
    return [bring_in(database, told_form(name, role, **answers))[1] for name, role in people]


def put(database: Database, application: str, stage: ApplicationStage, **fields: Any) -> None:
    """Have this application stand so."""
    with database.begin() as session:
        row = session.get_one(ApplicationRow, application)
        row.stage = stage
        for name, value in fields.items():
            setattr(row, name, value)


def pair_up(database: Database, mentor: str, mentee: str, stage: Stage, cohort: str = "spring") -> None:
    """Have these two be a pair of this cohort, which stands so."""
    people = (PersonDetails(name=name.title(), email=f"{name}@uni.example") for name in (mentor, mentee))
    pair = Pair(mentor=next(people), mentee=next(people), arrangement=Arrangement.RECIPROCAL)
    with database.begin() as session:
        (made,) = cohorts.add_pairs(session, queries.cohort(session, cohort), [pair], NOW)
        session.get_one(PairingRow, made).stage = stage


EVERYTHING = told_form(
    arrangement=ArrangementWish.REVERSE,
    capacity=3,
    grade="Grade 8",
    employer="The Trust",
    department="Physics",
    site="North",
    profession="Nurse",
    manager_email="boss@uni.example",
    timezone="Europe/Paris",
    goals=("listening", "speaking"),
    offers=("Zoë's notes",),
    availability=("mornings",),
    background=("from abroad",),
    background_wish=BackgroundWish.SIMILAR,
    background_asked=("from abroad",),
    conflicts=("tom@uni.example",),
)
