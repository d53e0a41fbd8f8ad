"""A `tandem up` of a test's own: real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from settings import Settings


def environment(settings: Settings) -> dict[str, str]:
    """What a `tandem` command needs to know to find this Tandem."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("TANDEM_", "TEMPORAL_"))},
        "TANDEM_HOME": str(settings.home),
        "TANDEM_TEMPORAL_PORT": str(settings.temporal_port),
        "TANDEM_UI_PORT": str(settings.ui_port),
        "TANDEM_SMTP_PORT": str(settings.smtp_port),
        "TANDEM_PAGES_PORT": str(settings.pages_port),
    }


def tandem(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "cli.main", *arguments]
    return subprocess.run(command, env=environment(settings), capture_output=True, text=True, timeout=300)


@dataclass
class Up:
    settings: Settings
    process: subprocess.Popen[str]

    def said(self, sentence: str) -> None:
        """Wait until it says this."""
        assert self.process.stdout
        for line in self.process.stdout:
            if sentence in line:
                return
        raise AssertionError(f"it ended without saying {sentence!r}: {self.process.returncode}")

    def family(self) -> list[psutil.Process]:
        """Everything it has started."""
        family: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return family

    def worker(self) -> psutil.Process:
        (worker,) = [p for p in self.family() if "worker" in p.cmdline()]
        return worker

    def stop(self, number: int) -> float:
        """Send it this signal; the seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        return time.monotonic() - began


@contextmanager
def up(settings: Settings) -> Iterator[Up]:
    command = [sys.executable, "-m", "cli.main", "up"]
    process = subprocess.Popen(command, env=environment(settings), stdout=subprocess.PIPE, text=True)
    running = Up(settings, process)
    try:
        running.said("Tandem is up")
        yield running
    finally:
        if process.poll() is None:
            running.stop(signal.SIGTERM)
        assert process.stdout
        process.stdout.close()


def letter_files(settings: Settings) -> list[Path]:
    return sorted(settings.letters_folder.glob("*.eml"))
