"""The locked requirements that hold in the image; `make sbom` asks `python -m tests.deploy.in_image`."""

import re
import sys
from collections.abc import Iterator

from packaging.markers import Marker

from tests.deploy.files import DEPLOY, TOP

_ONE = re.compile(r"^\S.*(?:\n[ \t]+.*)*", re.MULTILINE)
"""A package with its hashes, which stand below it, set in."""
_MARKER = re.compile(r" ; (.*?) \\$", re.MULTILINE)


def requirements_in_image(lock: str) -> Iterator[str]:
    """Without those for another system or another Python."""
    where = {"sys_platform": "linux", "implementation_name": "cpython", "python_full_version": _python()}
    for one in _ONE.findall(lock):
        marker = _MARKER.search(one)
        if marker is None or Marker(marker[1]).evaluate(where):
            yield one


def _python() -> str:
    found = re.search(
        r"^ARG PYTHON_IMAGE=python:(\d+\.\d+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE
    )
    assert found
    return f"{found[1]}.0"


if __name__ == "__main__":
    sys.stdout.writelines(f"{one}\n" for one in requirements_in_image((TOP / "requirements.txt").read_text()))
