"""The stack that these tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import docker
import pytest

from tests.containers.images import images
from tests.containers.stack import Stack, stack


@pytest.fixture(scope="session")
def running() -> Iterator[Stack]:
    """The stack, built and started once; every trace of it is removed afterwards."""
    engine = docker.from_env(timeout=600)
    # Not pytest's folder: who is in the containers may not enter that one.
    with (
        TemporaryDirectory(prefix="tandem-stack-", ignore_cleanup_errors=True) as folder,
        images(engine) as built,
        stack(engine, built, Path(folder)) as found,
    ):
        yield found
        sys.stdout.write(found.worker.logs().decode())
    engine.close()
