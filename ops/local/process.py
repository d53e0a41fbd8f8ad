"""Processes of ours: started apart from the terminal, stopped kindly, then firmly."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LARGE = 5_000_000
"""Bytes of a log, looked at when a process is started."""


def start(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, so that Ctrl-C goes to us and we stop it in our order; with this
    environment, or ours. What it says is added to the log, of which one older file is kept when it has grown
    large."""
    if log.exists() and log.stat().st_size > _LARGE:
        log.replace(log.with_name(f"{log.name}.1"))
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    """Ask the kernel for a SIGTERM when the parent is gone, so that even kill -9 leaves nothing
    behind. Linux only; elsewhere the ports still in use say what is left."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask it to end, and end it if it has not within so many seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
