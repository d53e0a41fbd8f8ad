"""Which date of a gathering is meant, where attendance is told."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.enums import BOTH, Role, Stage
from domain.errors import BadInput, Refused
from domain.pairing.events import Accept, Attend, ChooseSitting
from domain.programme.gathering_plan import SittingDate
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from services.cohorts.pairs_present import updates_of_pairs
from services.cohorts.sittings_begun import day_attended
from services.context import Context
from storage import cohorts, queries
from storage.database import Database
from storage.tables.entities import PairingRow
from tests.conftest import emptied
from tests.factories import bristol
from tests.living import Life, utc
from tests.services.asking import storing
from tests.world import pair

pytestmark = pytest.mark.store

KEY, OPENED = "kent", utc(2027, 6, 1)
AFTER_ONE, AFTER_BOTH = utc(2027, 7, 1), utc(2027, 7, 9)
ONE, CHOSE_SECOND = f"{KEY}-01", f"{KEY}-02"


def twice() -> Programme:
    """Bristol's induction on 30 June 2027, and once more on 8 July."""
    plan = bristol().gathering("induction")
    more = SittingDate(date=date(2027, 7, 8), hours="10:00-12:00")
    held = plan.replace(sittings=(*plan.sittings, more))
    others = tuple(held if one.key == "induction" else one for one in bristol().gatherings)
    return bristol().replace(gatherings=others)


@pytest.fixture
def store(sqlite_store: Database) -> Iterator[Database]:
    """Two pairs in the induction; the second has chosen the second date."""
    for made in emptied(sqlite_store):
        with made.begin() as session:
            cohort = cohorts.open_cohort(session, KEY, twice(), OPENED, is_demo=False)
            cohorts.add_pairs(session, cohort, [pair(n, KEY) for n in range(2)], OPENED)
            seat = {"seats": [{"gathering": "induction", "sitting": "2"}]}
            for key in (ONE, CHOSE_SECOND):
                row = session.get_one(PairingRow, key)
                row.stage = Stage.INDUCTION
                row.state = {role.value: seat if key == CHOSE_SECOND else {} for role in BOTH}
        yield made


def _told(
    store: Database, now: datetime, sitting: str | None = None, absent: Sequence[str] = ()
) -> dict[str, Attend]:
    with store.begin() as session:
        cohort = queries.cohort(session, KEY)
        gathering = rules_of(cohort.programme).gathering("induction")
        return dict(updates_of_pairs(session, cohort, gathering, absent, sitting, now))


def test_of_one_date_that_is_over_nothing_need_be_said(store: Database) -> None:
    assert {key: event.happened_on for key, event in _told(store, AFTER_ONE).items()} == {ONE: None}


def test_of_two_dates_that_are_over_it_is_asked_which(store: Database) -> None:
    with pytest.raises(BadInput) as refusal:
        _told(store, AFTER_BOTH)

    assert str(refusal.value) == (
        "induction has been held more than once; say which with --sitting: "
        "1 on Wed 30 Jun 2027 09:30; 2 on Thu 8 Jul 2027 10:00."
    )


def test_the_date_that_is_said_is_told_to_whoever_did_not_choose_another(store: Database) -> None:
    said: dict[str, Any] = {
        sitting: {key: event.happened_on for key, event in _told(store, AFTER_BOTH, sitting).items()}
        for sitting in ("1", "2")
    }

    second = date(2027, 7, 8)
    assert said == {"1": {ONE: date(2027, 6, 30)}, "2": {ONE: second, CHOSE_SECOND: second}}


def test_a_date_to_come_is_refused(store: Database) -> None:
    with pytest.raises(Refused, match="induction begins on Thu 8 Jul 2027 10:00; not yet"):
        _told(store, AFTER_ONE, "2")


def _both_chose(sitting: str) -> Life:
    """After both dates; of nobody is it known whether they came."""
    entity = Life(rules_of(twice()), OPENED)
    entity.until(utc(2027, 6, 15))
    for role in BOTH:
        entity.update(Accept(role=role))
        entity.update(ChooseSitting(gathering="induction", sitting=sitting, roles=(role,)))
    entity.until(AFTER_BOTH)
    return entity


def test_who_is_known_to_have_missed_the_date_they_chose_is_asked_which_other(store: Database) -> None:
    entity, context = _both_chose("2"), storing(store, AFTER_BOTH)
    _write_down(store, entity)
    assert day_attended(context, CHOSE_SECOND, "induction", BOTH, None, missed=True) is None

    entity.update(Attend(gathering="induction", attended=False))
    _write_down(store, entity)

    with pytest.raises(BadInput, match="held more than once; say which with --sitting"):
        day_attended(context, CHOSE_SECOND, "induction", BOTH, None, missed=True)
    assert day_attended(context, CHOSE_SECOND, "induction", BOTH, None) is None


def test_of_a_whole_cohort_who_is_absent_once_more_has_not_missed_the_next_date(store: Database) -> None:
    entity = _both_chose("1")
    with store.begin() as session:
        session.get_one(PairingRow, ONE).stage = Stage.ENDED
    _write_down(store, entity)
    absent = [f"{CHOSE_SECOND}:mentor"]
    assert {event.happened_on for event in _told(store, AFTER_BOTH, absent=absent).values()} == {None}

    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,), attended=False))
    _write_down(store, entity)

    with pytest.raises(BadInput, match="held more than once; say which with --sitting"):
        _told(store, AFTER_BOTH, absent=absent)


def _write_down(store: Database, entity: Life) -> None:
    with store.begin() as session:
        row = session.get_one(PairingRow, CHOSE_SECOND)
        row.state = entity.pairing.replace(id=CHOSE_SECOND).state
        row.rules = entity.pairing.rules.model_dump(mode="json")


def test_of_one_pair_it_is_asked_too_unless_it_has_chosen(store: Database) -> None:
    context: Context = storing(store, AFTER_BOTH)

    with pytest.raises(BadInput, match="say which with --sitting: 1 on"):
        day_attended(context, ONE, "induction", (Role.MENTOR,), None)
    assert day_attended(context, ONE, "induction", (), "2") == date(2027, 7, 8)
    assert day_attended(context, CHOSE_SECOND, "induction", (), None) is None
    assert day_attended(storing(store, OPENED + timedelta(days=30)), ONE, "induction", (), None) is None
