"""Workers as processes of their own: when one goes, another carries on what it had remembered."""

import asyncio
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import PendingWorkflowTaskState
from temporalio.api.workflowservice.v1 import ResetStickyTaskQueueRequest

from domain.enums import Stage
from domain.letter.states import LetterState
from domain.pairing.due import PairingSnapshot
from domain.pairing.events import Pause, Resume
from ops.local.server import temporal_server
from storage.database import Database
from tests.conftest import settings_in
from tests.living import utc
from tests.mail.fake_smtp import FakeMailServer
from tests.ops.local.up import environment
from tests.world import World, eventually
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT

pytestmark = pytest.mark.slow

_WORKERS = 6
_INTRODUCED = utc(2027, 6, 15)
_A_MOMENT = 0.1
_PATIENCE = 30
_STARTED = PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_STARTED
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

    async def stop_and_go_on(self, stop: "Stop") -> float:
        """Stop the worker that remembers the pairing in this way, and give a command: the seconds until it
        has been answered, beyond what a command takes anyway."""
        anyway = await self.taken_up_anew()
        worker = await self.remembering()
        began = time.monotonic()
        snapshot = await stop(self, worker)
        seconds = time.monotonic() - began
        assert snapshot.stage is Stage.APPLICATION
        await asyncio.to_thread(worker.wait, 10)
        assert worker.returncode in (0, -signal.SIGKILL)
        return seconds - anyway

    async def taken_up_anew(self) -> float:
        """How long a command takes that any worker may take up, whether it remembers the pairing or not."""
        execution = WorkflowExecution(workflow_id=self.world.pairings.handle(self.pairing).id)
        request = ResetStickyTaskQueueRequest(namespace=self.world.client.namespace, execution=execution)
        await self.world.client.workflow_service.reset_sticky_task_queue(request)
        return await self.seconds(self.pause())

    async def seconds(self, asking: Awaitable[object]) -> float:
        """How long this takes."""
        began = time.monotonic()
        await asking
        return time.monotonic() - began

    async def pause(self) -> PairingSnapshot:
        return await self.world.pairings.update(self.pairing, Pause())

    async def go_on(self) -> PairingSnapshot:
        return await self.world.pairings.update(self.pairing, Resume())

    async def has_a_task_in_hand(self) -> None:
        """Wait until a worker has been given a task of the pairing, and has not answered."""
        handle = self.world.pairings.handle(self.pairing)
        while (await handle.describe()).raw_description.pending_workflow_task.state != _STARTED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


Stop = Callable[[Company, "subprocess.Popen[str]"], Awaitable[PairingSnapshot]]


async def _asked_to_stop_and_a_moment_later(
    company: Company, worker: "subprocess.Popen[str]"
) -> PairingSnapshot:
    worker.terminate()
    await asyncio.sleep(_A_MOMENT)
    snapshot = await company.go_on()
    assert await company.remembering() is not worker
    return snapshot


async def _asked_to_stop_at_the_same_instant(
    company: Company, worker: "subprocess.Popen[str]"
) -> PairingSnapshot:
    going_on = asyncio.create_task(company.go_on())
    await asyncio.sleep(0)  # it is on its way
    worker.terminate()
    return await going_on


async def _killed_with_nothing_in_hand(company: Company, worker: "subprocess.Popen[str]") -> PairingSnapshot:
    worker.kill()
    await asyncio.to_thread(worker.wait, 10)
    return await company.go_on()


async def _killed_with_a_task_in_hand(company: Company, worker: "subprocess.Popen[str]") -> PairingSnapshot:
    worker.send_signal(signal.SIGSTOP)  # else it would have answered before it is killed
    going_on = asyncio.create_task(company.go_on())
    await company.has_a_task_in_hand()
    worker.kill()
    return await going_on


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
    assert await company.stop_and_go_on(_asked_to_stop_and_a_moment_later) < 1


async def test_another_worker_takes_over_within_three_seconds(company: Company) -> None:
    assert await company.stop_and_go_on(_killed_with_nothing_in_hand) < 3


@pytest.mark.parametrize(
    "stop",
    [_killed_with_a_task_in_hand, _asked_to_stop_at_the_same_instant],
    ids=lambda stop: stop.__name__.strip("_"),
)
async def test_what_was_in_hand_is_given_on_when_the_time_of_its_task_is_over(
    company: Company, stop: Stop
) -> None:
    assert await company.stop_and_go_on(stop) < WORKFLOW_TASK_TIMEOUT.total_seconds() + 1


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
    anyway = await company.taken_up_anew()
    stopping = await company.remembering()
    stopping.send_signal(signal.SIGTERM)
    await asyncio.sleep(_A_MOMENT)

    assert await company.seconds(company.go_on()) - anyway < 1
    assert await company.remembering() is not stopping
    assert stopping.poll() is None

    may_answer.set()
    assert await asyncio.to_thread(stopping.wait, 10) == 0
    await eventually(lambda: set(company.letters(others)) == {LetterState.SENT})
    to_them = f"{others[0].rpartition('-')[0]}.example".encode()
    assert sum(to_them in letter for letter in relay.letters) == len(company.letters(others))
