"""What comes next is told to whoever took part: once, on its day, and to nobody who left."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select, update

from domain.enums import Arrangement, Stage
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.people import Pair, PersonDetails
from domain.programme.evaluation_plan import ReportPlan
from domain.programme.letters_plan import LettersPlan
from domain.programme.programme import Programme
from mail import announcing
from services.links import find_reader
from storage import cohorts, queries
from storage.database import Database
from storage.tables.entities import PairingRow
from storage.tables.letters import LetterRow
from tests.living import bristol, utc
from tests.mail.stories import SENDER
from tests.pages import visiting as pages
from tests.services.asking import storing

pytestmark = pytest.mark.store

THE_DAY = utc(2028, 7, 3, 6, 30)
NEXT = "A second cohort begins in the autumn."
ANNOUNCING: Programme = bristol().replace(
    report=ReportPlan(due=THE_DAY.date().replace(month=3), next_steps=THE_DAY.date(), announcement=NEXT)
)


def person(name: str) -> PersonDetails:
    return PersonDetails(name=name, email=f"{name.lower()}@uni.example")


def over(database: Database, programme: Programme = ANNOUNCING) -> None:
    """Kim had two partners, Lou and Max; Ann and Tom ended early."""
    pairs = [("Kim", "Lou", Stage.COMPLETED), ("Kim", "Max", Stage.COMPLETED), ("Ann", "Tom", Stage.ENDED)]
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, "spring", programme, utc(2027, 6, 1), is_demo=False)
        for mentor, mentee, stage in pairs:
            pair = Pair(mentor=person(mentor), mentee=person(mentee), arrangement=Arrangement.RECIPROCAL)
            (key,) = cohorts.add_pairs(session, cohort, [pair], utc(2027, 6, 1))
            session.get_one(PairingRow, key).stage = stage


def morning(database: Database, at: datetime = THE_DAY) -> list[str]:
    with database.begin() as session:
        written = announcing.write(session, queries.cohort(session, "spring"), at, SENDER)
        return [letter.id for letter in written]


def told(database: Database) -> list[LetterRow]:
    with database.begin() as session:
        return list(session.scalars(select(LetterRow).where(LetterRow.name == LetterName.NEXT_STEPS)))


def test_each_who_took_part_is_told_once_and_who_left_is_left_alone(database: Database) -> None:
    over(database)

    assert len(morning(database)) == 3
    assert morning(database) == []
    assert sorted(row.recipient for row in told(database)) == [
        "kim@uni.example",
        "lou@uni.example",
        "max@uni.example",
    ]


def test_the_letter_says_what_was_written_down(database: Database) -> None:
    over(database)
    morning(database)

    (row, *_) = told(database)
    body = message_from_bytes(row.mime, policy=default).get_body(("plain",))
    assert body
    assert NEXT in body.get_content()


def test_it_leads_to_the_page_of_its_reader_for_thirty_days(database: Database) -> None:
    over(database)
    with database.begin() as session:
        session.execute(update(PairingRow).values(revision=1, waits_for=None, until=None))
        announcing.write(session, queries.cohort(session, "spring"), THE_DAY, pages.SENDER)

    for row in told(database):
        token = pages.link_in(row.mime).token
        days = [THE_DAY + timedelta(days=days) for days in (1, 29, 31)]
        found = [find_reader(storing(database, day), token) for day in days]
        assert [one and one.person and one.person.email for one in found] == [row.recipient] * 2 + [None]


def test_nothing_is_announced_before_its_day_or_before_it_is_written_down(database: Database) -> None:
    silent = ANNOUNCING.replace(report=ANNOUNCING.report and ANNOUNCING.report.replace(announcement=None))
    over(database, silent)
    assert morning(database) == []

    with database.begin() as session:
        cohorts.change_programme(session, "spring", ANNOUNCING)
    assert morning(database, utc(2028, 7, 2, 6, 30)) == []
    assert len(morning(database)) == 3


def test_where_letters_are_reviewed_it_waits_as_a_draft(database: Database) -> None:
    over(database, ANNOUNCING.replace(letters=LettersPlan(review=True)))

    assert morning(database) == []
    assert {row.state for row in told(database)} == {LetterState.DRAFT}
