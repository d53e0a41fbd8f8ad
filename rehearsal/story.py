"""The demo's story: a cohort of a programme, from the first application to the report."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes

from sqlalchemy import inspect
from temporalio.client import Client

from domain.enums import ApplicationStage, Stage
from domain.errors import Refused, TandemError
from domain.letter.states import LetterState
from domain.programme.programme import Programme
from domain.wording import counted
from ops.local.catcher import mail_catcher
from ops.local.ports import check_all_free
from ops.local.server import temporal_server
from rehearsal.answering import answer_all
from rehearsal.pair_personas import PairPersona
from rehearsal.run import CohortRun
from rehearsal.scripts import FateScript
from rehearsal.visits.clock import pages_in_skipped_time
from rehearsal.visits.visitors import Visitors
from rehearsal.writing import write_all
from settings import Settings
from storage import applications, queries
from storage.database import Database
from temporal.client import Pairings
from worker import working

_WATCH_EVERY = 0.25


class StoryError(TandemError):
    """The story did not end as it should."""


@dataclass(frozen=True)
class DemoEnding:
    """How the story ended."""

    seconds: float
    pairings: int
    completed: str
    """A pairing that was completed,"""
    events: int
    """and how many events its history has."""
    answered: int
    """So many things people said on their pages,"""
    typed: int
    """and so many a coordinator typed; who came to one date of a gathering is one list."""


def clear(settings: Settings, also_real: bool = False) -> None:
    """Remove an earlier demo; raises Refused if the folder holds a cohort that is not a demo's,
    unless that is to go, too."""
    check_all_free(settings)
    real = real_cohorts(settings)
    if real and not also_real:
        raise Refused(
            f"{settings.home} holds the cohort {', '.join(real)}, which is not a demo's. "
            "Set TANDEM_HOME to another folder to play the demo there."
        )
    for name in ("tandem.db", "temporal.db"):
        for path in settings.home.glob(f"{name}*"):
            path.unlink()
    shutil.rmtree(settings.letters_folder, ignore_errors=True)


def real_cohorts(settings: Settings) -> list[str]:
    """The cohorts in this folder that are not a demo's."""
    if not (settings.home / "tandem.db").exists():
        # The cohorts of a store elsewhere still live in this folder's server.
        return ["of another store"] if (settings.home / "temporal.db").exists() else []
    database = Database(settings.store_url)
    try:
        if not inspect(database.engine).has_table("cohorts"):
            return []
        with database.begin() as session:
            return [cohort.key for cohort in queries.cohorts(session) if not cohort.is_demo]
    finally:
        database.close()


@asynccontextmanager
async def told(
    settings: Settings, programme: Programme, watch: Callable[[Database], None]
) -> AsyncIterator[DemoEnding]:
    """Tell the story; what it took place on stays up for as long as the context lasts.

    `watch` is called with the store every now and then. Raises StoryError if a pair did not live
    as it was meant to, or a letter did not arrive.
    """
    script = FateScript()
    async with stage(settings) as (client, database):
        began = time.monotonic()
        visitors = Visitors(settings, database, programme)
        async with watched(watch, database), pages_in_skipped_time(settings, client, database):
            run = CohortRun(client, database, programme, script, visitors=visitors)
            cast = script.cast(await run.whole())
            _write(database, programme)
        seconds = time.monotonic() - began
        _check(settings, database, programme, cast)
        completed = next(pairing for pairing, fate in cast.items() if fate is PairPersona.STEADY)
        history = await Pairings(client).handle(completed).describe()
        yield DemoEnding(
            seconds, len(cast), completed, history.history_length, visitors.answered, visitors.typed
        )


def _write(database: Database, programme: Programme) -> None:
    """What people have answered and written, which no workflow hears."""
    with database.begin() as session:
        answer_all(session, programme)
        write_all(session, programme)


@asynccontextmanager
async def stage(settings: Settings) -> AsyncIterator[tuple[Client, Database]]:
    """All that a life needs, for as long as the context lasts: a server, a worker, a store, and a mail
    server that sends nothing on."""
    database = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        database.upgrade()
        async with working(client, database, settings):
            yield client, database
    database.close()


@asynccontextmanager
async def watched(watch: Callable[[Database], None], database: Database) -> AsyncIterator[None]:
    """`watch` is called with the store every now and then, and once at the end."""

    async def watching() -> None:
        while True:
            watch(database)
            await asyncio.sleep(_WATCH_EVERY)

    task = asyncio.create_task(watching())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        watch(database)


def _check(
    settings: Settings, database: Database, programme: Programme, cast: dict[str, PairPersona]
) -> None:
    """A story that did not go as it is told would be a lie."""
    with database.begin() as session:
        stages = {p.id: p.stage for p in queries.pairings(session, cohort=programme.key)}
        letters = queries.letter_counts(session, programme.key)
        applied = applications.counted_by_stage(session, programme.key)
    still = [stage for stage in applied if ApplicationStage(stage).is_open]
    if still:
        raise StoryError(f"The cohort is over, and there are applications that are {', '.join(still)}.")
    for pairing, fate in cast.items():
        ends = fate in (PairPersona.GOES_QUIET, PairPersona.WITHDRAWS)
        if stages[pairing] is not (Stage.ENDED if ends else Stage.COMPLETED):
            raise StoryError(f"{pairing}, which {fate}, is {stages[pairing]}.")
    files = settings.letters_folder.glob("*.eml")
    arrived = {message_from_bytes(file.read_bytes())["Message-ID"] for file in files}
    if set(letters) != {LetterState.SENT} or len(arrived) != letters[LetterState.SENT]:
        raise StoryError(f"{counted(len(arrived), 'letter')} arrived, but the outbox says {letters}.")
