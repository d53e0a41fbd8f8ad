"""Running workers until they are asked to stop, and stopping them so that nothing they have begun is lost."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from settings import Settings
from temporal.version import this_version

GRACE = timedelta(seconds=2)
"""What a worker that stops gives its activities to end."""
_PATIENCE = GRACE + timedelta(seconds=3)
"""What has not come to its end by then waits for somebody who does not answer: the server, or the store."""
_A_MOMENT = 0.2

log = structlog.get_logger()


class _NotWaitedFor(ThreadPoolExecutor):
    """The threads of all but records and deliveries. One that the store keeps waiting ends with the process
    (`cli.main` leaves it so): what it was about is done again by another worker, once."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)


def prepare_process() -> asyncio.Event:
    """Set the running loop up for a worker; the event is set once SIGTERM or SIGINT asks it to stop."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.set_default_executor(_NotWaitedFor())
    return stop


def deployment(settings: Settings) -> WorkerDeploymentConfig | None:
    """What the server knows this build as, if the settings name a deployment. A workflow goes on at its next
    task with whatever build the server has made current."""
    if not settings.worker_deployment:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(settings.worker_deployment, this_version()),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


@asynccontextmanager
async def at_work(is_busy: Callable[[], bool], *workers: Worker) -> AsyncIterator[None]:
    """The workers at work. At the end none takes new work while another still finishes what it has begun, and
    as long as `is_busy` says so.

    Raises what made one of them fail.
    """
    try:
        async with asyncio.TaskGroup() as group:
            runs = {group.create_task(worker.run()) for worker in workers}
            try:
                yield
            finally:
                stops = [asyncio.create_task(worker.shutdown()) for worker in workers]
                await _to_their_end(runs, is_busy)
                for task in (*runs, *stops):
                    task.cancel()
    except BaseExceptionGroup as failed:
        first = failed.exceptions[0]
        raise first from first.__cause__


async def _to_their_end(runs: set[asyncio.Task[None]], is_busy: Callable[[], bool]) -> None:
    """While the server is away a worker would go on asking it for ever; there is nothing left to do then,
    once no letter is on its way to a mail server."""
    _, left = await asyncio.wait(runs, timeout=_PATIENCE.total_seconds())
    while left and is_busy():
        _, left = await asyncio.wait(left, timeout=_A_MOMENT)
    if left:  # the server may yet be told of the last one
        _, left = await asyncio.wait(left, timeout=_A_MOMENT)
    if left:
        log.warning("stops_without_an_answer")
