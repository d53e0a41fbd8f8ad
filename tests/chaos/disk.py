"""A small disk of the lab's own, so that it can be filled without harming anybody else's."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SIZE = "1g"
_BLOCK = b"\0" * 65_536


@dataclass(frozen=True)
class Disk:
    folder: Path
    is_own: bool
    """Whether it is a file system by itself. Only root may mount one; elsewhere nothing is filled."""

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave no room for anything: whoever writes is told that the disk is full."""
        with self._ballast.open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(_BLOCK)
            except OSError:
                return

    def relieve(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk mounted on this folder (tmpfs), or the folder alone where that is not allowed."""
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=755", "tmpfs", str(folder))
    try:
        yield Disk(folder, mounted)
    finally:
        if mounted:
            _run("umount", "--lazy", str(folder))


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
