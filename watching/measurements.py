"""What a worker measures: the store, in few questions whatever its size, and how far Temporal differs."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from mail import lateness, stops
from mail.hours import Hours
from storage import tallies
from storage.database import Database
from watching import gauges
from watching.gauges import Level
from watching.measuring import Measurement

_STORE_EVERY = timedelta(seconds=30)
_DRIFT_EVERY = timedelta(minutes=5)


def of_store(database: Database, hours: Hours) -> Measurement:
    """How many of everything there are; letters wait for these office hours without being late."""

    def look() -> list[Level]:
        with database.begin() as session:
            return [*_lives(session), *_attention(session), *_mail(session, hours, datetime.now(UTC))]

    # A thread of its own: a store that hangs takes none from the activities, and a worker's stop, which
    # waits for the threads that all share, does not wait for it.
    thread = ThreadPoolExecutor(1, thread_name_prefix="measuring")

    async def measure() -> list[Level]:
        return await asyncio.get_running_loop().run_in_executor(thread, look)

    return Measurement("store", _STORE_EVERY, measure)


class Drift(Protocol):
    """A difference between the store and Temporal."""

    @property
    def kind(self) -> str: ...


def of_drift(kinds: Iterable[str], find: Callable[[], Awaitable[Iterable[Drift]]]) -> Measurement:
    """How many differences of each of these kinds `find` finds."""
    gauge = gauges.drift(tuple(str(kind) for kind in kinds))

    async def measure() -> list[Level]:
        return [Level(gauge, Counter(str(drift.kind) for drift in await find()))]

    return Measurement("drift", _DRIFT_EVERY, measure, patience=_DRIFT_EVERY)


def _lives(session: Session) -> list[Level]:
    return [
        Level(gauges.COHORTS, tallies.cohorts_by_stage(session)),
        Level(gauges.APPLICATIONS, tallies.applications_by_stage(session)),
        Level(gauges.PAIRINGS, tallies.pairings_by_stage(session)),
    ]


def _attention(session: Session) -> list[Level]:
    lives, concerns = tallies.needing_attention(session)
    return [Level(gauges.NEED_ATTENTION, lives), Level(gauges.CONCERNS, concerns)]


def _mail(session: Session, hours: Hours, now: datetime) -> list[Level]:
    late = lateness.oldest(session, hours, now)
    return [
        Level(gauges.LETTERS, tallies.letters_by_state(session)),
        Level(gauges.OLDEST_LATE_LETTER, {"": late.total_seconds()}),
        Level(gauges.OLDEST_HELD_LETTER, {"": lateness.longest_held(session, now).total_seconds()}),
        Level(gauges.MAIL_STOPPED, {"": float(stops.current(session) is not None)}),
    ]
