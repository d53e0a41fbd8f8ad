"""A worker in a process of its own, with everything on by which it can be watched, and what was seen of it
while lives were lived, commands were given, things went wrong and it was replaced."""

import asyncio
import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy

from domain.entity.entity import EntityKind
from domain.enums import Arrangement, Role
from domain.pairing.events import Accept
from domain.pairing.start import PairingStart
from domain.programme.timetable import rules_of
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from rehearsal.pair_personas import PairPersona, timeline
from settings import Settings
from storage.database import Database
from tests.conftest import settings_in
from tests.living import bristol
from tests.ops.local.up import environment
from tests.ops.metrics.collector import Collector, collecting
from tests.ports import free_ports
from tests.resetting import reset_to_its_first_task
from tests.world import World, eventually, start_pairing
from tests.worlds import apply_to_south_west
from workflows.names import MATCH, PAIRINGS_QUEUE


@dataclass
class Watched:
    log: Path
    """All that the two workers have written, to standard output and to standard error."""
    collector: Collector
    scrape: str
    """What the second worker shows to Prometheus when much has gone wrong, its server last."""
    pairing: str
    """Whose one partner accepted before the worker was replaced, and the other afterwards, by command."""
    entity: str
    """The pairing that lived its whole life."""
    reset: str
    """The pairing whose workflow was reset."""
    alive: list[bool]
    """Whether there was a sign of life: at work, and after the graceful stop."""
    health: subprocess.CompletedProcess[str]
    """Asked for while the worker worked."""

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def metrics(self) -> dict[str, str]:
        """The type of each metric that is shown, by its name."""
        kinds = (line.split() for line in self.scrape.splitlines() if line.startswith("# TYPE "))
        return {name: kind for _, _, name, kind in kinds}

    def labels(self) -> dict[str, set[str]]:
        """The labels of each series that is shown, by its name."""
        found: dict[str, set[str]] = {}
        for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? \S+$", self.scrape, re.MULTILINE):
            found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
        return found


@dataclass
class Place:
    settings: Settings
    metrics: int
    otlp: int
    log: Path

    def environment(self) -> dict[str, str]:
        return {
            **environment(self.settings),
            "TEMPORAL_ADDRESS": self.settings.embedded_address,
            "TANDEM_PAGES_URL": self.settings.pages_url,
            "TANDEM_MAIL_PER_MINUTE": "60000",
            "TANDEM_MAIL_HOURS": "",
            "TANDEM_MAIL_DAYS": "all",
            "TANDEM_LOG": "json",
            "TANDEM_METRICS": f"127.0.0.1:{self.metrics}",
            "TANDEM_TRACES": "otlp",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{self.otlp}",
            "OTEL_BSP_SCHEDULE_DELAY": "100",
        }

    def tandem(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli.main", *arguments]
        return subprocess.run(command, env=self.environment(), capture_output=True, text=True, timeout=60)

    def start_worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "cli.main", "worker"]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)

    def scrape(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics", timeout=5) as answer:
            return str(answer.read().decode())

    def shows(self, line: str) -> bool:
        """Whether the endpoint is up and shows this."""
        with suppress(OSError):
            return line in self.scrape()
        return False


@asynccontextmanager
async def worker_process(place: Place, stop: signal.Signals) -> AsyncIterator[None]:
    """A worker that has begun to work, ended so at the end."""
    process = place.start_worker()
    try:
        await eventually(lambda: process.poll() is not None or place.settings.sign_of_life.exists(), 30)
        yield
    finally:
        process.send_signal(stop)
        code = await asyncio.to_thread(process.wait, 20)
    assert code == (0 if stop is signal.SIGTERM else -stop), place.log.read_text("utf-8")


@asynccontextmanager
async def watch(folder: Path) -> AsyncIterator[Watched]:
    metrics, otlp = free_ports(2)
    place = Place(settings_in(folder), metrics, otlp, folder / "worker.log")
    database = Database(place.settings.store_url)
    await asyncio.to_thread(database.upgrade)
    with collecting(otlp) as collector:
        async with AsyncExitStack() as server:
            client = await server.enter_async_context(temporal_server(place.settings))
            async with mail_catcher(place.settings):
                yield await _see(place, World(place.settings, client, database), collector, server.aclose)
    database.close()


async def _see(
    place: Place, world: World, collector: Collector, take_server_away: Callable[[], Awaitable[None]]
) -> Watched:
    alive = []
    async with worker_process(place, signal.SIGTERM):
        entity, pairing, other = [await world.begin() for _ in range(3)]
        await apply_to_south_west(world)
        await world.live(entity, timeline(rules_of(bristol()), PairPersona.CATCHES_UP, seed="watched"))
        await world.pairings.update(pairing, Accept(role=Role.MENTOR))
        health = await asyncio.to_thread(place.tandem, "health")
        alive.append(place.settings.sign_of_life.exists())
    alive.append(place.settings.sign_of_life.exists())
    async with worker_process(place, signal.SIGKILL):
        accepted = await asyncio.to_thread(place.tandem, "pairing", "accept", pairing, "mentee")
        assert accepted.returncode == 0, accepted.stderr
        # The second yes has letters as its consequence.
        await eventually(lambda: collector.traces_with("StartWorkflowUpdate:accept", "RunActivity:deliver"))
        await _go_wrong(world.client, other)
        await eventually(lambda: '"record_waits"' in place.log.read_text("utf-8"))
        await eventually(lambda: place.shows("tandem_drift{"))
        await eventually(lambda: place.shows("tandem_pairings{"))
        await eventually(lambda: place.shows("temporal_workflow_task_execution_failed_total{"))
        await eventually(lambda: place.shows("tandem_record_retries_total{"))
        await eventually(lambda: place.shows("tandem_record_conflicts_total{"))
        await take_server_away()
        await eventually(lambda: place.shows("temporal_long_request_failure_total{"))
        scrape = await asyncio.to_thread(place.scrape)
    return Watched(place.log, collector, scrape, pairing, entity, other, alive, health)


async def _go_wrong(client: Client, pairing: str) -> None:
    """A draft and a record that fail, a workflow whose task fails, and a pairing that is reset."""
    with suppress(ActivityFailureError):
        await client.execute_activity(
            MATCH,
            "no-such-cohort",
            id="match:no-such-cohort",
            task_queue=PAIRINGS_QUEUE,
            start_to_close_timeout=timedelta(seconds=10),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    unknown = PairingStart(
        pairing="no-such-cohort-01",
        cohort="no-such-cohort",
        arrangement=Arrangement.RECIPROCAL,
        rules=rules_of(bristol()),
    )
    await start_pairing(client, unknown)
    await reset_to_its_first_task(client, EntityKind.PAIRING.workflow_id(pairing))
    await client.start_workflow("NoSuchWorkflow", id="no-such-workflow", task_queue=PAIRINGS_QUEUE)
