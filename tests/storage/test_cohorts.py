from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.pairs import Pair, PersonDetails
from domain.words import Arrangement, Role, Stage
from storage import cohorts, reading
from storage.database import Database
from storage.tables import PairingRow, PersonRow
from storage.views import Cohort, PairingView
from tests.living import bristol, utc

_NOW = utc(2027, 6, 1)


def _pair(mentor: str, mentee: str, arrangement: Arrangement = Arrangement.RECIPROCAL) -> Pair:
    return Pair(
        mentor=PersonDetails(name=mentor.title(), email=f"{mentor}@uni.example"),
        mentee=PersonDetails(name=mentee.title(), email=f"{mentee}@uni.example"),
        arrangement=arrangement,
    )


def _open(database: Database, key: str = "spring") -> Cohort:
    with database.begin() as session:
        return cohorts.open_cohort(session, key, bristol(), _NOW, is_demo=False)


def _add(database: Database, *pairs: Pair, key: str = "spring") -> list[str]:
    cohort = _open(database, key)
    with database.begin() as session:
        return cohorts.add_pairs(session, cohort, pairs, _NOW)


def _pairing(database: Database, pairing: str) -> PairingView:
    with database.begin() as session:
        return reading.pairing(session, pairing)


def _count(database: Database, table: type[PersonRow] | type[PairingRow]) -> int:
    with database.begin() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_opened_cohort_is_read_back(database: Database) -> None:
    opened = _open(database)

    with database.begin() as session:
        assert reading.cohort(session, "spring") == opened
    assert (opened.programme, opened.opened_at, opened.is_demo) == (bristol(), _NOW, False)


def test_a_cohort_opened_twice_is_one_and_keeps_its_programme_and_day(database: Database) -> None:
    first = _open(database)

    with database.begin() as session:
        other = bristol().changed(title="Another")
        again = cohorts.open_cohort(session, "spring", other, _NOW + timedelta(days=1), is_demo=True)

    assert again == first


def test_pairs_are_numbered_in_their_order(database: Database) -> None:
    ids = _add(database, _pair("ann", "tom"), _pair("bea", "sam"))

    assert ids == ["spring-01", "spring-02"]


def test_pairs_added_twice_add_nothing(database: Database) -> None:
    pairs = (_pair("ann", "tom"), _pair("bea", "sam"))
    first = _add(database, *pairs)

    assert _add(database, *pairs) == first
    assert (_count(database, PairingRow), _count(database, PersonRow)) == (2, 4)


def test_a_pair_that_is_new_among_known_ones_gets_the_next_number(database: Database) -> None:
    _add(database, _pair("ann", "tom"), _pair("bea", "sam"))

    ids = _add(database, _pair("ann", "tom"), _pair("kim", "lee"))

    assert ids == ["spring-01", "spring-03"]


def test_ids_go_on_after_99(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    with database.begin() as session:
        session.get_one(PairingRow, first).number = 99

    assert _add(database, _pair("bea", "sam"), _pair("kim", "lee")) == ["spring-100", "spring-101"]


def test_a_person_is_known_by_email(database: Database) -> None:
    first, second = _add(database, _pair("ann", "tom"), _pair("ann", "sam"))

    assert _pairing(database, first).mentor == _pairing(database, second).mentor
    assert _count(database, PersonRow) == 3


def test_a_person_may_be_mentor_in_one_pair_and_mentee_in_another(database: Database) -> None:
    first, second = _add(database, _pair("ann", "tom"), _pair("tom", "ann"))

    assert _pairing(database, first).mentor == _pairing(database, second).mentee
    assert _count(database, PersonRow) == 2


def test_people_are_shared_between_cohorts(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    (second,) = _add(database, _pair("ann", "tom"), key="autumn")

    assert (first, second) == ("spring-01", "autumn-01")
    assert _pairing(database, first).mentor == _pairing(database, second).mentor


def test_a_person_keeps_the_name_they_came_with(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    renamed = _pair("ann", "sam").changed(mentor=PersonDetails(name="Someone", email="ann@uni.example"))

    _add(database, renamed)

    assert _pairing(database, first).mentor.name == "Ann"


def test_a_new_pairing_has_not_begun(database: Database) -> None:
    (pairing,) = _add(database, _pair("ann", "tom", Arrangement.REVERSE))

    view = _pairing(database, pairing)

    assert (view.stage, view.since, view.sessions, view.minimum) == (Stage.APPLICATION, _NOW, 0, 4)
    assert (view.arrangement, view.waits_for) == (Arrangement.REVERSE, "a worker to begin it")
    assert (view.reason, view.until, view.paused, view.concerns) == (None, None, False, ())


def test_the_two_partners_are_who_they_were_said_to_be(database: Database) -> None:
    (pairing,) = _add(database, _pair("ann", "tom"))

    view = _pairing(database, pairing)

    assert view.person(Role.MENTOR).email == "ann@uni.example"
    assert view.person(Role.MENTEE).name == "Tom"


def _open_and_crash(database: Database) -> None:
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, "spring", bristol(), _NOW, is_demo=False)
        cohorts.add_pairs(session, cohort, [_pair("ann", "tom")], _NOW)
        raise RuntimeError("crash")


def test_a_cohort_that_was_rolled_back_was_never_opened(database: Database) -> None:
    with pytest.raises(RuntimeError, match="crash"):
        _open_and_crash(database)

    assert (_count(database, PairingRow), _count(database, PersonRow)) == (0, 0)
    with database.begin() as session:
        assert reading.cohorts(session) == []
