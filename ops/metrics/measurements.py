"""What a worker measures: the store, in few questions whatever its size, and how far the latest look has seen
Temporal differ from it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from domain.disclosure.profile import coarse
from mail import circuit_breaker, lateness
from mail.hours import Hours
from ops.metrics import gauges
from ops.metrics.exporter import Measurement
from ops.metrics.gauges import Gauge, Level
from ops.reconcile.kinds import DriftKind
from settings import Settings
from storage import looks, metrics_queries
from storage.database import Database

_EVERY = timedelta(seconds=30)


def measurements(settings: Settings, database: Database) -> list[Measurement]:
    """What is measured as long as the worker works; nothing if nobody asks."""
    if not settings.metrics:
        return []
    hours = Hours.of(settings.mail_hours, settings.mail_days)
    return [of_store(database, hours), of_drift(database, DriftKind)]


def of_store(database: Database, hours: Hours) -> Measurement:
    """How many of everything there are; letters wait for these office hours without being late."""

    def look() -> list[Level]:
        with database.begin() as session:
            return [*_entities(session), *_attention(session), *_mail(session, hours, datetime.now(UTC))]

    return _measurement("store", look)


def of_drift(database: Database, kinds: Iterable[str]) -> Measurement:
    """How many differences of each of these kinds the latest look has left, and when it looked."""
    gauge = gauges.drift(tuple(str(kind) for kind in kinds))

    def read() -> list[Level]:
        with database.begin() as session:
            found, at = looks.drift(session)
        return [Level(gauge, found), Level(gauges.LOOKED_AT, {"": at.timestamp() if at else 0})]

    return _measurement("drift", read)


def _measurement(name: str, read: Callable[[], list[Level]]) -> Measurement:
    # A thread of its own: a store that hangs takes none from the activities, and a worker's stop, which
    # waits for the threads that all share, does not wait for it.
    thread = ThreadPoolExecutor(1, thread_name_prefix="measuring")

    async def measure() -> list[Level]:
        return await asyncio.get_running_loop().run_in_executor(thread, read)

    return Measurement(name, _EVERY, measure)


def _entities(session: Session) -> list[Level]:
    return [
        Level(gauges.COHORTS, metrics_queries.cohorts_by_stage(session)),
        _of_people(gauges.APPLICATIONS, metrics_queries.applications_by_stage(session)),
        _of_people(gauges.PAIRINGS, metrics_queries.pairings_by_stage(session)),
    ]


def _attention(session: Session) -> list[Level]:
    entities, concerns = metrics_queries.needing_attention(session)
    return [_of_people(gauges.NEED_ATTENTION, entities), _of_people(gauges.CONCERNS, concerns)]


def _of_people(gauge: Gauge, found: Mapping[str, int]) -> Level:
    """Whoever reads the metrics need not see that one person has withdrawn, or that a manager is silent."""
    return Level(gauge, {value: coarse(number) for value, number in found.items() if number})


def _mail(session: Session, hours: Hours, now: datetime) -> list[Level]:
    late = lateness.oldest(session, hours, now)
    return [
        Level(gauges.LETTERS, metrics_queries.letters_by_state(session)),
        Level(gauges.OLDEST_LATE_LETTER, {"": late.total_seconds()}),
        Level(gauges.OLDEST_HELD_LETTER, {"": lateness.longest_held(session, now).total_seconds()}),
        Level(gauges.MAIL_STOPPED, {"": float(circuit_breaker.current(session) is not None)}),
    ]
