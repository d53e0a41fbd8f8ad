"""Reading what the code under test logs."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def logged(*events: str) -> Iterator[list[structlog.typing.EventDict]]:
    """The lines of these events that are logged meanwhile, with their level.

    A worker that other tests share may log at any moment, and from any thread: so a test names what it
    reads, and the processors in use are never taken away, as structlog's own capture_logs does.
    """
    lines: list[structlog.typing.EventDict] = []

    def keep(_: object, level: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        if line["event"] in events:
            lines.append({**line, "level": level})
        return line

    in_use = structlog.get_config()["processors"]
    in_use.insert(0, keep)
    try:
        yield lines
    finally:
        in_use.remove(keep)
