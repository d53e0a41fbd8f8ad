"""A process that is kept: if it is lost, another takes its place."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from domain.errors import Unreachable
from ops.local.process import start, stop

_TOO_SOON = 5.0
"""One that ends by itself so soon has something wrong that a new one would have, too."""
_STOPS_IN = 3.0
"""Seconds; with the server's two, everything has ended within five."""


class SupervisedProcess:
    """A command of Tandem's, from when this is made until it is stopped."""

    def __init__(
        self, command: str, home: Path, environment: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        """What it says goes to `<command>.log` in `home`; `say` hears that it was lost."""
        self._command, self._say = command, say
        self._log, self._environment = home / f"{command}.log", environment
        self._start()

    def look(self) -> None:
        """Start another if this one is lost. Raises Unreachable if it ended at once and by itself."""
        code = self._process.poll()
        if code is None:
            return
        if code >= 0 and time.monotonic() - self._since < _TOO_SOON:
            raise Unreachable(f"The {self._command} stopped at once; why is in {self._log}")
        self._say(f"The {self._command} was lost (exit code {code}); starting another.")
        self._start()

    def stop(self) -> None:
        """Kindly first."""
        stop(self._process, _STOPS_IN)

    def _start(self) -> None:
        command = [sys.executable, "-m", "cli.main", self._command]
        self._process: subprocess.Popen[bytes] = start(command, self._log, self._environment)
        self._since = time.monotonic()
