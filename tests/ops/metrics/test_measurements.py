"""What is measured of the store, in a handful of questions, and of the drift."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from sqlalchemy import event, update

from domain.disclosure.profile import coarse
from domain.enums import CohortStage, Concern, Stage
from domain.letter.states import LetterState
from mail import circuit_breaker
from mail.hours import ALWAYS
from ops.metrics import gauges
from ops.metrics.gauges import Gauge
from ops.metrics.measurements import of_drift, of_store
from storage import looks
from storage.database import Database
from storage.tables.entities import CohortRow, PairingRow
from storage.tables.letters import LetterRow
from tests.mail.office import Office, introduced
from tests.world import written_down

pytestmark = pytest.mark.store

NOW = datetime(2027, 6, 1, tzinfo=UTC)


async def _measured(database: Database) -> dict[Gauge, Mapping[str, float]]:
    return {level.gauge: level.found for level in await of_store(database, ALWAYS).measure()}


def _set(database: Database, pairing: str, stage: Stage, *concerns: Concern) -> None:
    with database.begin() as session:
        row = session.get_one(PairingRow, pairing)
        row.stage, row.concerns = stage, list(concerns)


async def test_pairings_are_counted_by_stage(database: Database) -> None:
    first, second, third = written_down(database, 3)
    _set(database, first, Stage.MENTORING)
    _set(database, second, Stage.MENTORING)
    _set(database, third, Stage.ENDED)

    found = await _measured(database)

    assert found[gauges.PAIRINGS] == {"mentoring": 5, "ended": 5}
    assert sum(found[gauges.COHORTS].values()) == 1


async def test_a_few_are_shown_as_five_and_more_to_the_nearest_five(database: Database) -> None:
    for pairing in written_down(database, 13):
        _set(database, pairing, Stage.MENTORING)

    found = await _measured(database)

    assert found[gauges.PAIRINGS] == {"mentoring": 15}
    assert [coarse(number) for number in (0, 1, 7, 8, 12, 13)] == [0, 5, 5, 10, 10, 15]


async def test_what_needs_attention_is_counted_once_and_each_of_its_concerns(database: Database) -> None:
    first, second, _ = written_down(database, 3)
    _set(database, first, Stage.MENTORING, Concern.GONE_QUIET)
    _set(database, second, Stage.MENTORING, Concern.GONE_QUIET, Concern.LETTER_FAILED)

    found = await _measured(database)

    assert found[gauges.NEED_ATTENTION] == {"pairing": 5}
    assert found[gauges.CONCERNS] == {"gone_quiet": 5, "letter_failed": 5}


async def test_a_cohort_that_is_over_counts_no_more(database: Database) -> None:
    (pairing,) = written_down(database, 1)
    _set(database, pairing, Stage.COMPLETED, Concern.TOO_FEW_SESSIONS)
    with database.begin() as session:
        session.execute(update(CohortRow).values(stage=CohortStage.ENDED))

    found = await _measured(database)

    assert found[gauges.COHORTS] == {"ended": 1}
    assert (found[gauges.PAIRINGS], found[gauges.NEED_ATTENTION]) == ({}, {})


async def test_letters_are_counted_by_state_and_the_oldest_is_told(database: Database) -> None:
    Office(database, introduced())

    found = await _measured(database)

    assert found[gauges.LETTERS] == {"pending": 2}
    assert found[gauges.OLDEST_LATE_LETTER][""] >= 0


async def test_how_long_the_oldest_letter_has_been_held_is_told(database: Database) -> None:
    office = Office(database, introduced())
    assert (await _measured(database))[gauges.OLDEST_HELD_LETTER] == {"": 0}

    with database.begin() as session:
        row = session.get_one(LetterRow, office.letter())
        row.state, row.written_at = LetterState.HELD, datetime.now(UTC) - timedelta(days=2)

    age = (await _measured(database))[gauges.OLDEST_HELD_LETTER][""]
    assert timedelta(days=2) <= timedelta(seconds=age) < timedelta(days=2, minutes=5)


async def test_a_stop_of_the_mail_is_told_as_long_as_it_lasts(database: Database) -> None:
    with database.begin() as session:
        circuit_breaker.open_circuit(session, "535 no", NOW)
    assert (await _measured(database))[gauges.MAIL_STOPPED] == {"": 1}

    with database.begin() as session:
        circuit_breaker.close_circuit(session)
    assert (await _measured(database))[gauges.MAIL_STOPPED] == {"": 0}


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


async def test_a_larger_store_is_asked_no_more_questions(database: Database) -> None:
    written_down(database, 1)
    with _statements(database) as few:
        await _measured(database)
    written_down(database, 20)
    with _statements(database) as many:
        await _measured(database)

    assert len(many) == len(few) <= 10


class _Kind(StrEnum):
    LOST = "lost"
    BEHIND = "behind"


async def test_drift_is_what_the_latest_look_has_left_out_of_all_kinds_there_are(database: Database) -> None:
    with database.begin() as session:
        for cohort, drift in (("spring", {"lost": 2}), ("autumn", {"lost": 1}), (looks.PULSE, {})):
            looks.note(session, cohort, NOW, drift)
        looks.note(session, "autumn", NOW, {})

    found, looked = await of_drift(database, _Kind).measure()

    assert (found.gauge.name, found.gauge.values) == ("tandem_drift", ("lost", "behind"))
    assert found.found == {"lost": 2}
    assert (looked.gauge, looked.found) == (gauges.LOOKED_AT, {"": NOW.timestamp()})


async def test_a_look_that_never_was_is_older_than_any(database: Database) -> None:
    _, looked = await of_drift(database, _Kind).measure()

    assert looked.found == {"": 0}


def test_a_stop_does_not_wait_for_a_store_that_hangs(sqlite_store: Database) -> None:
    async def measure_and_give_up() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(_measured(sqlite_store), 0.05)

    with sqlite_store.engine.connect():  # it has one connection, and nobody else gets it meanwhile
        began = time.monotonic()
        asyncio.run(measure_and_give_up())
        assert time.monotonic() - began < 5
