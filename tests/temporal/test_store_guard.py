"""Two stores and one Temporal server, the same ids in both: whatever somebody mixes up, no life of one is
recorded in the other, told by it, mended or ended."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client, ScheduleActionStartWorkflow

import ops.reconcile.digests
import ops.reconcile.drift
import ops.reconcile.entities
import workflows.cohort
from cli.main import run
from domain.cohort.events import Approve
from domain.entity.outcomes import OutcomeKind
from domain.enums import Arrangement, Role
from domain.errors import OfAnother, Refused
from domain.letter.urgency import QueuedLetter, Urgency
from domain.pairing.events import Accept, LetterFailed
from domain.programme.timetable import rules_of
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import DriftKind
from ops.reconcile.repair import repair
from ops.reconcile.server import latest_run, running
from settings import Settings
from storage import queries
from storage.database import Database
from temporal.client import Pairings, draft_matches, start_digest
from temporal.dispatch import dispatch
from temporal.store_guard import STORE
from temporal.store_marks import belonging_to
from tests.conftest import new_postgres_database, settings_in
from tests.living import bristol
from tests.world import World, eventually, start_pairing, written_down
from tests.worlds import all_begun, open_cohort, pairings_of
from worker import working
from workflows.start import PairingStart

KEY = "spring"
PAIRING = f"{KEY}-01"
LEFT = (
    "to another store than this one. Nothing of it was changed: check TANDEM_DATABASE_URL, TEMPORAL_ADDRESS"
)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops.reconcile.drift, "_A_MOMENT", 0.05)
    for room in (ops.reconcile.entities, ops.reconcile.digests):
        monkeypatch.setattr(room, "SOON", timedelta())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
async def unmarked(settings: Settings) -> AsyncIterator[Client]:
    """A client of a version that does not say which store it is of."""
    async with temporal_server(settings) as client:
        yield client


@pytest.fixture
def ours(settings: Settings) -> Iterator[Database]:
    store = Database(settings.store_url)
    store.upgrade()
    yield store
    store.close()


@pytest.fixture
def theirs(postgres_url: str) -> Iterator[Database]:
    """The store of somebody else, who has a cohort and pairings of the same ids."""
    store = Database(new_postgres_database(postgres_url))
    written_down(store, pairs=2, key=KEY)
    yield store
    store.close()


@pytest.fixture
async def world(unmarked: Client, ours: Database, settings: Settings) -> AsyncIterator[World]:
    """Our store's cohort, with two pairings, at work."""
    async with mail_catcher(settings), working(unmarked, ours, settings):
        world = World(settings, unmarked, ours)
        await open_cohort(world, bristol(), pairs=2, key=KEY)
        await start_digest(world.client, KEY, "Europe/London")
        await world.cohorts.update(KEY, Approve())
        await eventually(lambda: all_begun(world, KEY))
        yield world


def _revision(store: Database) -> int:
    with store.begin() as session:
        return queries.pairing(session, PAIRING).revision


def _start() -> PairingStart:
    rules = rules_of(bristol())
    return PairingStart(pairing=PAIRING, cohort=KEY, arrangement=Arrangement.RECIPROCAL, rules=rules)


async def _listed(client: Client, lives: int) -> None:
    """The server's listing lags."""
    async with asyncio.timeout(10):
        while len([found async for found in running(client, KEY)]) < lives:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def _run(world: World, entity: str) -> str | None:
    """The run of its workflow that goes on."""
    run = await latest_run(world.client, entity)
    return run.id if run and run.is_running else None


async def _refused(client: Client, workflow: str) -> str:
    """Why what this workflow asks for is not done."""
    async with asyncio.timeout(10):
        while True:
            pending = (await client.get_workflow_handle(workflow).describe()).raw_description
            for each in pending.pending_activities:
                if each.HasField("last_failure"):
                    return each.last_failure.message
            await asyncio.sleep(0.05)


async def _undelivered(client: Client, letter: str) -> bool:
    """Whether this letter's delivery still waits when it has been tried."""
    handle = client.get_activity_handle(f"letter:{letter}")
    async with asyncio.timeout(10):
        while (found := await handle.describe()).attempt == 1 and not found.close_time:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found.close_time is None


async def test_a_worker_of_another_store_records_nothing_and_nothing_is_lost(
    unmarked: Client, ours: Database, theirs: Database, settings: Settings
) -> None:
    written_down(ours, key=KEY)
    client = belonging_to(unmarked, ours.identity)
    await start_pairing(client, _start())

    await dispatch(client, [QueuedLetter("a-letter", KEY, Urgency.NORMAL)])
    async with working(unmarked, theirs, settings):
        told = await _refused(client, f"pairing-{PAIRING}")
        assert await _undelivered(client, "a-letter")
    assert told.startswith(f"pairing-{PAIRING} belongs {LEFT}")
    assert (_revision(ours), _revision(theirs)) == (0, 0)

    async with working(unmarked, ours, settings):
        await eventually(lambda: _revision(ours) == 1)
        assert await client.get_activity_handle("letter:a-letter").result() is None
    assert _revision(theirs) == 0


async def test_a_command_of_another_store_is_refused(world: World, theirs: Database) -> None:
    client = belonging_to(world.client, theirs.identity)

    with pytest.raises(Refused, match=f"^pairing-{PAIRING} belongs {LEFT}"):
        await Pairings(client).update(PAIRING, Accept(role=Role.MENTOR))
    with pytest.raises(Refused, match=LEFT):
        await draft_matches(client, KEY)
    assert [outcome.kind for outcome in world.outcomes(PAIRING)] == [OutcomeKind.PROPOSED]


def _failed(world: World) -> list[Role | None]:
    """Whom letters did not reach."""
    told = world.outcomes(PAIRING)
    return [outcome.role for outcome in told if outcome.kind is OutcomeKind.LETTER_FAILED]


async def test_news_of_another_store_is_not_heard(world: World, theirs: Database) -> None:
    client = belonging_to(world.client, theirs.identity)

    await Pairings(client).signal(PAIRING, LetterFailed(role=Role.MENTEE))
    await world.pairings.signal(PAIRING, LetterFailed(role=Role.MENTOR))

    await eventually(lambda: _failed(world))
    assert _failed(world) == [Role.MENTOR]


async def test_reconcile_leaves_the_lives_of_another_store_alone(world: World, theirs: Database) -> None:
    lives = [f"cohort-{KEY}", f"pairing-{KEY}-01", f"pairing-{KEY}-02"]
    before = [await _run(world, entity) for entity in lives]
    client = belonging_to(world.client, theirs.identity)
    await _listed(client, 3)

    found = await find_drift(client, theirs, KEY, thorough=True)
    assert [(drift.kind, drift.id) for drift in found] == [(DriftKind.OF_ANOTHER, entity) for entity in lives]
    with pytest.raises(OfAnother, match=LEFT):
        await repair(client, theirs, found)

    assert [await _run(world, entity) for entity in lives] == before
    assert _revision(theirs) == 0
    assert await find_drift(world.client, world.database, thorough=True) == []


async def test_a_life_of_another_store_that_is_over_is_not_taken_over(world: World, theirs: Database) -> None:
    await world.pairings.handle(PAIRING).terminate()
    client = belonging_to(world.client, theirs.identity)
    await _listed(client, 2)

    found = await find_drift(client, theirs, KEY)

    assert [drift.kind for drift in found if drift.id == f"pairing-{PAIRING}"] == [DriftKind.NEVER_BEGUN]


async def test_strays_of_another_store_keep_nobody_from_mending_their_own(
    world: World, theirs: Database
) -> None:
    stray = _start().replace(pairing=f"{KEY}-99")
    await start_pairing(belonging_to(world.client, theirs.identity), stray)
    await world.pairings.handle(PAIRING).terminate()
    await _listed(world.client, 3)

    found = await find_drift(world.client, world.database)
    done = await repair(world.client, world.database, found)

    assert [drift.id for drift in done] == [f"pairing-{PAIRING}"]
    left = await find_drift(world.client, world.database)
    assert [(drift.kind, drift.id) for drift in left] == [(DriftKind.OF_ANOTHER, f"pairing-{KEY}-99")]


async def test_whoever_has_the_wrong_store_is_told_so_in_a_sentence(
    world: World,
    theirs: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await _listed(world.client, 3)
    for name, value in _environment(world, theirs).items():
        monkeypatch.setenv(name, value)

    async def told(*arguments: str) -> str:
        assert await asyncio.to_thread(run, arguments) == 1
        captured = capsys.readouterr()
        return captured.out + captured.err

    looked = (await told("reconcile")).splitlines()
    assert looked[1].startswith(f"3 workflows, such as cohort-{KEY}, belong {LEFT}")
    assert looked[2:] == ["3 differences found, nothing changed."]
    assert LEFT in await told("reconcile", "--fix", "--yes")
    assert LEFT in await told("cohort", "open", "bristol-2021", "--key", "next", "--starting", "2027-06-14")
    assert LEFT in await told("pairing", "accept", PAIRING, "mentor")


@pytest.mark.parametrize("is_fresh", [True, False], ids=["fresh", "the same ids"])
async def test_a_worker_does_not_begin_on_the_server_of_another_store(
    world: World, theirs: Database, tmp_path: Path, is_fresh: bool
) -> None:
    store = Database(f"sqlite:///{tmp_path / 'fresh.db'}") if is_fresh else theirs
    store.upgrade()
    await _listed(world.client, 3)

    done = await asyncio.to_thread(_worker, _environment(world, store))

    assert done.returncode == 1
    assert "What runs on this Temporal server, such as " in done.stderr
    assert LEFT in done.stderr


def _environment(world: World, store: Database) -> dict[str, str]:
    return {
        "TANDEM_HOME": str(world.settings.home),
        "TANDEM_TEMPORAL_PORT": str(world.settings.temporal_port),
        "TANDEM_DATABASE_URL": store.engine.url.render_as_string(hide_password=False),
    }


def _worker(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli.main", "worker"]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=20
    )


async def test_whatever_is_begun_says_which_store_it_belongs_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows.cohort, "BATCH", 2)
    key = await open_cohort(world, bristol(), pairs=5)
    await world.cohorts.update(key, Approve())  # two runs of the cohort, and five children
    await eventually(lambda: all_begun(world, key))

    lives = [f"cohort-{key}", *(f"pairing-{pairing.id}" for pairing in pairings_of(world, key))]
    for entity in lives:
        run = await latest_run(world.client, entity)
        assert (run and run.store) == world.database.identity()
    action = (await world.client.get_schedule_handle(f"digest-{KEY}").describe()).schedule.action
    assert isinstance(action, ScheduleActionStartWorkflow)
    assert STORE in (action.memo or {})


async def test_a_life_of_before_says_nothing_and_lives_on(
    unmarked: Client, ours: Database, settings: Settings
) -> None:
    written_down(ours, key=KEY)
    await start_pairing(unmarked, _start())
    client = belonging_to(unmarked, ours.identity)

    async with mail_catcher(settings), working(unmarked, ours, settings):
        await eventually(lambda: _revision(ours) == 1)
        await Pairings(client).update(PAIRING, Accept(role=Role.MENTOR))
        await _listed(client, 1)
        found = await find_drift(client, ours, thorough=True)

    run = await latest_run(client, f"pairing-{PAIRING}")
    assert run
    assert run.store is None
    assert f"pairing-{PAIRING}" not in {drift.id for drift in found}
    assert _revision(ours) > 1
