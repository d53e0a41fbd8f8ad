"""Workers as processes of their own: when one goes, another carries on what it had remembered."""

import asyncio
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from domain.events import Pause, Resume
from domain.words import Stage
from embedded.server import temporal_server
from storage.database import Database
from storage.views import LetterState
from tests.conftest import settings_in
from tests.embedded.up import environment
from tests.living import utc
from tests.mail.fake_smtp import FakeMailServer
from tests.world import World, eventually

_WORKERS = 4
_INTRODUCED = utc(2027, 6, 15)
_A_MOMENT = 0.1
_PATIENCE = 30
_CONNECTIONS = 2
_AT_ANY_PACE = {
    "TANDEM_MAIL_PER_MINUTE": "6000",
    "TANDEM_MAIL_HOURS": "",
    "TANDEM_MAIL_DAYS": "all",
    "TANDEM_MAIL_CONNECTIONS": str(_CONNECTIONS),
}


class Company:
    """A Tandem with several workers, and one pairing that each of them may have to carry on."""

    def __init__(self, world: World, workers: list["subprocess.Popen[str]"]) -> None:
        self.world = world
        self.workers = {worker.pid: worker for worker in workers}
        self.pairing = ""

    async def begin(self) -> None:
        self.pairing = await self.world.begin()
        await self.world.until(self.pairing, _INTRODUCED)

    def letters(self, pairings: Sequence[str]) -> list[str]:
        """The states of all that have been written to these."""
        return [letter.state for pairing in pairings for letter in self.world.letters(pairing)]

    def still_working(self) -> list["subprocess.Popen[str]"]:
        return [worker for worker in self.workers.values() if worker.poll() is None]

    async def remembering(self) -> "subprocess.Popen[str]":
        """The worker that has done the last task."""
        history = await self.world.pairings.handle(self.pairing).fetch_history()
        done = [event.workflow_task_completed_event_attributes.identity for event in history.events]
        found = re.search(r"(\d+)@", [identity for identity in done if identity][-1])
        assert found
        return self.workers[int(found[1])]

    async def stop_and_go_on(self, number: int, wait: float | None) -> float:
        """Send the signal to the worker that remembers the pairing, and after a moment, or when it is
        dead, a command to the pairing: the seconds from the signal until it has been answered."""
        await self.world.pairings.tell(self.pairing, Pause())
        worker = await self.remembering()
        began = time.monotonic()
        worker.send_signal(number)
        if wait is None:
            await asyncio.to_thread(worker.wait, 10)
        else:
            await asyncio.sleep(wait)
        snapshot = await self.world.pairings.tell(self.pairing, Resume())
        seconds = time.monotonic() - began
        assert snapshot.stage is Stage.APPLICATION
        assert await self.remembering() is not worker
        await asyncio.to_thread(worker.wait, 10)
        assert worker.returncode == (0 if number == signal.SIGTERM else -number)
        return seconds


def _begin_working(environ: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "cli.main", "worker"]
    return subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)


def _wait_until_working(worker: "subprocess.Popen[str]") -> None:
    assert worker.stderr
    for line in worker.stderr:
        if "working" in line:
            return
    raise AssertionError(f"it ended: {worker.wait()}")


@pytest.fixture(scope="module")
def relay() -> Iterator[FakeMailServer]:
    with FakeMailServer() as server:
        yield server


@pytest.fixture(scope="module")
async def company(relay: FakeMailServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    settings = settings_in(tmp_path_factory.mktemp("company"))
    environ = {**environment(settings), **_AT_ANY_PACE, "TANDEM_SMTP_PORT": str(relay.port)}
    store = Database(settings.store_url)
    async with temporal_server(settings) as client:
        await asyncio.to_thread(store.upgrade)
        workers = [_begin_working(environ) for _ in range(_WORKERS)]
        try:
            for worker in workers:
                await asyncio.to_thread(_wait_until_working, worker)
            made = Company(World(settings, client, store), workers)
            await made.begin()
            yield made
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
                assert worker.stderr
                worker.stderr.close()
    store.close()


async def test_a_worker_that_is_asked_to_stop_hands_over_within_a_second(company: Company) -> None:
    assert await company.stop_and_go_on(signal.SIGTERM, wait=_A_MOMENT) < 1


async def test_another_worker_takes_over_from_a_killed_one_within_three_seconds(company: Company) -> None:
    assert await company.stop_and_go_on(signal.SIGKILL, wait=None) < 3


async def test_a_worker_that_is_asked_to_stop_finishes_its_deliveries_and_takes_nothing_new(
    company: Company, relay: FakeMailServer
) -> None:
    may_answer = threading.Event()
    waiting: list[int] = []

    def wait() -> None:
        """Between a letter's last dot and the mail server's answer."""
        waiting.append(1)
        may_answer.wait(_PATIENCE)

    relay.when_given = wait
    others = await company.world.begin_many(2 * _CONNECTIONS)
    for other in others:
        await company.world.until(other, _INTRODUCED)
    # As many as there can be at once, so each worker is in the middle of some.
    await eventually(lambda: len(waiting) == _CONNECTIONS * len(company.still_working()), seconds=30)
    await company.world.pairings.tell(company.pairing, Pause())
    stopping = await company.remembering()
    stopping.send_signal(signal.SIGTERM)
    await asyncio.sleep(_A_MOMENT)

    began = time.monotonic()
    await company.world.pairings.tell(company.pairing, Resume())
    assert time.monotonic() - began < 1
    assert await company.remembering() is not stopping
    assert stopping.poll() is None

    may_answer.set()
    assert await asyncio.to_thread(stopping.wait, 10) == 0
    await eventually(lambda: set(company.letters(others)) == {LetterState.SENT})
    to_them = f"{others[0].rpartition('-')[0]}.example".encode()
    assert sum(to_them in letter for letter in relay.letters) == len(company.letters(others))
