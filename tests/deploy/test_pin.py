"""`deploy/pin.sh` names each image of others by its digest.

There is no registry here: what the engine would say of one is said by a script in its place.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.deploy.files import DEPLOY

pytestmark = pytest.mark.unit

_ENGINE = """#!/bin/sh
case "$*" in
    compose*) for last; do :; done; echo "registry.example/$last:1.0" ;;
    "image inspect --format"*mail:1.0) echo "$MAIL" ;;
    "image inspect --format"*) echo "registry.example/any@sha256:abc" ;;
esac
"""


def _pin(folder: Path, mail: str) -> "subprocess.CompletedProcess[str]":
    """In a copy of the script's folder, with an engine that says this digest of one image."""
    shutil.copy(DEPLOY / "pin.sh", folder)
    engine = folder / "docker"
    engine.write_text(_ENGINE)
    engine.chmod(0o755)
    surroundings = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "MAIL": mail}
    return subprocess.run(
        [folder / "pin.sh"], env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )


def test_each_image_is_named_by_tag_and_digest(tmp_path: Path) -> None:
    done = _pin(tmp_path, "registry.example/mail@sha256:def")
    pinned = yaml.safe_load((tmp_path / "digests.yaml").read_text())["services"]

    assert done.returncode == 0, done.stderr
    assert pinned["mail"] == {"image": "registry.example/mail:1.0@sha256:def"}
    assert pinned["postgres"] == {"image": "registry.example/postgres:1.0@sha256:abc"}


def test_where_one_has_no_digest_it_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    done = _pin(tmp_path, "")

    assert done.returncode == 1
    assert "registry.example/mail:1.0 has no digest" in done.stderr
    assert not list(tmp_path.glob("digests*"))
