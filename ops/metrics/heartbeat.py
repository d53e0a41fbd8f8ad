"""A worker's sign of life: a file that is touched from its event loop, for whoever asks `tandem health`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

_EVERY_SECONDS = 5

log = structlog.get_logger()


@asynccontextmanager
async def heartbeat(
    file: Path, is_at_work: Callable[[], bool], every: float = _EVERY_SECONDS
) -> AsyncIterator[None]:
    """Touch the file every few seconds while it is at work; remove it at the end.

    A worker that cannot write there works all the same, says so once, and goes on trying.
    """
    beating = asyncio.create_task(_beat(file, is_at_work, every))
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        _remove(file)


async def _beat(file: Path, is_at_work: Callable[[], bool], every: float) -> None:
    told = None
    while True:
        problem = _touch(file) if is_at_work() else told
        if problem and not told:
            log.warning("no_sign_of_life", reason=problem)
        told = problem
        await asyncio.sleep(every)


def _touch(file: Path) -> str | None:
    """What prevents that, if anything does."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch()
    except OSError as problem:
        return problem.strerror or type(problem).__name__
    return None


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
