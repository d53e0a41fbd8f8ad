"""The report that is passed on: kept as it was made, and held against the one before."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest

from domain.application.form import ApplicationForm
from domain.disclosure.profile import DisclosurePlan, Profile
from domain.enums import CohortStage, EndReason, Role, Stage
from domain.errors import NotFound
from domain.people import Pair
from services.reports.breakdowns import ARRANGEMENTS, ENDINGS, MINIMUM, NO, PAIRS, YES, applications_of
from services.reports.closing import ClosingReport, closing_report, earlier_report, made_reports
from services.reports.formats.plain import markdown
from services.reports.rules import rules_kept
from services.reports.writing import document
from storage import arrivals
from storage.database import Database
from storage.tables.entities import CohortRow, PairingRow
from tests.living import bristol, utc
from tests.services.asking import storing
from tests.world import pair, written_down

pytestmark = pytest.mark.store

NOW = utc(2028, 2, 7)


def ended(database: Database, ids: Sequence[str], reason: EndReason | None = None) -> None:
    """These are over: completed, or ended for this reason."""
    with database.begin() as session:
        for pairing in ids:
            row = session.get_one(PairingRow, pairing)
            row.stage, row.reason = (Stage.ENDED, reason) if reason else (Stage.COMPLETED, None)


def over(database: Database, key: str) -> None:
    with database.begin() as session:
        session.get_one(CohortRow, key).stage = CohortStage.ENDED


@pytest.fixture
def pairs(database: Database) -> list[str]:
    """Of a cohort that is over: forty have completed, seven have lost a mentee and three a mentor."""
    ids = written_down(database, pairs=50, key="spring")
    ended(database, ids[:40])
    ended(database, ids[40:47], EndReason.MENTEE_WITHDREW)
    ended(database, ids[47:], EndReason.MENTOR_WITHDREW)
    over(database, "spring")
    return ids


def made(database: Database, days: int = 0) -> ClosingReport:
    return closing_report(storing(database, NOW + timedelta(days=days)), "spring")


def test_the_rules_are_judged_as_far_as_applications_are_known(database: Database, pairs: list[str]) -> None:
    nothing_known = rules_kept(made(database))
    _applied(database, (pair(number, "spring") for number in range(10)))

    assert nothing_known == (
        "Whether the rules of the matching are kept cannot be told: too little is known of the pairs."
    )
    assert rules_kept(made(database, days=1)) == (
        "The rules of the matching are all kept. Pairs of which too little is known: 40."
    )


def _applied(database: Database, known: Iterable[Pair]) -> None:
    with database.begin() as session:
        for one in known:
            for person, role in ((one.mentor, Role.MENTOR), (one.mentee, Role.MENTEE)):
                form = ApplicationForm(name=person.name, email=person.email, role=role)
                arrivals.upsert(session, "spring", form, NOW)


def test_endings_are_rounded_and_the_few_withheld(database: Database, pairs: list[str]) -> None:
    report = made(database)

    endings = report.tables[PAIRS].ways[ENDINGS]
    assert (report.profile, report.number, report.as_of) == (Profile.NHS, 1, date(2028, 2, 7))
    assert (report.tables[PAIRS].total, endings["completed"]) == (50, 40)
    assert (endings["mentor_withdrew"], endings["mentee_withdrew"]) == (None, None)
    assert (endings["under_way"], endings["no_contact"]) == (0, 0)
    assert report.tables[PAIRS].ways[MINIMUM] == {YES: 0, NO: 50}
    assert ARRANGEMENTS not in report.tables[PAIRS].ways


def test_a_report_made_again_of_the_same_is_the_same(database: Database, pairs: list[str]) -> None:
    assert made(database) == made(database, days=30)
    assert [report.number for report in made_reports(storing(database), "spring")] == [1]


def test_a_later_report_does_not_tell_of_one_pair(database: Database, pairs: list[str]) -> None:
    """One more has completed, and one fewer has lost a mentor: neither can be seen."""
    first = made(database)

    ended(database, pairs[47:48])

    assert made(database, days=30) == first


def test_a_report_stays_as_it_was_made_when_many_have_moved(database: Database, pairs: list[str]) -> None:
    first = made(database)

    ended(database, pairs[:12], EndReason.NO_CONTACT)
    second = made(database, days=30)

    endings = second.tables[PAIRS].ways[ENDINGS]
    assert (second.number, second.as_of) == (2, date(2028, 3, 8))
    assert (endings["completed"], endings["no_contact"], endings["mentor_withdrew"]) == (30, 10, None)
    assert earlier_report(storing(database), "spring", 1) == first
    assert made_reports(storing(database), "spring") == [first, second]


def test_while_the_cohort_is_open_nobody_sees_the_first_who_leaves(database: Database) -> None:
    ids = written_down(database, pairs=40, key="spring")
    first = made(database)

    ended(database, ids[:1], EndReason.MENTEE_WITHDREW)

    assert made(database, days=1) == first
    assert first.tables[PAIRS].ways[ENDINGS]["mentee_withdrew"] is None


def test_when_the_cohort_is_over_it_is_said_that_nobody_has_left(database: Database) -> None:
    ids = written_down(database, pairs=40, key="spring")
    made(database)
    ended(database, ids)
    over(database, "spring")

    report = made(database, days=1)

    assert (report.number, report.stage) == (2, CohortStage.ENDED)
    assert set(report.tables[PAIRS].ways[ENDINGS].values()) == {40, 0}


def test_a_programme_chooses_its_profile(database: Database) -> None:
    plan = DisclosurePlan(profile=Profile.HESA)
    ids = written_down(database, programme=bristol().replace(disclosure=plan), pairs=6, key="spring")
    ended(database, ids[:4])
    over(database, "spring")

    report = made(database)

    assert report.profile is Profile.HESA
    assert (report.tables[PAIRS].total, report.tables[PAIRS].ways[ENDINGS]["completed"]) == (5, 5)


def test_of_few_pairs_it_is_not_told_how_often_they_met(database: Database) -> None:
    written_down(database, pairs=3, key="spring")

    assert (made(database).sessions, made(database).hours) == (None, None)


def test_what_is_not_there_is_not_found(database: Database, pairs: list[str]) -> None:
    with pytest.raises(NotFound, match="There is no report 4 of spring"):
        earlier_report(storing(database), "spring", 4)
    for ask in (closing_report, made_reports):
        with pytest.raises(NotFound, match="There is no cohort"):
            ask(storing(database), "nobodys")


def test_that_nobody_applied_where_the_pairs_were_brought_is_no_small_number(database: Database) -> None:
    written_down(database, pairs=12, key="spring")

    report = made(database)

    assert report.stage.is_open
    assert [report.tables[applications_of(role)].total for role in Role] == [0, 0]
    assert report.tables[PAIRS].ways[ENDINGS]["completed"] is None
    assert "nobody applied here" in markdown(document(report))


def test_the_first_who_applies_all_the_same_is_not_told_of(database: Database) -> None:
    written_down(database, pairs=12, key="spring")
    first = made(database)
    form = ApplicationForm(name="Ann", email="ann@uni.example", role=Role.MENTOR)
    with database.begin() as session:
        arrivals.upsert(session, "spring", form, NOW)

    assert made(database, days=1) == first
