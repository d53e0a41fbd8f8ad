"""The circuit as the store keeps it, for all workers."""

from datetime import datetime, timedelta

import pytest

from mail.circuit_breaker import Outage, close_circuit, current, may_probe, open_circuit
from storage.database import Database
from tests.living import utc

pytestmark = pytest.mark.store

_NOW = utc(2027, 6, 1, 9)


def _after(minutes: float) -> datetime:
    return _NOW + timedelta(minutes=minutes)


def _opened(database: Database, now: datetime = _NOW, reason: str = "535 no") -> None:
    with database.begin() as session:
        open_circuit(session, reason, now)


def _current(database: Database) -> Outage | None:
    with database.begin() as session:
        return current(session)


def _may_probe(database: Database, now: datetime) -> bool:
    with database.begin() as session:
        outage = current(session)
        assert outage
        return may_probe(session, outage, now)


def test_letters_go_as_long_as_nothing_stops_them(database: Database) -> None:
    assert _current(database) is None


def test_an_outage_says_since_when_and_why_in_the_latest_words_which_name_nobody(database: Database) -> None:
    _opened(database)
    assert _current(database) == Outage(_NOW, "535 no", _after(5))

    _opened(database, _after(3), "550 ann@uni.example is unknown")
    assert _current(database) == Outage(_NOW, "550 ... is unknown", _after(5))


def test_one_that_has_ended_is_over_and_another_may_begin(database: Database) -> None:
    _opened(database)
    with database.begin() as session:
        close_circuit(session)
    assert _current(database) is None

    _opened(database, _after(20))
    outage = _current(database)
    assert outage
    assert outage.since == _after(20)


def test_one_letter_probes_after_5_10_20_40_and_then_every_30_minutes(database: Database) -> None:
    _opened(database)

    assert [minute for minute in range(140) if _may_probe(database, _after(minute))] == [
        *(5, 10, 20, 40),
        *(70, 100, 130),
    ]


def test_only_one_letter_probes(database: Database) -> None:
    _opened(database)

    assert [_may_probe(database, _after(5)) for _ in range(3)] == [True, False, False]
