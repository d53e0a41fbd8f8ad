"""How many files a trip through the rooms enters: few enough to be read in one sitting."""

import asyncio
import csv
import sys
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

from cli.main import run
from domain.letter.states import LetterState
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from storage import applications
from storage.database import Database
from temporal.client import EntityClient
from tests.conftest import settings_in
from tests.world import World, eventually
from worker import working

pytestmark = [pytest.mark.server, pytest.mark.slow]

_ROOT = Path(__file__).parent.parent
_LEFT_OUT = {".venv", "tests", "ops", "worker.py"}
"""The mail catcher stands for the mail server of an institution; what a worker does by the clock may fall
into a trip or not."""

_FILES_OF_AN_ACCEPTANCE = 104
_FILES_OF_AN_IMPORTED_ROW = 112


class Trip(NamedTuple):
    files: frozenset[str]
    engines: int

    def __str__(self) -> str:
        by_room = defaultdict(list)
        for file in sorted(self.files):
            room, _, name = file.partition("/")
            by_room[room].append(name)
        lines = (f"{room} ({len(names)}): {' '.join(names)}" for room, names in by_room.items())
        return "\n".join([f"{len(self.files)} files", *lines])


class _Recorder:
    """Which files of the project have a function that runs, in every thread begun since it was set; what
    runs while a module is imported is none."""

    def __init__(self) -> None:
        self.is_on = False
        self.entered: set[str] = set()
        self.engines = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if not self.is_on or event != "call" or not code.co_flags & CO_OPTIMIZED:
            return
        self.entered.add(code.co_filename)
        self.engines += code.co_name == "create_engine" and code.co_filename.endswith("create.py")

    async def trip(self, travel: Awaitable[object]) -> Trip:
        self.entered.clear()
        self.engines, self.is_on = 0, True
        await travel
        self.is_on = False
        paths = (Path(file) for file in self.entered if file.endswith(".py"))
        inside = (path.relative_to(_ROOT) for path in paths if path.is_relative_to(_ROOT))
        return Trip(
            frozenset(path.as_posix() for path in inside if path.parts[0] not in _LEFT_OUT), self.engines
        )


@contextmanager
def _recording() -> Iterator[_Recorder]:
    recorder = _Recorder()
    threading.setprofile(recorder)
    yield recorder
    threading.setprofile(None)


@asynccontextmanager
async def _world(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A Tandem with threads of its own."""
    settings = settings_in(home)
    monkeypatch.setenv("TANDEM_HOME", str(home))
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(settings.temporal_port))
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    store = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        store.upgrade()
        async with working(client, store, settings):
            yield World(settings, client, store)
    store.close()


async def _tandem(*arguments: str) -> None:
    assert await asyncio.to_thread(run, arguments) == 0


async def _sent(world: World, entities: EntityClient[Any, Any], key: str) -> None:
    """Wait until it has letters, and each is sent."""

    def all_sent() -> bool:
        states = {letter.state for letter in world.letters_about(entities, key)}
        return states == {LetterState.SENT}

    await eventually(all_sent)


async def _accepted(world: World, recorder: _Recorder) -> Trip:
    """The second of two acceptances, with which the induction begins; of a second pair, since the first has
    everything imported."""
    first, second = await world.begin_many(2)

    async def accept(pairing: str) -> None:
        await _tandem("pairing", "accept", pairing, "mentee")
        await _sent(world, world.pairings, pairing)

    for pairing in (first, second):
        await _tandem("pairing", "accept", pairing, "mentor")
    await accept(first)
    return await recorder.trip(accept(second))


async def _imported(world: World, recorder: _Recorder) -> Trip:
    """One row of the second of two cohorts."""
    file, begins = world.settings.home / "one.csv", datetime.now(UTC) + timedelta(weeks=2)

    async def bring_one(key: str) -> None:
        row = ("Ada", f"ada@{key}.example", "mentor", "Arts", "listening")
        with file.open("w", newline="", encoding="utf-8-sig") as text:
            csv.writer(text).writerows([("Name", "Email", "Role", "Department", "Goals"), row])
        await _tandem("application", "import", key, str(file))
        with world.database.begin() as session:
            (view,) = applications.applications(session, key)
        await _sent(world, world.applications, view.id)

    for key in ("one", "other"):
        await _tandem("cohort", "open", "bristol-2021", "--key", key, "--starting", begins.date().isoformat())
    await bring_one("one")
    return await recorder.trip(bring_one("other"))


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trip, Trip]:
    """An acceptance and an imported row, in one world whose every thread is looked at."""

    async def both(recorder: _Recorder) -> tuple[Trip, Trip]:
        sys.setprofile(recorder)
        with pytest.MonkeyPatch.context() as monkeypatch:
            async with _world(tmp_path_factory.mktemp("trips"), monkeypatch) as world:
                return await _accepted(world, recorder), await _imported(world, recorder)

    with _recording() as recorder, ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(both(recorder))).result()


def test_an_acceptance_enters_few_files(trips: tuple[Trip, Trip]) -> None:
    acceptance, _ = trips
    assert len(acceptance.files) <= _FILES_OF_AN_ACCEPTANCE, str(acceptance)


def test_an_acceptance_opens_the_store_once(trips: tuple[Trip, Trip]) -> None:
    acceptance, _ = trips
    assert acceptance.engines == 1


def test_an_imported_row_enters_few_files(trips: tuple[Trip, Trip]) -> None:
    _, row = trips
    assert len(row.files) <= _FILES_OF_AN_IMPORTED_ROW, str(row)
