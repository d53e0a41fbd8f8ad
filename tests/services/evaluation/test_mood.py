"""The mood of a cohort half-way: of many people together, and only when all have had time to answer."""

from datetime import timedelta

import pytest

from domain.enums import Role, Wave
from domain.errors import Refused
from domain.pairing.waves import midway_closes
from domain.programme.timetable import rules_of
from services.evaluation.mood import mood
from storage import answers, queries
from storage.database import Database
from tests.factories import bristol, utc
from tests.services.asking import storing
from tests.world import written_down

pytestmark = pytest.mark.store

OVER = utc(2027, 10, 22)


def _answered(database: Database, pairs: int) -> str:
    """The cohort of so many pairs of which the mentors trust, and one in three does not."""
    made = written_down(database, pairs)
    with database.begin() as session:
        for number, pairing in enumerate(made):
            said = {"trust": "1" if number % 3 == 0 else "5", "burden": "mostly-i"}
            answers.save(session, pairing, Role.MENTOR, Wave.MIDWAY, said)
        return queries.pairing(session, made[0]).cohort


def test_of_few_nothing_is_told(database: Database) -> None:
    found = mood(storing(database, OVER), _answered(database, 9))

    assert {one.item.key for one in found} >= {"trust", "burden", "burden-all-right"}
    assert [one.told for one in found] == [None] * len(found)


def test_of_many_numbers_are_rounded_and_small_ones_withheld(database: Database) -> None:
    found = mood(storing(database, OVER), _answered(database, 36))

    (trust,) = (one for one in found if one.item.key == "trust")
    assert {number for number in trust.ways.values() if number is not None and number % 5} == set()
    assert trust.ways["5"] == 25


def test_nothing_is_told_while_answers_come_in(database: Database) -> None:
    closes = midway_closes(rules_of(bristol()))
    with pytest.raises(Refused, match="when all have had time to"):
        mood(storing(database, closes - timedelta(hours=1)), _answered(database, 1))
