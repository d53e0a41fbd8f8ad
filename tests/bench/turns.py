"""How long a small cohort, and what is urgent, wait behind a big cohort's letters at eight letters a second:

python -m tests.bench.turns
"""

import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from domain.letter.kinds import QueuedLetter, Urgency
from domain.letter.letter import LetterName
from ops.local.server import temporal_server
from ops.logging import configure_logging
from storage.database import Database
from temporal.dispatch import dispatch
from tests.conftest import settings_in
from tests.mail.backlog import NORMAL, URGENT, letters, open_cohorts
from tests.mail.fake_smtp import FakeMailServer
from tests.world import eventually
from worker import working

_WRITTEN = (("big", NORMAL, 120), ("small", NORMAL, 10), ("big", URGENT, 5))
_ALL = sum(count for _, _, count in _WRITTEN)
_PACE = {"mail_per_minute": 480, "mail_connections": 3}


def _in_line(letter: QueuedLetter) -> QueuedLetter:
    """As if there were one cohort, and nothing urgent."""
    return replace(letter, cohort="all", urgency=Urgency.NORMAL)


async def _arrivals(home: Path, in_line: bool) -> list[tuple[str, float]]:
    """To whom each letter went, and how many seconds after a worker had come; all waited for it."""
    settings = settings_in(home)
    store = Database(settings.store_url)
    arrived: list[float] = []
    async with temporal_server(settings) as client:
        await asyncio.to_thread(store.upgrade)
        open_cohorts(store, "small", "big")
        for cohort, name, count in _WRITTEN:
            written = letters(store, cohort, name, count)
            queued = [_in_line(letter) for letter in written] if in_line else written
            await dispatch(client, queued)
        with FakeMailServer() as mail_server:
            began = time.monotonic()
            mail_server.when_given = lambda: arrived.append(time.monotonic() - began)
            paced = {**_PACE, "smtp_port": mail_server.port}
            async with working(client, store, settings.model_copy(update=paced)):
                await eventually(lambda: len(arrived) == _ALL, seconds=120)
    store.close()
    return list(zip((reader for _, reader in mail_server.envelopes), arrived, strict=True))


def _last(arrivals: list[tuple[str, float]], cohort: str, name: LetterName) -> float:
    return max(when for reader, when in arrivals if reader == f"{name}@{cohort}.example")


def _main() -> None:
    configure_logging("text", level=logging.ERROR)
    for how, in_line in (("In one line", True), ("In turn", False)):
        with tempfile.TemporaryDirectory() as home:
            arrivals = asyncio.run(_arrivals(Path(home), in_line))
        sys.stdout.write(
            f"{how}: the small cohort is done after {_last(arrivals, 'small', NORMAL):.1f} s, what is urgent "
            f"after {_last(arrivals, 'big', URGENT):.1f} s, all after {arrivals[-1][1]:.1f} s\n"
        )


if __name__ == "__main__":
    _main()
