"""The processes whose processor time and memory are measured: a worker for each way of living.

    python -m tests.bench.workers (bare | workflow)

Tandem with everything is `tandem worker` itself. The others have as many tasks in hand at a time.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import psutil
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from domain.pairing.due import PairingEntry
from ops.local.process import start, stop
from settings import Settings
from temporal.connection import connect_embedded
from tests.bench.bare import BareRecords, BareWorkflow, deliver
from tests.ops.local.up import environment
from workflows.names import RECORD
from workflows.pairing import PairingWorkflow

BARE = "bare"
WORKFLOW = "workflow"
EVERYTHING = "everything"
_BARE_MAIL = "bare-mail"
_AS_TANDEM: dict[str, Any] = {"max_concurrent_workflow_tasks": 4}
_AT_ANY_PACE = {
    "TANDEM_MAIL_HOURS": "",
    "TANDEM_MAIL_DAYS": "all",
    "TANDEM_MAIL_PER_MINUTE": "60000",
    "TANDEM_MAIL_CONNECTIONS": "10",
}


@activity.defn(name=RECORD)
async def record(entry: PairingEntry) -> None:
    """Takes what Tandem would record, and keeps nothing."""


@contextmanager
def worker_of(kind: str, settings: Settings) -> Iterator[psutil.Process]:
    """A worker of this kind in a process of its own."""
    module = ["cli.main", "worker"] if kind == EVERYTHING else ["tests.bench.workers", kind]
    log = settings.home / f"worker-{kind}.log"
    process = start([sys.executable, "-m", *module], log, {**environment(settings), **_AT_ANY_PACE})
    try:
        _wait_until_working(process, log)
        yield psutil.Process(process.pid)
    finally:
        stop(process, seconds=5)


def _wait_until_working(process: "subprocess.Popen[bytes]", log: Path) -> None:
    while b"working" not in log.read_bytes():
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)


@asynccontextmanager
async def _bare(settings: Settings) -> AsyncIterator[None]:
    client = await Client.connect(settings.embedded_address)
    lives = Worker(
        client,
        task_queue=BARE,
        workflows=[BareWorkflow],
        activities=[BareRecords(client, _BARE_MAIL).record],
        workflow_runner=UnsandboxedWorkflowRunner(),
        **_AS_TANDEM,
    )
    mail = Worker(client, task_queue=_BARE_MAIL, activities=[deliver], max_concurrent_activities=10)
    async with lives, mail:
        yield


@asynccontextmanager
async def _workflow(settings: Settings) -> AsyncIterator[None]:
    client = await connect_embedded(settings)
    worker = Worker(
        client, task_queue=WORKFLOW, workflows=[PairingWorkflow], activities=[record], **_AS_TANDEM
    )
    async with worker:
        yield


async def _main(kind: str) -> None:
    work = {BARE: _bare, WORKFLOW: _workflow}[kind]
    async with work(Settings()):
        sys.stderr.write("working\n")
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
