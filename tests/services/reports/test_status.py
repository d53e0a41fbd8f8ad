"""How a cohort stands, as a value read from the store alone."""

from datetime import timedelta

import pytest

from domain.application.form import ApplicationForm
from domain.enums import Concern, EndReason, Role, Stage
from domain.errors import NotFound
from services.reports.closing import closing_report
from services.reports.status import history, status
from services.reports.today import today
from storage import arrivals
from storage.database import Database
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from tests.living import bristol, utc
from tests.services.asking import storing
from tests.world import written_down

pytestmark = pytest.mark.store

NOW = utc(2027, 7, 1)


@pytest.fixture
def key(database: Database) -> str:
    """A cohort of two pairs of which one has ended; one who has applied needs the coordinator."""
    first, _ = written_down(database, pairs=2, key="spring")
    one = ApplicationForm(name="Ann", email="ann@x.example", role=Role.MENTOR)
    with database.begin() as session:
        row = session.get_one(PairingRow, first)
        row.stage, row.reason = Stage.ENDED, EndReason.NO_CONTACT
        _, application = arrivals.upsert(session, "spring", one, NOW)
        session.get_one(ApplicationRow, application).concerns = [Concern.INCOMPLETE]
        session.get_one(CohortRow, "spring").since = NOW
    return "spring"


def test_the_status_has_the_pairings_and_whoever_needs_the_coordinator(database: Database, key: str) -> None:
    found = status(storing(database, NOW), key)

    assert [pairing.stage for pairing in found.pairings] == [Stage.ENDED, Stage.APPLICATION]
    assert [view.application.name for view in found.waiting] == ["Ann"]
    assert (found.figures.applications, found.figures.checks.unknown) == (1, 2)
    assert (found.letters, found.letters_each["spring-01"]) == ({}, 0)


def test_the_history_says_which_dates_are_over(database: Database, key: str) -> None:
    calendar = history(storing(database, NOW), key).calendar

    over = {date.what for date in calendar if date.over}
    assert {"last day for applications", "pairs are introduced"} <= over
    assert "last day for sessions" not in over
    assert [date.at for date in calendar] == sorted(date.at for date in calendar)


def test_a_demonstration_is_looked_at_from_where_it_has_come_to(database: Database, key: str) -> None:
    found = history(storing(database, NOW - timedelta(days=400)), key)

    assert "pairs are introduced" in {date.what for date in found.calendar if date.over}


def test_today_names_the_cohorts_in_which_something_waits(database: Database, key: str) -> None:
    written_down(database, programme=bristol(), key="quiet")

    assert [waiting.cohort.key for waiting in today(storing(database, NOW))] == ["spring"]
    assert today(storing(database, NOW), "quiet") == []


def test_a_cohort_that_is_not_there_is_not_found(database: Database) -> None:
    for ask in (status, history, closing_report, today):
        with pytest.raises(NotFound):
            ask(storing(database), "nobodys")
