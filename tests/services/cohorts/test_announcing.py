"""What comes next is written down, also when the cohort is over, until everybody has been told."""

from datetime import datetime

import pytest

from domain.enums import CohortStage
from domain.errors import Refused
from domain.programme.evaluation_plan import ReportPlan
from domain.suggestion import Suggestion, suggest
from services.cohorts.announcing import announce
from services.reports.today import sections
from storage import cohorts, queries
from storage.database import Database
from storage.tables.entities import CohortRow
from tests.living import bristol, utc
from tests.services.asking import storing

pytestmark = pytest.mark.store

THE_DAY = utc(2028, 7, 3, 12)
NEXT = "A second cohort begins in the autumn."


@pytest.fixture
def over(database: Database) -> Database:
    """A cohort that has ended, and owes an announcement."""
    report = ReportPlan(due=THE_DAY.date().replace(month=3), next_steps=THE_DAY.date())
    with database.begin() as session:
        cohorts.open_cohort(session, "spring", bristol().replace(report=report), THE_DAY, is_demo=False)
        session.get_one(CohortRow, "spring").stage = CohortStage.ENDED
    return database


def suggested(database: Database, now: datetime) -> list[Suggestion]:
    with database.begin() as session:
        found = sections(session, queries.cohort(session, "spring"), now)
    return [item.suggestion for section in found for item in section.items]


def test_it_is_on_the_list_until_it_is_written_down(over: Database) -> None:
    assert suggested(over, THE_DAY) == [suggest("cohort announce", "spring", "TEXT")]

    assert announce(storing(over, THE_DAY), "spring", f" {NEXT}\n") == THE_DAY.date()

    assert suggested(over, THE_DAY) == []
    with over.begin() as session:
        report = queries.cohort(session, "spring").programme.report
    assert report
    assert report.announcement == NEXT


def test_after_a_year_people_are_written_to_by_hand(over: Database) -> None:
    with pytest.raises(Refused, match="It is too late to announce anything in spring"):
        announce(storing(over, THE_DAY.replace(year=2029, day=4)), "spring", NEXT)
