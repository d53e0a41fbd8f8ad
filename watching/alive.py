"""A worker's sign of life: a file that is touched from its event loop, for whoever asks `tandem health`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

_EVERY_SECONDS = 5

log = structlog.get_logger()


@asynccontextmanager
async def signs_of_life(file: Path, is_at_work: Callable[[], bool]) -> AsyncIterator[None]:
    """Touch the file every few seconds while it is at work; remove it at the end.

    A worker that may not write there works all the same, and says so once.
    """
    beating = asyncio.create_task(_beat(file, is_at_work))
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        _remove(file)


async def _beat(file: Path, is_at_work: Callable[[], bool]) -> None:
    may_write = True
    while may_write:
        may_write = not is_at_work() or _touch(file)
        await asyncio.sleep(_EVERY_SECONDS)


def _touch(file: Path) -> bool:
    """Whether that was possible."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch()
    except OSError as problem:
        log.warning("no_sign_of_life", reason=problem.strerror)
        return False
    return True


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
