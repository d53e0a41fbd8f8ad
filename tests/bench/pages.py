"""Fifty people at once, while a worker works: how long each waits for a page, and how long for a bare page of
Starlette's of the same size.

    python -m tests.bench.pages [PAIRS]
"""

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.logging import configure_logging
from services import links
from settings import Settings
from storage.database import Database
from tests.bench.cohort import measure
from tests.conftest import settings_in
from tests.ops.local.up import environment
from tests.ports import free_ports
from tests.services.asking import storing
from tests.world import World
from worker import working

_AT_ONCE, _TIMES, _WARM = 50, 10, 20


async def main(pairs: int, folder: Path) -> None:
    configure_logging("text", level=logging.ERROR)
    settings = settings_in(folder)
    database = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        await asyncio.to_thread(database.upgrade)
        async with working(client, database, settings):
            world = World(settings, client, database)
            paths = [f"/to/{token}" for token in _tokens(world, await world.begin_many(_AT_ONCE // 2))]
            busy = asyncio.create_task(measure(world, pairs))
            await asyncio.to_thread(_compare, settings, paths)
            _say(f"the worker had {'ended' if busy.done() else 'not ended'} by then")
            await busy


def _tokens(world: World, pairings: Sequence[str]) -> Iterator[str]:
    """One for each partner."""
    for pairing in map(world.pairing, pairings):
        for person in (pairing.mentor, pairing.mentee):
            ((_, token),) = links.new_links(storing(world.database), person.email)
            yield token


def _compare(settings: Settings, paths: Sequence[str]) -> None:
    with _process(["-m", "cli.main", "pages"], settings, settings.pages_port) as port:
        size = len(_page(port, paths[0]))
        ours = _crowd(port, paths)
    (bare_port,) = free_ports(1)
    with _process(
        ["-m", "tests.bench.pages", "bare", str(bare_port), str(size)], settings, bare_port
    ) as port:
        bare = _crowd(port, ["/"] * _AT_ONCE)
    _say(f"{_AT_ONCE} at once, {_TIMES} times, a page of {size:,} bytes")
    _say(f"  a reader's page  {_spoken(ours)}")
    _say(f"  a bare page      {_spoken(bare)}")
    _say(f"  ratio of medians {median(ours) / median(bare):.1f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _spoken(seconds: Sequence[float]) -> str:
    most = sorted(seconds)[len(seconds) * 95 // 100]
    return f"median {median(seconds) * 1000:.0f} ms, 95 of 100 within {most * 1000:.0f} ms"


def _crowd(port: int, paths: Sequence[str]) -> list[float]:
    """The seconds that each waited, every time."""
    for path in paths[:_WARM]:
        _page(port, path)
    with ThreadPoolExecutor(len(paths)) as people:
        times = (people.map(lambda path: _wait(port, path), paths) for _ in range(_TIMES))
        return [waited for one in times for waited in one]


def _wait(port: int, path: str) -> float:
    began = time.perf_counter()
    _page(port, path)
    return time.perf_counter() - began


def _page(port: int, path: str) -> bytes:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path)
    answer = line.getresponse()
    assert answer.status == 200, answer.status
    return answer.read()


@contextmanager
def _process(command: list[str], settings: Settings, port: int) -> Iterator[int]:
    """A process of its own, which listens at this port."""
    running = subprocess.Popen(
        [sys.executable, *command], env=environment(settings), stderr=subprocess.DEVNULL
    )
    try:
        while not _listens(port):
            assert running.poll() is None
            time.sleep(0.1)
        yield port
    finally:
        running.terminate()
        running.wait(15)


def _listens(port: int) -> bool:
    try:
        HTTPConnection("127.0.0.1", port, timeout=1).connect()
    except OSError:
        return False
    return True


def bare(port: int, size: int) -> None:
    def page(_: Request) -> HTMLResponse:
        return HTMLResponse("x" * size)

    uvicorn.run(Starlette(routes=[Route("/", page)]), port=port, access_log=False, log_level="error")


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        bare(int(sys.argv[2]), int(sys.argv[3]))
    else:
        with TemporaryDirectory() as where:
            asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 200, Path(where)))
