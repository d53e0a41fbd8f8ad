"""`tandem up`: server, worker, pages and mail catcher together, in real time, until asked to stop."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from domain.errors import Unreachable
from ops.local.catcher import mail_catcher
from ops.local.server import server_process
from ops.local.supervised import SupervisedProcess
from settings import Settings
from storage import coordinators
from storage.database import Database
from storage.engine import AT_WORK, MIGRATING

_FOR_OTHERS = replace(AT_WORK, writer=0.5)
"""At the end, when only a command that is still running may hold the store."""
_LOOK_EVERY = 0.25
_TO_THE_CATCHER = "1200"
"""Letters a minute: our own mail catcher has no limits that need to be kept."""


async def run_up(settings: Settings, say: Callable[[str], None], actor: str) -> None:
    """Run everything until SIGINT or SIGTERM; `say` gets each sentence for the person who watches. `actor`
    is the first who is known as a coordinator, if nobody is.

    Raises Refused if a port is taken, Unreachable if the server or the worker cannot start.
    """
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with server_process(settings) as (_, server), mail_catcher(settings):
        with _upgraded_store(settings, actor):
            await _keep_working(settings, server, stopping, say)
        say("Stopped.")


@contextmanager
def _upgraded_store(settings: Settings, actor: str) -> Iterator[None]:
    """Nobody here holds it open meanwhile; at the end, when the worker has gone, its file is whole."""
    store = Database(settings.store_url, MIGRATING)
    store.upgrade()
    with store.begin() as session:
        coordinators.put_first(session, actor, datetime.now(UTC))
    store.close()
    try:
        yield
    finally:
        Database(settings.store_url, _FOR_OTHERS).close_whole()


async def _keep_working(
    settings: Settings, server: subprocess.Popen[bytes], stopping: asyncio.Event, say: Callable[[str], None]
) -> None:
    """A worker and the pages, each in a process of its own; if one is lost, another."""
    environment = surroundings(settings)
    kept = [SupervisedProcess(command, settings.home, environment, say) for command in ("worker", "pages")]
    say(f"Tandem is up. Web UI: {settings.ui_address}  Letters: {settings.letters_folder}/")
    if settings.letters_lead_to:
        say(f"Who would like to apply: {settings.letters_lead_to}/apply/COHORT")
    say("Ctrl-C stops it; started again, it goes on where it was.")
    try:
        while not stopping.is_set():
            for process in kept:
                process.look()
            await _look_again(stopping)
            if server.poll() is not None:
                raise Unreachable(f"The Temporal server was lost; why is in {settings.home / 'temporal.log'}")
    finally:
        await asyncio.gather(*(asyncio.to_thread(process.stop) for process in kept))


async def _look_again(stopping: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), _LOOK_EVERY)
    except TimeoutError:
        return


def surroundings(settings: Settings) -> dict[str, str]:
    """The environment of its processes: ours, but for what it says of another Temporal server."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")}
    found |= {"TEMPORAL_CONFIG_FILE": os.devnull, "TEMPORAL_ADDRESS": settings.embedded_address}
    if settings.letters_lead_to and not settings.pages_url:
        found["TANDEM_PAGES_URL"] = settings.letters_lead_to
    if settings.writes_to_catcher:  # nobody is woken by it
        found |= {"TANDEM_MAIL_HOURS": "", "TANDEM_MAIL_DAYS": "all"}
        if "mail_per_minute" not in settings.model_fields_set:
            found["TANDEM_MAIL_PER_MINUTE"] = _TO_THE_CATCHER
    return found
