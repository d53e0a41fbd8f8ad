"""Cohorts of which it is known who has applied, and files of applicants."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from storage import applications, queries
from storage.views import ApplicationView
from tests.cli.conftest import Done, Tandem
from tests.world import World

Row = tuple[str, ...]
HEADINGS = ("Name", "Email", "Role", "Department", "Goals")


def in_weeks(weeks: int) -> str:
    return (datetime.now(UTC) + timedelta(weeks=weeks)).date().isoformat()


def write(folder: Path, rows: Sequence[Row], headings: Row = HEADINGS) -> str:
    path = folder / f"{uuid4().hex[:8]}.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([headings, *rows])
    return str(path)


def people(key: str, number: int) -> list[Row]:
    return [(f"Person {n}", f"p{n}@{key}.example", "mentor", "Arts", "listening") for n in range(number)]


async def open_cohort(tandem: Tandem, programme: str, weeks: int = 2) -> str:
    """The key of a cohort whose first date is so many weeks from now; applications to Bristol close 11
    days after theirs."""
    key = f"cohort-{uuid4().hex[:8]}"
    opened = await tandem("cohort", "open", programme, "--key", key, "--starting", in_weeks(weeks))
    assert opened.code == 0, opened.err
    return key


def kept(world: World, cohort: str) -> list[ApplicationView]:
    with world.database.begin() as session:
        return applications.applications(session, cohort)


def lea(world: World, cohort: str) -> ApplicationView:
    return next(view for view in kept(world, cohort) if view.application.name == "Lea")


def ada(world: World, cohort: str) -> ApplicationView:
    return next(view for view in kept(world, cohort) if view.application.name == "Ada")


def days_offered(world: World, cohort: str) -> list[str]:
    """The days of the awareness session, as options say them."""
    with world.database.begin() as session:
        programme = queries.cohort(session, cohort).programme
    return [sitting.on.isoformat() for sitting in programme.gathering("awareness").sittings]


async def sign_up(tandem: Tandem, cohort: str, *options: str, gathering: str = "awareness") -> Done:
    return await tandem("application", "sign-up", cohort, f"ada@{cohort}.example", gathering, *options)
