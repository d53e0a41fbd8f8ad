"""The stop as the store keeps it."""

from datetime import datetime, timedelta

import pytest

from mail import outages
from storage.database import Database
from storage.tables import MailOutageRow
from tests.living import utc

_NOW = utc(2027, 6, 1, 9)


def _after(minutes: float) -> datetime:
    return _NOW + timedelta(minutes=minutes)


def _begin(database: Database, now: datetime = _NOW, reason: str = "535 no") -> None:
    with database.begin() as session:
        outages.begin(session, reason, now)


def _current(database: Database) -> outages.Outage | None:
    with database.begin() as session:
        return outages.current(session)


def _end(database: Database, now: datetime) -> bool:
    with database.begin() as session:
        return outages.end(session, now)


def _take_turn(database: Database, now: datetime) -> bool:
    stop = _current(database)
    assert stop
    with database.begin() as session:
        return outages.take_turn(session, stop, now)


def _stopped(database: Database, since: float, now: float) -> float:
    with database.begin() as session:
        return outages.time_stopped(session, _after(since), _after(now)) / timedelta(minutes=1)


def test_letters_go_as_long_as_nothing_stops_them(database: Database) -> None:
    assert _current(database) is None
    assert not _end(database, _NOW)


def test_a_stop_says_since_when_and_why(database: Database) -> None:
    _begin(database)

    stop = _current(database)

    assert stop
    assert (stop.since, stop.reason, stop.try_again_at) == (_NOW, "535 no", _after(5))


def test_a_stop_that_lasts_does_not_begin_again(database: Database) -> None:
    _begin(database)
    before = _current(database)
    _begin(database, _after(3), "421 busy")

    assert _current(database) == before


def test_the_servers_latest_words_are_kept(database: Database) -> None:
    _begin(database)
    with database.begin() as session:
        outages.go_on(session, "421 busy")

    stop = _current(database)

    assert stop
    assert (stop.since, stop.reason) == (_NOW, "421 busy")


def test_a_stop_that_has_ended_is_over_and_another_may_begin(database: Database) -> None:
    _begin(database)

    assert _end(database, _after(7))
    assert _current(database) is None
    assert not _end(database, _after(8))

    _begin(database, _after(20))
    stop = _current(database)
    assert stop
    assert stop.since == _after(20)


def test_one_letter_is_tried_after_5_10_20_and_then_every_30_minutes(database: Database) -> None:
    _begin(database)
    tried = [minute for minute in range(130) if _take_turn(database, _after(minute))]

    assert tried == [5, 15, 35, 65, 95, 125]


def test_only_one_letter_gets_the_turn(database: Database) -> None:
    _begin(database)
    stop = _current(database)
    assert stop

    turns = []
    for _ in range(3):
        with database.begin() as session:
            turns.append(outages.take_turn(session, stop, _after(5)))

    assert turns == [True, False, False]


def test_there_is_no_turn_in_a_stop_that_has_ended(database: Database) -> None:
    _begin(database)
    stop = _current(database)
    assert stop
    _end(database, _after(6))

    with database.begin() as session:
        assert not outages.take_turn(session, stop, _after(7))


def test_a_turn_that_was_given_back_is_there_at_once(database: Database) -> None:
    _begin(database)
    assert _take_turn(database, _after(5))

    with database.begin() as session:
        outages.give_turn_back(session, _after(6))

    assert _take_turn(database, _after(6))


@pytest.mark.parametrize(
    ("since", "now", "minutes"),
    [(-30, -10, 0), (-30, 90, 60), (10, 90, 50), (10, 30, 20), (-30, 30, 30), (60, 90, 0), (70, 90, 0)],
)
def test_the_time_of_a_stop_is_known_afterwards(
    database: Database, since: float, now: float, minutes: float
) -> None:
    _begin(database)
    _end(database, _after(60))

    assert _stopped(database, since, now) == minutes


def test_a_stop_that_lasts_counts_until_now(database: Database) -> None:
    _begin(database)

    assert _stopped(database, -10, 25) == 25


def test_stops_that_overlap_count_once(database: Database) -> None:
    times = [(0, 60), (0, 60), (30, 50), (40, 80), (100, None)]
    with database.begin() as session:
        for begun, ended in times:
            end = None if ended is None else _after(ended)
            session.add(MailOutageRow(since=_after(begun), reason="", try_again_at=_NOW, ended_at=end))

    assert _stopped(database, -10, 110) == 90


def test_two_workers_that_stop_at_once_are_started_again_together(database: Database) -> None:
    with database.begin() as session:
        for _ in range(2):
            session.add(MailOutageRow(since=_NOW, reason="", try_again_at=_after(5), ended_at=None))

    assert _end(database, _after(10))
    assert _current(database) is None
