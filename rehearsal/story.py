"""The demo's story: the pairs of a programme, from their making to their thanks."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from itertools import cycle
from pathlib import Path

from sqlalchemy import inspect
from temporalio.client import Client

from client import Pairings, draft_matches
from domain.errors import Refused, TandemError
from domain.pairs import read_pairs
from domain.programme import Programme
from domain.timetable import rules_of
from domain.words import Stage
from embedded.catcher import mail_catcher
from embedded.ports import check_all_free
from embedded.server import temporal_server
from rehearsal.applicants import applicants
from rehearsal.fates import CAST, Fate, timeline
from rehearsal.play import Player
from settings import Settings
from storage import applications, cohorts, reading
from storage.database import Database
from storage.views import Cohort, LetterState
from worker import working
from workflows.start import PairingStart

_PAIRS = Path(__file__).parent / "pairs"
_APPLICANTS = (14, 13)
"""Mentors and mentees who apply where no pairs were made by hand."""
_SEED = 2021
_WATCH_EVERY = 0.25


class StoryError(TandemError):
    """The story did not end as it should."""


@dataclass(frozen=True)
class Told:
    """How the story ended."""

    seconds: float
    pairings: int
    completed: str
    """A pairing that was completed,"""
    events: int
    """and how many events its history has."""


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
            return [cohort.key for cohort in reading.cohorts(session) if not cohort.is_demo]
    finally:
        database.close()


@asynccontextmanager
async def told(
    settings: Settings, programme: Programme, watch: Callable[[Database], None]
) -> AsyncIterator[Told]:
    """Tell the story; what it took place on stays up for as long as the context lasts.

    `watch` is called with the store every now and then. Raises StoryError if a pair did not live
    as it was meant to, or a letter did not arrive.
    """
    database = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        database.upgrade()
        async with working(client, database, settings):
            cast = await _begin(client, database, programme)
            began = time.monotonic()
            async with _watched(watch, database):
                await _live(Player(client, database), programme, cast)
            seconds = time.monotonic() - began
            _check(settings, database, programme, cast)
            completed = next(pairing for pairing, fate in cast.items() if fate is Fate.STEADY)
            history = await Pairings(client).handle(completed).describe()
            yield Told(seconds, len(cast), completed, history.history_length)
    database.close()


async def _begin(client: Client, database: Database, programme: Programme) -> dict[str, Fate]:
    """The cast: each pairing, begun, and its fate."""
    now = datetime.now(UTC)
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, programme.key, programme, now, is_demo=True)
    by_hand = _PAIRS / f"{programme.key}.csv"
    if by_hand.exists():
        with database.begin() as session:
            ids = cohorts.add_pairs(session, cohort, read_pairs(by_hand, programme.arrangements), now)
    else:
        ids = await _match(client, database, cohort)
    with database.begin() as session:
        arrangements = {pairing: reading.pairing(session, pairing).arrangement for pairing in ids}
    rules = rules_of(programme)
    for pairing, arrangement in arrangements.items():
        await Pairings(client).start(
            PairingStart(pairing=pairing, cohort=cohort.key, arrangement=arrangement, rules=rules)
        )
    return dict(zip(ids, cycle(CAST), strict=False))


async def _match(client: Client, database: Database, cohort: Cohort) -> list[str]:
    """Applicants apply, a draft is made, and its pairs are approved; their ids."""
    now = datetime.now(UTC)
    with database.begin() as session:
        for application in applicants(cohort.programme, *_APPLICANTS, seed=_SEED):
            applications.bring_in(session, cohort.key, application, now)
    await draft_matches(client, cohort.key)
    with database.begin() as session:
        draft = applications.latest_draft(session, cohort.key).draft
        applications.approve(session, cohort.key, "the demo", now)
        return cohorts.add_pairs(session, cohort, applications.pairs_of(session, cohort.key, draft), now)


async def _live(player: Player, programme: Programme, cast: dict[str, Fate]) -> None:
    rules = rules_of(programme)
    async with asyncio.TaskGroup() as lives:
        for pairing, fate in cast.items():
            lives.create_task(player.play(pairing, timeline(rules, fate, seed=pairing)))


@asynccontextmanager
async def _watched(watch: Callable[[Database], None], database: Database) -> AsyncIterator[None]:
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


def _check(settings: Settings, database: Database, programme: Programme, cast: dict[str, Fate]) -> None:
    """A story that did not go as it is told would be a lie."""
    with database.begin() as session:
        stages = {p.id: p.stage for p in reading.pairings(session, cohort=programme.key)}
        letters = reading.letter_counts(session, programme.key)
    for pairing, fate in cast.items():
        ends = fate in (Fate.GOES_QUIET, Fate.WITHDRAWS)
        if stages[pairing] is not (Stage.ENDED if ends else Stage.COMPLETED):
            raise StoryError(f"{pairing}, which {fate}, is {stages[pairing]}.")
    files = settings.letters_folder.glob("*.eml")
    arrived = {message_from_bytes(file.read_bytes())["Message-ID"] for file in files}
    if set(letters) != {LetterState.SENT} or len(arrived) != letters[LetterState.SENT]:
        raise StoryError(f"{len(arrived)} letters arrived, but the outbox says {letters}.")
