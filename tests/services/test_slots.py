"""A time to which each comes alone is one person's: who asks for it after them is told what is free."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from domain.enums import Arrangement, Role, Stage
from domain.errors import BadInput, Refused
from domain.pairing.events import Accept, ChooseSitting
from domain.people import Pair, PersonDetails
from services import pairings, slots
from services.cohorts.attendance import plan_attendance
from storage import cohorts, messages, queries
from storage.database import Database
from storage.engine import ON_REQUEST
from storage.tables.entities import PairingRow
from tests.factories import programme
from tests.living import utc
from tests.services.asking import asking, storing
from tests.world import World

pytestmark = pytest.mark.store

KEY = "mentor-interview"
NOW = utc(2027, 9, 1)
_PAIRS = 10


@pytest.fixture
def chosen(database: Database) -> Database:
    """Ten pairs of City's, of which the mentor of the first has the second time."""
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, "city", programme("city-2021"), NOW, is_demo=False)
        names = [(f"Ann {number}", f"Tom {number}") for number in range(_PAIRS)]
        people = [
            [PersonDetails(name=n, email=f"{n.lower().replace(' ', '.')}@uni.example") for n in two]
            for two in names
        ]
        pairs = [Pair(mentor=a, mentee=b, arrangement=Arrangement.RECIPROCAL) for a, b in people]
        first, *_ = cohorts.add_pairs(session, cohort, pairs, NOW)
        seat = {"gathering": KEY, "sitting": "2"}
        session.get_one(PairingRow, first).state = {"mentor": {"seats": [seat]}, "mentee": {"seats": []}}
    return database


def _take(database: Database, pairing: str, sitting: str, roles: tuple[Role, ...] = (Role.MENTOR,)) -> str:
    """The pairing, if it has the time."""
    event = ChooseSitting(gathering=KEY, sitting=sitting, roles=roles)
    with database.begin() as session:
        slots.take(session, queries.pairing(session, pairing), event, NOW)
    return pairing


def _patient(database: Database) -> Database:
    """The same store, as one asks it who waits for the answer."""
    return Database(database.engine.url.render_as_string(hide_password=False), ON_REQUEST)


def test_what_somebody_has_is_refused_with_what_is_free(chosen: Database) -> None:
    with pytest.raises(Refused, match=f"Somebody else has that time of {KEY}") as refused:
        _take(chosen, "city-02", "2")

    assert "Still free: 1 (" in str(refused.value)
    assert "2 (" not in str(refused.value).partition("3 (")[0].partition("Still free: ")[2]
    assert str(refused.value).endswith("and 7 more.")


def test_another_time_is_free_and_so_is_the_own(chosen: Database) -> None:
    _take(chosen, "city-02", "1", ())
    _take(chosen, "city-01", "2")


def test_who_has_left_needs_no_time(chosen: Database) -> None:
    with chosen.begin() as session:
        session.get_one(PairingRow, "city-01").stage = Stage.ENDED

    _take(chosen, "city-02", "2")


def test_what_others_have_or_are_about_to_have_is_taken_and_what_is_ones_own_is_not(chosen: Database) -> None:
    _take(chosen, "city-02", "4")
    context = storing(chosen, NOW)
    with chosen.begin() as session:
        views = [queries.pairing(session, key) for key in ("city-01", "city-03")]

    taken = [slots.taken_times(context, view, KEY, Role.MENTOR) for view in views]

    assert taken == [{"4"}, {"2", "4"}]
    assert slots.taken_times(context, views[1], "induction", Role.MENTOR) == set()


def test_of_ten_who_ask_in_the_same_instant_one_has_it(chosen: Database) -> None:
    patient = _patient(chosen)

    def asks(number: int) -> str | None:
        try:
            return _take(patient, f"city-{number:02}", "3")
        except Refused:
            return None

    with ThreadPoolExecutor(_PAIRS) as threads:
        had = [pairing for pairing in threads.map(asks, range(1, _PAIRS + 1)) if pairing]
    patient.close()

    assert len(had) == 1
    with chosen.begin() as session:
        ((pairing, event),) = messages.waiting_for_pairings(session, "city")
    assert (pairing, event) == (had[0], ChooseSitting(gathering=KEY, sitting="3", roles=(Role.MENTOR,)))


def test_where_people_come_together_a_date_is_for_everybody() -> None:
    city = programme("city-2021")

    assert not slots.are_for_one(city, "induction")
    assert slots.are_for_one(city, KEY)


def test_where_it_is_for_both_it_is_said_who_comes(chosen: Database) -> None:
    with chosen.begin() as session:
        city = programme("city-2021")
        (plan,) = (g for g in city.gatherings if g.key == KEY)
        both = plan.replace(roles=(Role.MENTOR, Role.MENTEE))
        others = tuple(g for g in city.gatherings if g.key != KEY)
        cohorts.change_programme(session, "city", city.replace(gatherings=(*others, both)))

    with pytest.raises(BadInput, match=f"To {KEY} each comes alone: say which of the two"):
        _take(chosen, "city-02", "1", ())


def test_who_came_is_told_once_for_all_the_times_that_were_chosen(chosen: Database) -> None:
    with chosen.begin() as session:
        for number in range(1, _PAIRS + 1):
            row, seat = session.get_one(PairingRow, f"city-{number:02}"), {"gathering": KEY}
            row.stage = Stage.EVALUATION
            row.state = {"mentor": {"seats": [seat | {"sitting": str(number)}]}, "mentee": {"seats": []}}

    planned = plan_attendance(storing(chosen, utc(2028, 6, 1)), "city", KEY)

    assert len(planned.attended) == _PAIRS


@pytest.mark.server
async def test_of_several_at_work_one_has_it_and_the_next_choice_is_anybodys(world: World) -> None:
    pairs = await world.begin_many(3, programme("city-2021"))
    for pairing in pairs:
        for role in Role:
            await world.pairings.update(pairing, Accept(role=role))
    context = replace(asking(world), database=_patient(world.database))
    choosing = (pairings.choose_sitting(context, one, KEY, [Role.MENTOR], "3") for one in pairs)

    answers = await asyncio.gather(*choosing, return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Refused", "UpdatedPairing"]
    had = next(answer.id for answer in answers if isinstance(answer, pairings.UpdatedPairing))
    other = next(one for one in pairs if one != had)
    await pairings.choose_sitting(context, had, KEY, [Role.MENTOR], "4")
    await pairings.choose_sitting(context, other, KEY, [Role.MENTOR], "3")
