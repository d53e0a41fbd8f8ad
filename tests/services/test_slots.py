"""A time to which each comes alone is one person's: who asks for it after them is told what is free."""

import pytest

from domain.enums import Arrangement, Role
from domain.errors import BadInput, Refused
from domain.people import Pair, PersonDetails
from services.slots import check_is_free
from storage import cohorts
from storage.database import Database
from storage.tables.entities import PairingRow
from tests.factories import programme
from tests.living import utc
from tests.services.asking import storing

pytestmark = pytest.mark.store

KEY = "mentor-interview"
NOW = utc(2027, 9, 1)


@pytest.fixture
def chosen(database: Database) -> Database:
    """Two pairs of City's, of which the mentor of the first has the second time."""
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, "city", programme("city-2021"), NOW, is_demo=False)
        names = (("Ann", "Tom"), ("Kim", "Lou"))
        people = [[PersonDetails(name=n, email=f"{n.lower()}@uni.example") for n in two] for two in names]
        pairs = [Pair(mentor=a, mentee=b, arrangement=Arrangement.RECIPROCAL) for a, b in people]
        first, _ = cohorts.add_pairs(session, cohort, pairs, NOW)
        seat = {"gathering": KEY, "sitting": "2"}
        session.get_one(PairingRow, first).state = {"mentor": {"seats": [seat]}, "mentee": {"seats": []}}
    return database


def test_what_somebody_has_is_refused_with_what_is_free(chosen: Database) -> None:
    with pytest.raises(Refused, match=f"Somebody else has that time of {KEY}") as refused:
        check_is_free(storing(chosen), "city-02", KEY, "2", [Role.MENTOR])

    assert "Still free: 1 (" in str(refused.value)
    assert "2 (" not in str(refused.value).partition("3 (")[0].partition("Still free: ")[2]
    assert str(refused.value).endswith("and 7 more.")


def test_another_time_is_free_and_so_is_the_own(chosen: Database) -> None:
    check_is_free(storing(chosen), "city-02", KEY, "1", [])
    check_is_free(storing(chosen), "city-01", KEY, "2", [Role.MENTOR])


def test_where_people_come_together_a_date_is_for_everybody(chosen: Database) -> None:
    check_is_free(storing(chosen), "city-02", "induction", "1", [])


def test_where_it_is_for_both_it_is_said_who_comes(chosen: Database) -> None:
    with chosen.begin() as session:
        city = programme("city-2021")
        (plan,) = (g for g in city.gatherings if g.key == KEY)
        both = plan.replace(roles=(Role.MENTOR, Role.MENTEE))
        others = tuple(g for g in city.gatherings if g.key != KEY)
        cohorts.change_programme(session, "city", city.replace(gatherings=(*others, both)))

    with pytest.raises(BadInput, match=f"To {KEY} each comes alone: say which of the two"):
        check_is_free(storing(chosen), "city-02", KEY, "1", [])
