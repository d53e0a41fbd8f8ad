"""Runs one `tandem` command and has it cut off by a signal at a point between its two writes.

    python -m tests.cli.cut POINT SIGNAL COMMAND ...

POINT: `written` (the store has it, and nobody has been told), `told` (it has been told, and the store does
not know that yet), or `answered` (the first of what is to be told is told, and noted).
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from cli.main import main
from services import relay
from storage import messages

POINTS = ("written", "told", "answered")


def _cut_off(point: str, number: int) -> None:
    where: dict[str, tuple[Any, str]] = {
        "written": (messages, "waiting"),
        "told": (messages, "told"),
        "answered": (relay, "Reply"),
    }
    owner, name = where[point]
    real: Callable[..., Any] = getattr(owner, name)

    def cut(*arguments: Any, **named: Any) -> Any:
        os.kill(os.getpid(), number)
        time.sleep(1)  # a signal that is handled by the main thread needs a moment to come there
        return real(*arguments, **named)

    setattr(owner, name, cut)


def _heed_signals() -> None:
    """Also where whoever runs the tests has them ignored, as `nohup` does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


if __name__ == "__main__":
    _heed_signals()
    point, name, *command = sys.argv[1:]
    _cut_off(point, signal.Signals[name])
    main(command)
